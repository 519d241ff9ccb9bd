import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal, Lesson } from '../journal/index.js'

/**
 * Which lessons count: those that weren't cancelled for all we know before they were over (`sure`), or also those
 * that we saw cancelled only afterwards and that may have been cancelled before (`perhaps`). What is cancelled later
 * doesn't shorten a day that is past.
 */
type Count = 'sure' | 'perhaps'

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
  count: Count = 'perhaps',
): Instant | null {
  const held = journal.lessonsOn(classId, date).filter(lesson => stood(lesson, calendar, count))
  const numbers = held.flatMap(lesson => (lesson.number === null ? [] : [lesson.number]))
  return numbers.length < held.length ? null : calendar.lessonsEnd(classId, date, numbers)
}

function stood(lesson: Lesson, calendar: Calendar, count: Count): boolean {
  if (lesson.status !== 'cancelled') return true
  const { classId, date, number, appeared } = lesson
  // Cancelled in the very first list that we saw: taken to have been so all the time.
  if (appeared.absentAt === null || number === null) return false
  const end = calendar.lessonTimes(classId, date, number)?.end
  if (end === undefined) return false
  return (count === 'sure' ? appeared.absentAt : appeared.presentAt) > end
}

/**
 * The same over all classes that the lesson's group draws its pupils from: the latest end counts. Two ends, the later
 * first, where nobody knows whether a lesson was cancelled before or after it.
 */
export function groupLessonsEnds(
  journal: Journal,
  calendar: Calendar,
  lesson: Lesson,
): readonly (Instant | null)[] {
  const group = journal.subgroupsOf(lesson.classId).find(subgroup => subgroup.id === lesson.groupId)
  const classIds = [...new Set([lesson.classId, ...(group?.classIds ?? [])])]
  const ends = (['perhaps', 'sure'] as const).map(count =>
    latest(classIds.map(classId => classLessonsEnd(journal, calendar, classId, lesson.date, count))),
  )
  return [...new Set(ends)]
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
