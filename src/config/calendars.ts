import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { packageRoot } from '../package-root.js'
import { parseYaml } from './load.js'

const Day = z.iso.date('нужна дата ГГГГ-ММ-ДД')
const ProductionYear = z.strictObject({
  year: z.int(),
  provisional: z.boolean(),
  source: z.string(),
  restDays: z.array(Day),
  workingDays: z.array(Day),
})

export interface ProductionCalendars {
  readonly years: readonly { readonly year: number; readonly provisional: boolean }[]
  readonly restDays: readonly string[]
  readonly workingDays: readonly string[]
}

/**
 * The production calendars that ship with the program: days off besides ordinary weekends, and weekend days that
 * are worked. Data, never code: a decree changes them every year.
 * @throws BridgeError CONFIG_INVALID
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
  return {
    years: years.map(({ year, provisional }) => ({ year, provisional })),
    restDays: years.flatMap(year => year.restDays),
    workingDays: years.flatMap(year => year.workingDays),
  }
}
