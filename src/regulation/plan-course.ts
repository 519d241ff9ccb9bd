import { type Calendar, studyYearDays, studyYearStart } from '../calendar/index.js'
import { compareIds, type Id, type Journal, type Lesson } from '../journal/index.js'
import { hasTopic } from './topic-text.js'

/** The lessons of one subject that the same pupils have one after the other, and what came before each. */

/** Three lessons of a weekly subject behind the longest holidays; a slice reaches so far back. */
export const daysBack = 35

/** A lesson with what its pupils had of the subject in the five weeks before it, oldest first, nothing cancelled or left standing on a day off. */
export interface CourseLesson {
  readonly lesson: Lesson
  readonly before: readonly Lesson[]
  /** Whether those five weeks, as far as they belong to the study year, were all read: no lesson more was before it. */
  isReadBefore(): boolean
  /** No topic stands before it on a lesson of a day off, of which nobody can tell whether it was a step of the plan. */
  isClear(): boolean
}

/** Of all courses, the lessons in the days asked for, as far as somebody asks for them. */
export function* courseLessons(
  {
    journal,
    calendar,
    from,
    to,
  }: {
    readonly journal: Journal
    readonly calendar: Calendar
    readonly from: string
    readonly to: string
  },
  isAsked: (lesson: Lesson) => boolean,
): Generator<CourseLesson> {
  // Where there are no plans, nobody asks for any.
  if (!journal.slice.lessons.some(isAsked)) return
  const subjects = new Map<string, Lesson[]>()
  /** Whether these were held nobody can tell: what is written there may be steps of the plan, or loaded at once with all others. */
  const onDaysOff: Lesson[] = []
  const earliest = calendar.addDays(from, -daysBack)
  for (const lesson of journal.slice.lessons) {
    if (lesson.date < earliest || lesson.date > to || lesson.status === 'cancelled') continue
    if (calendar.isDayOff(lesson.classId, lesson.date)) {
      if (hasTopic(lesson)) onDaysOff.push(lesson)
      continue
    }
    const key = `${lesson.classId}/${lesson.subjectId}`
    const ofSubject = subjects.get(key)
    if (ofSubject) ofSubject.push(lesson)
    else subjects.set(key, [lesson])
  }
  for (const held of subjects.values()) {
    if (!held.some(isAsked)) continue
    held.sort(inTime)
    let first = 0
    for (const [index, lesson] of held.entries()) {
      const since = calendar.addDays(lesson.date, -daysBack)
      while ((held[first]?.date ?? lesson.date) < since) first += 1
      if (lesson.date < from || !isAsked(lesson)) continue
      const start = first
      yield {
        lesson,
        before: ofItsPupils(lesson, held.slice(start, index)),
        isReadBefore: () => isRead(lesson, since, { journal, calendar }),
        isClear: () => !onDaysOff.some(other => other.date >= since && isEarlier(other, lesson)),
      }
    }
  }
}

/** A subgroup has the lessons of the whole class as well; of the class's subgroups the one that had most stands for all. */
function ofItsPupils({ classId, groupId }: Lesson, lessons: readonly Lesson[]): readonly Lesson[] {
  const subgroup = groupId === classId ? largestSubgroup(lessons) : groupId
  return lessons.filter(other => other.groupId === classId || other.groupId === subgroup)
}

function largestSubgroup(lessons: readonly Lesson[]): Id | undefined {
  const counts = new Map<Id, number>()
  for (const { classId, groupId } of lessons)
    if (groupId !== classId) counts.set(groupId, (counts.get(groupId) ?? 0) + 1)
  const [first] = [...counts].sort(([a, most], [b, more]) => more - most || compareIds(a, b))
  return first?.[0]
}

function isRead(
  { classId, date }: Lesson,
  since: string,
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
): boolean {
  const yearStart = studyYearDays(studyYearStart(date)).from
  const studied = calendar
    .days(since > yearStart ? since : yearStart, date)
    .filter(day => calendar.isStudyDay(classId, day))
  const weeks = new Set(studied.map(calendar.weekStart))
  return [...weeks].every(week => journal.lastLook('lessons', classId, week) !== null)
}

/** @param lesson of the same class and subject */
function isEarlier(other: Lesson, lesson: Lesson): boolean {
  return other.classId === lesson.classId && other.subjectId === lesson.subjectId && other.date < lesson.date
}

function inTime(a: Lesson, b: Lesson): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)
}

/**
 * Whether it was perhaps given by who stands in, and may follow a text of their own: somebody else gives the same group
 * as many of these lessons, or more.
 * @param isOfPlan whose lessons count: each follows one plan
 */
export function isSubstituted(
  { lesson, before }: CourseLesson,
  isOfPlan: (lesson: Lesson) => boolean,
): boolean {
  if (lesson.teacherIds.length === 0) return false
  const given = new Map<Id, number>()
  for (const other of [...before, lesson]) {
    if (other.groupId !== lesson.groupId || !isOfPlan(other)) continue
    for (const id of other.teacherIds) given.set(id, (given.get(id) ?? 0) + 1)
  }
  const own = Math.max(...lesson.teacherIds.map(id => given.get(id) ?? 0))
  return [...given].some(([id, count]) => count >= own && !lesson.teacherIds.includes(id))
}

/** Nobody's order is told by what somebody else has held. */
export function isByTheSame(lesson: Lesson, other: Lesson): boolean {
  return lesson.teacherIds.length === 0 || lesson.teacherIds.some(id => other.teacherIds.includes(id))
}
