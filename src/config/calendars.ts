import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { BridgeError } from '../errors.js'
import { packageRoot } from '../package-root.js'
import { parseYaml } from './load.js'

const Day = z.iso.date('нужна дата ГГГГ-ММ-ДД')

/** What the file of a year says. A copy of another year's that wasn't changed everywhere is refused, line by line. */
function productionYear(year: string) {
  const OwnDay = Day.startsWith(`${year}-`, `нужен день ${year} года, как в имени файла`)
  return z.strictObject({
    year: z.literal(Number(year), `нужен ${year}, как в имени файла`),
    provisional: z.boolean(),
    source: z.string(),
    restDays: z.array(OwnDay),
    /** Of these, the days given for a Saturday: where Saturday is worked, they are worked too. */
    fiveDayWeekOnly: z.array(OwnDay),
    workingDays: z.array(OwnDay),
  })
}

export interface ProductionCalendars {
  /** Years that no decree has confirmed yet. */
  readonly provisionalYears: readonly number[]
  /** First and last day that they tell of. */
  readonly span: Days
  /** @throws BridgeError CALENDAR_UNKNOWN when some of the days lie outside */
  requireKnown(days: Days): void
  /** As a check of the settings file: a mistyped year would pass in silence. */
  checkOwnDays(config: { readonly schools: readonly OwnDays[] }, context: z.RefinementCtx): void
  /** Days off besides ordinary weekends, and weekend days that are worked, for so many days of study a week. */
  daysOf(
    week: 5 | 6,
    own?: OwnDays,
  ): { readonly restDays: readonly string[]; readonly workingDays: readonly string[] }
}

/** What a school adds to them: holidays of its region, and days that it works all the same. */
export interface OwnDays {
  readonly daysOff: readonly string[]
  readonly workedDays: readonly string[]
}

const noneOfItsOwn: OwnDays = { daysOff: [], workedDays: [] }

interface Days {
  readonly from: string
  readonly to: string
}

/**
 * The production calendars that ship with the program: days off besides ordinary weekends, and weekend days that
 * are worked. Data, never code: a decree changes them every year.
 * @throws BridgeError CONFIG_INVALID; also when a year between two others is missing
 */
export async function loadProductionCalendars(
  folder = join(packageRoot, 'config/calendars'),
): Promise<ProductionCalendars> {
  const files = (await readdir(folder)).filter(file => /^\d{4}\.yaml$/.test(file)).sort()
  const years = await Promise.all(
    files.map(async file =>
      parseYaml(
        await readFile(join(folder, file), 'utf8'),
        join(folder, file),
        productionYear(basename(file, '.yaml')),
      ),
    ),
  )
  const known = years.map(({ year }) => year).sort()
  refuseHoles(folder, known)
  const [first = 0, last = 0] = [known[0], known.at(-1)]
  const isKnown = (day: string) => yearOf(day) >= first && yearOf(day) <= last
  return {
    provisionalYears: years.filter(({ provisional }) => provisional).map(({ year }) => year),
    span: { from: `${first}-01-01`, to: `${last}-12-31` },
    requireKnown({ from, to }) {
      const day = [from, to].find(wanted => !isKnown(wanted))
      if (day !== undefined) throw unknownYear(day, { folder, first, last })
    },
    checkOwnDays({ schools }, context) {
      for (const [at, school] of schools.entries()) {
        for (const key of ['daysOff', 'workedDays'] as const) {
          for (const [index, day] of school[key].entries()) {
            if (isKnown(day)) continue
            const message = `${day}: производственного календаря ${yearOf(day)} года нет, известны ${first}–${last} годы`
            context.addIssue({ code: 'custom', message, path: ['schools', at, key, index] })
          }
        }
      }
    },
    daysOf(week, { daysOff, workedDays } = noneOfItsOwn) {
      const restDays = years.flatMap(({ restDays: ofYear, fiveDayWeekOnly }) =>
        week === 5 ? ofYear : ofYear.filter(day => !fiveDayWeekOnly.includes(day)),
      )
      const added = daysOff.filter(day => !restDays.includes(day))
      return {
        restDays: [...restDays.filter(day => !workedDays.includes(day)), ...added],
        workingDays: [...years.flatMap(year => year.workingDays), ...workedDays],
        ...(workedDays.length > 0 ? { workedDays } : {}),
      }
    },
  }
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

/** Every weekday of it would count as a day of study, New Year among them. */
function unknownYear(
  day: string,
  { folder, first, last }: { readonly folder: string; readonly first: number; readonly last: number },
): BridgeError {
  const year = yearOf(day)
  const neighbour = year < first ? first : last
  return new BridgeError('CALENDAR_UNKNOWN', {
    message: `Производственного календаря ${year} года нет, известны ${first}–${last} годы; ничего не сделано`,
    hint: `Проверьте даты; если они верны, добавьте файл ${join(folder, `${year}.yaml`)} по образцу ${neighbour}.yaml или установите новую версию программы`,
    details: { folder, day },
  })
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
