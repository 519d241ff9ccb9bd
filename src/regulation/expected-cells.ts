import type { Calendar } from '../calendar/index.js'
import { compareIds, type Id, type Journal, type Lesson, type Period } from '../journal/index.js'
import { newestMemberships, presenceAt } from './membership.js'

/** A cell of the summary sheet that must be filled: a pupil's mark in a subject for a period. */
export interface ExpectedCell {
  readonly subjectId: Id
  readonly personId: Id
  /** Teachers of the subject's lessons in the class. */
  readonly teacherIds: readonly Id[]
  /** Why the cell perhaps isn't owed: no lesson of the subject was seen, or the pupil's membership is unclear. */
  readonly doubt: 'no-lessons' | 'member' | null
}

interface Question {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly period: Period
  readonly halfYearByQuarters: boolean
  readonly grade1Marks: boolean
  /** Called for each cell that the rule doesn't apply to. */
  skipped(): void
}

export function* expectedCells(question: Question): Generator<ExpectedCell> {
  const { journal, calendar, period, skipped } = question
  const pupils = newestMemberships(journal, period.classId)
  const isGradeWithout = !question.grade1Marks && gradeOf(journal, period.classId) === 1
  const end = calendar.dayEnd(period.finish)

  for (const subject of taughtSubjects(journal, period)) {
    const isHalfYear =
      !question.halfYearByQuarters && isOddQuarter(period) && journal.subject(subject.id)?.halfYear === true
    const groupOf = subgroupPupils(journal, period.classId, subject.lessons)
    const teacherIds = [...new Set(subject.lessons.flatMap(lesson => lesson.teacherIds))].sort(compareIds)
    for (const [personId, membership] of pupils) {
      const presence = presenceAt(membership, end)
      const isAway = presence === 'left' || presence === 'joined-later'
      if (isGradeWithout || isHalfYear || isAway || groupOf?.has(personId) === false) {
        skipped()
        continue
      }
      const doubt = presence !== 'member' ? 'member' : subject.lessons.length === 0 ? 'no-lessons' : null
      yield { subjectId: subject.id, personId, teacherIds, doubt }
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

/**
 * Pupils of a subject that is taught in subgroups alone; null for a subject of the whole class. Of a subgroup
 * whose members are unknown nobody is expected.
 */
function subgroupPupils(journal: Journal, classId: Id, lessons: readonly Lesson[]): ReadonlySet<Id> | null {
  const groupIds = new Set(lessons.map(lesson => lesson.groupId))
  if (groupIds.size === 0 || groupIds.has(classId)) return null
  const members = [...groupIds].flatMap(groupId => [...newestMemberships(journal, groupId).values()])
  return new Set(members.filter(({ left }) => left === null).map(({ personId }) => personId))
}

function isOddQuarter({ type, number }: Period): boolean {
  return type === 'quarter' && number !== null && number % 2 === 1
}

/** The platform doesn't always say the grade; then the class's name begins with it. */
function gradeOf(journal: Journal, classId: Id): number | null {
  const group = journal.classOf(classId)
  if (!group) return null
  return group.parallel ?? (Number.parseInt(group.name, 10) || null)
}
