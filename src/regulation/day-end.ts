import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { FormerPlace, Id, IsoDate, Journal, Lesson } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/**
 * Which places of the timetable count beside those where a lesson stands now: those that a lesson left (moved, cancelled
 * or removed) surely after it was over (`sure`), or also perhaps only afterwards (`perhaps`). What is done to a timetable
 * later doesn't shorten a day that is past.
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
  const numbers = heldNumbers(journal, calendar, classId, date, count)
  return numbers.every(isKnown) ? calendar.lessonsEnd(classId, date, numbers) : null
}

function isKnown(number: number | null): number is number {
  return number !== null
}

function heldNumbers(
  journal: Journal,
  calendar: Calendar,
  classId: Id,
  date: IsoDate,
  count: Count,
): (number | null)[] {
  const numbers: (number | null)[] = []
  for (const { status, number } of journal.lessonsOn(classId, date))
    if (status !== 'cancelled') numbers.push(number)
  for (const place of journal.formerPlacesOn(classId, date))
    if (outlasted(place, calendar, count)) numbers.push(place.number)
  return numbers
}

function outlasted({ classId, date, number, left }: FormerPlace, calendar: Calendar, count: Count): boolean {
  const times = number === null ? null : calendar.lessonTimes(classId, date, number)
  const until = count === 'sure' ? left.absentAt : left.presentAt
  return times !== null && (until ?? Number.NEGATIVE_INFINITY) > times.end
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
  const { classId, groupId, date } = lesson
  const days = groupDays(journal, groupId === classId ? classId : `${classId}/${groupId}`, () => new Map())
  const known = days.get(date)
  if (known) return known
  const found = findGroupEnds(journal, calendar, lesson)
  days.set(date, found)
  return found
}

/** By class, and subgroup if it is one; then by day. */
const groupDays = perJournal<string, Map<IsoDate, readonly (Instant | null)[]>>()

function findGroupEnds(journal: Journal, calendar: Calendar, lesson: Lesson): readonly (Instant | null)[] {
  const { date } = lesson
  const classIds = classesOf(lesson, journal)
  const endBy = (count: Count) =>
    latest(classIds.map(classId => classLessonsEnd(journal, calendar, classId, date, count)))
  // Nearly always: no lesson has left the day.
  if (classIds.every(classId => journal.formerPlacesOn(classId, date).length === 0)) return [endBy('perhaps')]
  return [...new Set([endBy('perhaps'), endBy('sure')])]
}

function classesOf({ classId, groupId }: Lesson, journal: Journal): readonly Id[] {
  const group = journal.subgroupsOf(classId).find(subgroup => subgroup.id === groupId)
  return group ? [...new Set([classId, ...group.classIds])] : [classId]
}

/** The same over all classes of the journal that have lessons on that day; undefined where none has. */
export function schoolLessonsEnd(
  journal: Journal,
  calendar: Calendar,
  date: IsoDate,
): Instant | null | undefined {
  const studying = journal.slice.classes.filter(
    ({ id }) => heldNumbers(journal, calendar, id, date, 'perhaps').length > 0,
  )
  if (studying.length === 0) return undefined
  return latest(studying.map(({ id }) => classLessonsEnd(journal, calendar, id, date)))
}

/** Null where one of them isn't known: it may be the last. */
export function latest(ends: readonly (Instant | null)[]): Instant | null {
  return ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), ends[0] ?? null)
}
