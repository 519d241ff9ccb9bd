import type { Calendar } from '../calendar/index.js'
import { compareIds, type Id, type Journal, type Lesson } from '../journal/index.js'
import { studyYearStart } from './thematic-plan.js'

/** The lessons of one subject that the same pupils have one after the other, and what came before each. */

/** A break of two weeks leaves two weeks of lessons; a slice reaches at least so far back. */
export const daysBack = 28

/** A lesson with those of the same course in the four weeks before it, oldest first, none of them cancelled. */
export interface CourseLesson {
  readonly lesson: Lesson
  readonly before: readonly Lesson[]
  /** Whether those four weeks, as far as they belong to the study year, were all read: no lesson more was before it. */
  isReadBefore(): boolean
}

/** Of all courses, the lessons in the days asked for. */
export function* courseLessons({
  journal,
  calendar,
  from,
  to,
}: {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly from: string
  readonly to: string
}): Generator<CourseLesson> {
  const courses = new Map<string, Lesson[]>()
  const earliest = calendar.addDays(from, -daysBack)
  for (const lesson of journal.slice.lessons) {
    if (lesson.date < earliest || lesson.date > to) continue
    const key = `${lesson.classId}/${lesson.groupId}/${lesson.subjectId}`
    const course = courses.get(key)
    if (course) course.push(lesson)
    else courses.set(key, [lesson])
  }
  for (const course of courses.values()) {
    const held = course.filter(({ status }) => status !== 'cancelled').sort(inTime)
    let first = 0
    for (const [index, lesson] of held.entries()) {
      const since = calendar.addDays(lesson.date, -daysBack)
      while ((held[first]?.date ?? lesson.date) < since) first += 1
      if (lesson.date < from) continue
      const isReadBefore = () => isRead(lesson, since, { journal, calendar })
      yield { lesson, before: held.slice(first, index), isReadBefore }
    }
  }
}

function isRead(
  { classId, date }: Lesson,
  since: string,
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
): boolean {
  const yearStart = `${studyYearStart(date)}-09-01`
  const studied = calendar
    .days(since > yearStart ? since : yearStart, date)
    .filter(day => calendar.isStudyDay(classId, day))
  const weeks = new Set(studied.map(calendar.weekStart))
  return [...weeks].every(week => journal.lastLook('lessons', classId, week) !== null)
}

function inTime(a: Lesson, b: Lesson): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)
}

/** Whoever gives fewer of these lessons than somebody else stands in, and may follow a text of their own. */
export function isSubstituted({ lesson, before }: CourseLesson): boolean {
  if (lesson.teacherIds.length === 0) return false
  const given = new Map<Id, number>()
  for (const { teacherIds } of [...before, lesson]) {
    for (const id of teacherIds) given.set(id, (given.get(id) ?? 0) + 1)
  }
  const most = Math.max(...given.values())
  return lesson.teacherIds.every(id => (given.get(id) ?? 0) < most)
}
