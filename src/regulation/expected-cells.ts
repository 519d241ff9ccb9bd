import type { Calendar } from '../calendar/index.js'
import type { Id, Journal, Period } from '../journal/index.js'
import { gradeOf } from './grade.js'
import { isAway, newestMemberships, presenceAt } from './membership.js'
import { taughtSubjects } from './periods.js'
import { startsWithAny } from './subject-names.js'

/** A cell of the summary sheet that must be filled: a pupil's mark in a subject for a period. */
export interface ExpectedCell {
  readonly subjectId: Id
  readonly personId: Id
  /** Main teacher of the lessons that the pupil goes to; of all the subject's in the class where that is unknown. */
  readonly teacherIds: readonly Id[]
  /**
   * Why the cell perhaps isn't owed: no lesson of the subject was seen, the pupil's membership is unclear, or the
   * members of a subgroup that may be the pupil's are unknown.
   */
  readonly doubt: 'no-lessons' | 'member' | 'subgroup' | null
}

interface Question {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly period: Period
  readonly halfYearByQuarters: boolean
  readonly grade1Marks: boolean
  /** Beginnings of the names of subjects that have no marks. */
  readonly withoutMarks: readonly string[]
  /** Called for each cell that the rule doesn't apply to. */
  skipped(): void
}

export function* expectedCells(question: Question): Generator<ExpectedCell> {
  const { journal, calendar, period, skipped } = question
  const isGradeWithout = !question.grade1Marks && gradeOf(journal, period.classId) === 1
  const end = calendar.dayEnd(period.finish)
  const pupils = [...newestMemberships(journal, period.classId)].map(
    ([personId, membership]) => [personId, presenceAt(membership, end)] as const,
  )

  for (const { id, lessons, groups } of taughtSubjects({ journal, calendar }, period).values()) {
    const isOther = isWithoutMarks(id, question) || !isMarkedIn(period, id, question)
    for (const [personId, presence] of pupils) {
      const attends = groups.attends(personId)
      if (isGradeWithout || isOther || isAway(presence) || attends === 'no') {
        skipped()
        continue
      }
      const isUnclear = presence !== 'member' || attends === 'perhaps'
      const doubt = isUnclear ? 'member' : attends === 'unknown' ? 'subgroup' : null
      const isUnseen = doubt === null && lessons.length === 0
      yield {
        subjectId: id,
        personId,
        teacherIds: groups.teachersOf(personId),
        doubt: isUnseen ? 'no-lessons' : doubt,
      }
    }
  }
}

/** Talks, class hours and the like, which schools run as subjects. */
function isWithoutMarks(subjectId: Id, { journal, withoutMarks }: Question): boolean {
  return startsWithAny(journal.subject(subjectId)?.name ?? '', withoutMarks)
}

/**
 * Whether the subject is marked in that kind of period: half-year subjects in half-years and, where the class has
 * none, in the even quarters; the others in whatever the class has beside the half-years.
 */
function isMarkedIn(period: Period, subjectId: Id, { journal, halfYearByQuarters }: Question): boolean {
  const { type, number } = period
  const types = new Set(journal.periodsOf(period.classId).map(other => other.type))
  const isByHalfYear = journal.subject(subjectId)?.halfYear === true
  if (type === 'unknown' || (type === 'quarter' && halfYearByQuarters)) return true
  if (type === 'half-year') return isByHalfYear || !(types.has('quarter') || types.has('trimester'))
  if (!isByHalfYear) return true
  return type === 'quarter' && !types.has('half-year') && number !== null && number % 2 === 0
}
