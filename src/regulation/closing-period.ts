import type { Journal, Lesson, Period } from '../journal/index.js'

/**
 * The reporting period at whose end a lesson's marks are summed up; of several that may be meant the latest. Null where
 * none is known. A half-year subject in a class that has only quarters is summed up in every other one.
 */
export function closingPeriod(journal: Journal, { classId, date, subjectId }: Lesson): Period | null {
  const periods = journal.periodsOf(classId).filter(({ type }) => type !== 'year')
  const around = periods.filter(({ start, finish }) => start <= date && date <= finish)
  const isByHalfYear = journal.subject(subjectId)?.halfYear === true
  const wanted = around.filter(({ type }) => (type === 'half-year') === isByHalfYear)
  const period = latest(wanted.length > 0 ? wanted : around)
  if (!isByHalfYear || period?.type !== 'quarter' || period.number === null || period.number % 2 === 0)
    return period
  const next = period.number + 1
  return periods.find(({ type, number }) => type === 'quarter' && number === next) ?? null
}

function latest(periods: readonly Period[]): Period | null {
  return periods.toSorted((a, b) => (a.finish < b.finish ? 1 : -1))[0] ?? null
}
