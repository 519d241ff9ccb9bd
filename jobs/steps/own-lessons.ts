import type { Id } from '../../src/journal/index.js'
import type { ClassSlice } from '../../src/report/index.js'

/**
 * A class's journal as far as it is a teacher's own: the lessons that name this person and what hangs on them. Final marks
 * of a subject are theirs who gave at least half of its lessons, not whoever stood in for a day.
 */
export function ownLessons(slice: ClassSlice, teacher: Id): ClassSlice {
  const lessons = slice.lessons.filter(({ teacherIds }) => teacherIds.includes(teacher))
  const own = new Set(lessons.map(({ id }) => id))
  const hangs = ({ lessonId }: { readonly lessonId: Id | null }) => lessonId !== null && own.has(lessonId)
  const countOf = (all: ClassSlice['lessons'], subject: Id) =>
    all.filter(({ subjectId }) => subjectId === subject).length
  const subjects = new Set(lessons.flatMap(({ subjectId }) => subjectId ?? []))
  const taught = new Set(
    [...subjects].filter(subject => 2 * countOf(lessons, subject) >= countOf(slice.lessons, subject)),
  )
  return {
    ...slice,
    lessons,
    works: slice.works.filter(hangs),
    marks: slice.marks.filter(hangs),
    attendance: slice.attendance.filter(hangs),
    finalMarks: slice.finalMarks.filter(({ subjectId }) => taught.has(subjectId)),
  }
}
