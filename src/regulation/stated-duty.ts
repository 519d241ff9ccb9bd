import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal } from '../journal/index.js'
import type { Told } from './findings.js'
import type { VerdictEvidence } from './verdict.js'

/**
 * Duties that software can't see done, or not always: somebody's statement closes them, and its absence proves nothing.
 */

/** What stands in the school's own record, with author and time. */
export const statedEvidence: VerdictEvidence = {
  level: 'D',
  absentAt: null,
  presentAt: null,
  platformAt: null,
}

/** What stands in the archive's signed log: nobody has to be believed. */
export function loggedEvidence(at: Instant): VerdictEvidence {
  return { level: 'B', absentAt: null, presentAt: at, platformAt: null }
}

export function tellStated({
  on,
  deadline,
  asOf,
  calendar,
}: {
  /** The day that was stated; null where none was. */
  readonly on: IsoDate | null
  readonly deadline: Instant
  readonly asOf: Instant
  readonly calendar: Calendar
}): Told {
  if (on === null) {
    return asOf <= deadline
      ? { verdict: 'pending', reason: 'pending' }
      : { verdict: 'unproven', reason: 'unproven-not-stated' }
  }
  return calendar.dayStart(on) <= deadline
    ? { verdict: 'kept', reason: 'kept' }
    : { verdict: 'mended', reason: 'mended' }
}

/** The last of some days on which the class learns, within its reporting periods. */
export function lastStudied(
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
  classId: Id,
  days: readonly IsoDate[],
): IsoDate | undefined {
  const periods = journal.periodsOf(classId)
  return days.findLast(
    day =>
      calendar.isStudyDay(classId, day) && periods.some(({ start, finish }) => start <= day && day <= finish),
  )
}

/** Days of a `YYYY-MM`, or of the months from one day to another, in order. */
export function monthsBetween(
  from: IsoDate,
  to: IsoDate,
  calendar: Calendar,
): readonly (readonly IsoDate[])[] {
  const months: IsoDate[][] = []
  for (let first = `${from.slice(0, 7)}-01`; first <= to; ) {
    const next = `${calendar.addDays(first, 31).slice(0, 7)}-01`
    months.push(calendar.days(first, calendar.addDays(next, -1)))
    first = next
  }
  return months
}

/** That day of each year of some days: `06-30`. */
export function yearlyDays(monthDay: string, from: IsoDate, to: IsoDate): readonly IsoDate[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return years.map(year => `${year}-${monthDay}`).filter(date => from <= date && date <= to)
}

/** Last days of calendar quarters among some days, in order. */
export function quarterEnds(from: IsoDate, to: IsoDate): readonly IsoDate[] {
  return lastDaysOfQuarters.flatMap(end => yearlyDays(end, from, to)).sort()
}

export function quarterStart(end: IsoDate): IsoDate {
  return `${end.slice(0, 5)}${String(Number(end.slice(5, 7)) - 2).padStart(2, '0')}-01`
}

/** «4-й квартал 2026 года» */
export function quarterWords(end: IsoDate): string {
  return `${Number(end.slice(5, 7)) / 3}-й квартал ${end.slice(0, 4)} года`
}

const lastDaysOfQuarters = ['03-31', '06-30', '09-30', '12-31'] as const

/** `MM-DD` of a yearly term. */
export const monthDayPattern = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
