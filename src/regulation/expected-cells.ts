import type { Calendar } from '../calendar/index.js'
import { compareIds, type Id, type Journal, type Lesson, type Period } from '../journal/index.js'
import { isAway, newestMemberships, presenceAt } from './membership.js'
import { subjectGroups } from './subject-groups.js'
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
  const pupils = newestMemberships(journal, period.classId)
  const isGradeWithout = !question.grade1Marks && gradeOf(journal, period.classId) === 1
  const end = calendar.dayEnd(period.finish)

  for (const subject of taughtSubjects(journal, period)) {
    const isOther = isWithoutMarks(subject.id, question) || !isMarkedIn(period, subject.id, question)
    const groups = subjectGroups({ journal, classId: period.classId, lessons: subject.lessons, end })
    for (const [personId, membership] of pupils) {
      const presence = presenceAt(membership, end)
      const attends = groups.attends(personId)
      if (isGradeWithout || isOther || isAway(presence) || attends === 'no') {
        skipped()
        continue
      }
      const isUnclear = presence !== 'member' || attends === 'perhaps'
      const doubt = isUnclear ? 'member' : attends === 'unknown' ? 'subgroup' : null
      const isUnseen = doubt === null && subject.lessons.length === 0
      yield {
        subjectId: subject.id,
        personId,
        teacherIds: groups.teachersOf(personId),
        doubt: isUnseen ? 'no-lessons' : doubt,
      }
    }
  }
}

/** Subjects that the platform lists for the class, and those whose lessons were seen in the period. */
function taughtSubjects(journal: Journal, period: Period): readonly { id: Id; lessons: readonly Lesson[] }[] {
  const { classId, start, finish } = period
  const subjects = new Map<Id, Lesson[]>()
  for (const item of journal.slice.classSubjects) {
    if (item.classId === classId) subjects.set(item.subjectId, [])
  }
  for (const lesson of journal.slice.lessons) {
    const { subjectId, date } = lesson
    if (lesson.classId !== classId || subjectId === null || lesson.status === 'cancelled') continue
    if (date < start || date > finish) continue
    const lessons = subjects.get(subjectId)
    if (lessons) lessons.push(lesson)
    else subjects.set(subjectId, [lesson])
  }
  return [...subjects].map(([id, lessons]) => ({ id, lessons })).sort((a, b) => compareIds(a.id, b.id))
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

/** The platform doesn't always say the grade; then the class's name begins with it. */
function gradeOf(journal: Journal, classId: Id): number | null {
  const group = journal.classOf(classId)
  if (!group) return null
  return group.parallel ?? (Number.parseInt(group.name, 10) || null)
}
