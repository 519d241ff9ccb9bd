import type { DayRange } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'
import { addDays } from './weeks.js'

/** Longer than this is the year itself, which has its holidays within. */
const longestPeriodDays = 200
/** Shorter than this is a weekend between two periods. */
const shortestBreakDays = 3

interface Span {
  readonly start: IsoDate
  readonly finish: IsoDate
}

/**
 * Holidays that follow from a class's reporting periods: days between them that belong to none. Not every deployment
 * gives its list of holidays, and without it nobody would know that the lesson after next week is the next one.
 */
export function breaksBetween(periods: readonly Span[]): DayRange[] {
  const parts = periods
    .filter(({ start, finish }) => start <= finish && addDays(start, longestPeriodDays) > finish)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  const breaks: DayRange[] = []
  let taughtTo: IsoDate | null = null
  for (const { start, finish } of parts) {
    if (taughtTo !== null && start > addDays(taughtTo, shortestBreakDays)) {
      breaks.push({ from: addDays(taughtTo, 1), to: addDays(start, -1), name: 'Каникулы' })
    }
    if (taughtTo === null || finish > taughtTo) taughtTo = finish
  }
  return breaks
}
