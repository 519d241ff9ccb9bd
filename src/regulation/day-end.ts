import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal, Lesson } from '../journal/index.js'

/**
 * The end of the last lesson of a class and its subgroups on a day; null when there is none, or when any lesson
 * has no number or no bell, because the unknown one might be the last. Lessons whose status isn't understood
 * count as held: that can only make a deadline later.
 */
export function classLessonsEnd(
  journal: Journal,
  calendar: Calendar,
  classId: Id,
  date: IsoDate,
): Instant | null {
  const held = journal.lessonsOn(classId, date).filter(lesson => lesson.status !== 'cancelled')
  const numbers = held.flatMap(lesson => (lesson.number === null ? [] : [lesson.number]))
  return numbers.length < held.length ? null : calendar.lessonsEnd(classId, date, numbers)
}

/** The same over all classes that the lesson's group draws its pupils from: the latest end counts. */
export function groupLessonsEnd(journal: Journal, calendar: Calendar, lesson: Lesson): Instant | null {
  const group = journal.subgroupsOf(lesson.classId).find(subgroup => subgroup.id === lesson.groupId)
  const classIds = new Set([lesson.classId, ...(group?.classIds ?? [])])
  return latest([...classIds].map(classId => classLessonsEnd(journal, calendar, classId, lesson.date)))
}

/** The same over all classes of the slice that have lessons on that day. */
export function schoolLessonsEnd(journal: Journal, calendar: Calendar, date: IsoDate): Instant | null {
  const studying = journal.slice.classes.filter(({ id }) =>
    journal.lessonsOn(id, date).some(lesson => lesson.status !== 'cancelled'),
  )
  return latest(studying.map(({ id }) => classLessonsEnd(journal, calendar, id, date)))
}

function latest(ends: readonly (Instant | null)[]): Instant | null {
  return ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), ends[0] ?? null)
}
