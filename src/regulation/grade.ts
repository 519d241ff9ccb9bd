import type { ClassGroup, Id, Journal, Period } from '../journal/index.js'

/** The platform doesn't always say the grade; then the class's name begins with it. Null where neither tells. */
export function gradeBy({ parallel, name }: Pick<ClassGroup, 'parallel' | 'name'>): number | null {
  return parallel ?? (Number.parseInt(name, 10) || null)
}

export function gradeOf(journal: Journal, classId: Id): number | null {
  const group = journal.classOf(classId)
  return group ? gradeBy(group) : null
}

/** The first reporting period of a class's year; of a class with quarters and half-years the first quarter. */
export function firstPeriod(journal: Journal, classId: Id): Period | null {
  const first = journal.periodsOf(classId).filter(({ type, number }) => type !== 'year' && number === 1)
  return first.toSorted((a, b) => (a.finish < b.finish ? -1 : 1))[0] ?? null
}
