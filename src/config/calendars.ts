import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BridgeError } from '../errors.js'
import { packageRoot } from '../package-root.js'
import { parseYaml } from './load.js'

const Day = z.iso.date('нужна дата ГГГГ-ММ-ДД')
const ProductionYear = z.strictObject({
  year: z.int(),
  provisional: z.boolean(),
  source: z.string(),
  restDays: z.array(Day),
  /** Of these, the days given for a Saturday: where Saturday is worked, they are worked too. */
  fiveDayWeekOnly: z.array(Day),
  workingDays: z.array(Day),
})

export interface ProductionCalendars {
  readonly years: readonly { readonly year: number; readonly provisional: boolean }[]
  /** Days off besides ordinary weekends, and weekend days that are worked, for so many days of study a week. */
  daysOf(week: 5 | 6): { readonly restDays: readonly string[]; readonly workingDays: readonly string[] }
}

/**
 * The production calendars that ship with the program: days off besides ordinary weekends, and weekend days that
 * are worked. Data, never code: a decree changes them every year.
 * @throws BridgeError CONFIG_INVALID; also when a year between two others is missing
 */
export async function loadProductionCalendars(
  folder = join(packageRoot, 'config/calendars'),
): Promise<ProductionCalendars> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.yaml')).sort()
  const years = await Promise.all(
    files.map(async file =>
      parseYaml(await readFile(join(folder, file), 'utf8'), join(folder, file), ProductionYear),
    ),
  )
  refuseHoles(folder, years.map(({ year }) => year).sort())
  return {
    years: years.map(({ year, provisional }) => ({ year, provisional })),
    daysOf: week => ({
      restDays: years.flatMap(({ restDays, fiveDayWeekOnly }) =>
        week === 5 ? restDays : restDays.filter(day => !fiveDayWeekOnly.includes(day)),
      ),
      workingDays: years.flatMap(year => year.workingDays),
    }),
  }
}

/** Holidays of a year without calendar would count as days of study. */
function refuseHoles(folder: string, years: readonly number[]): void {
  const [first] = years
  const missing =
    years.length === 0 ? undefined : years.findIndex((year, index) => year !== (first ?? 0) + index)
  if (missing === -1) return
  const year = missing === undefined ? null : (first ?? 0) + missing
  throw new BridgeError('CONFIG_INVALID', {
    message:
      year === null
        ? `В ${folder} нет ни одного производственного календаря`
        : `Нет производственного календаря ${year} года: ${join(folder, `${year}.yaml`)}`,
    hint: 'Календари поставляются вместе с программой: установите её заново или добавьте файл года по образцу соседнего',
    details: { folder },
  })
}
