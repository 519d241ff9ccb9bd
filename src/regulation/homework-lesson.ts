import type { Calendar } from '../calendar/index.js'
import {
  compareIds,
  type IsoDate,
  type Journal,
  type JournalSlice,
  type Lesson,
  type Work,
  type WorkContent,
} from '../journal/index.js'
import { firstSeen } from './history.js'
import { readingsOf } from './judge.js'
import type { StampZone } from './rule.js'

/**
 * At which lesson homework was given. The platform hangs homework on one lesson and doesn't say whether that is
 * the lesson at which it was given or the one for which it is due; the deadline counts from the former.
 */

export type LessonMeaning = 'given' | 'due'

export function isGiven({ text, fileCount, draft }: WorkContent): boolean {
  return !draft && (fileCount > 0 || (text !== null && text.trim() !== ''))
}

/** For each lesson the nearest earlier one, not cancelled, of the same subject and the same class or subgroup. */
export function previousLessons(lessons: readonly Lesson[]): ReadonlyMap<Lesson, Lesson> {
  const inOrder = lessons
    .filter(lesson => lesson.subjectId !== null)
    .sort(
      (a, b) => compareText(a.date, b.date) || (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id),
    )
  const newest = new Map<string, Lesson>()
  const previous = new Map<Lesson, Lesson>()
  for (const lesson of inOrder) {
    const key = `${lesson.classId}/${lesson.groupId}/${lesson.subjectId}`
    const before = newest.get(key)
    if (before) previous.set(lesson, before)
    if (lesson.status !== 'cancelled') newest.set(key, lesson)
  }
  return previous
}

/**
 * The lesson before `hung`, as surely as the mirror knows it: `earlier` when it surely lies before `from`,
 * `unknown` when a week in between was never read, because a lesson in that week would have another deadline.
 */
export function lessonBefore(
  hung: Lesson,
  facts: { journal: Journal; calendar: Calendar; from: IsoDate; previous: ReadonlyMap<Lesson, Lesson> },
): Lesson | 'earlier' | 'unknown' {
  const { journal, calendar, from } = facts
  const lesson = facts.previous.get(hung)
  const { classId } = hung
  for (
    let date = calendar.weekStart(lesson?.date ?? from);
    date <= hung.date;
    date = calendar.addDays(date, 7)
  ) {
    if (journal.lastLook('lessons', classId, date) !== null) continue
    const days = calendar.days(date, calendar.addDays(date, 6))
    if (days.some(day => calendar.isStudyDay(classId, day))) return 'unknown'
  }
  return lesson ?? 'earlier'
}

interface VoteContext {
  readonly calendar: Calendar
  readonly stampZone: StampZone
}

export interface MeaningVotes {
  readonly given: number
  readonly due: number
}

/** What a school's homework as a whole says; null while it says nothing clear. */
export function detectMeaning(slice: JournalSlice, context: VoteContext): LessonMeaning | null {
  return clearMeaning(countMeanings(slice, context))
}

/** At least three works, and four of five of those that say anything. */
export function clearMeaning({ given, due }: MeaningVotes): LessonMeaning | null {
  const [leader, votes] = given >= due ? (['given', given] as const) : (['due', due] as const)
  return votes >= 3 && votes >= (given + due) * 0.8 ? leader : null
}

/** On how many works each meaning rests. */
export function countMeanings(slice: JournalSlice, context: VoteContext): MeaningVotes {
  const lessons = new Map(slice.lessons.map(lesson => [lesson.id, lesson]))
  const votes = { given: 0, due: 0 }
  for (const work of slice.works) {
    const lesson = work.lessonId === null ? undefined : lessons.get(work.lessonId)
    const vote = work.kind === 'homework' && lesson ? voteOf(work, lesson, context) : null
    if (vote) votes[vote] += 1
  }
  return votes
}

/** Homework that was there before its lesson's day was given at an earlier one; homework due later, at this one. */
function voteOf(work: Work, lesson: Lesson, { calendar, stampZone }: VoteContext): LessonMeaning | null {
  const seen = firstSeen(work.content, isGiven)
  if (!seen) return null
  if (work.targetDate !== null && work.targetDate > lesson.date) return 'given'
  const sent = work.sent ? readingsOf(work.sent, stampZone) : []
  const dayStart = calendar.dayStart(lesson.date)
  if (seen.presentAt < dayStart || (sent.length > 0 && Math.max(...sent) < dayStart)) return 'due'

  const start =
    lesson.number === null ? null : calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)?.start
  if (start === null || start === undefined) return null
  const [from, to] =
    sent.length > 0 ? [Math.min(...sent), Math.max(...sent)] : [seen.absentAt ?? dayStart, seen.presentAt]
  return from >= start && to <= calendar.dayEnd(lesson.date) ? 'given' : null
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
