import type { Calendar } from '../calendar/index.js'
import {
  type Bracket,
  compareIds,
  type FormerPlace,
  type IsoDate,
  type Journal,
  type JournalSlice,
  type Lesson,
  type Work,
  type WorkContent,
} from '../journal/index.js'
import { firstSeen } from './history.js'
import { perJournal } from './per-journal.js'

/**
 * At which lesson homework was given. The platform hangs homework on one lesson and doesn't say whether that is
 * the lesson at which it was given or the one for which it is due; the deadline counts from the former.
 */

export type LessonMeaning = 'given' | 'due'

export function isGiven({ text, fileCount, draft }: WorkContent): boolean {
  return !draft && (fileCount > 0 || (text !== null && text.trim() !== ''))
}

/** Homework, and the lesson on which the platform shows it. */
export interface HungHomework {
  readonly work: Work
  readonly hung: Lesson
  /** When it was first there for pupils to see; null where it never was. */
  readonly seen: Bracket | null
}

const hung = perJournal<'', readonly HungHomework[]>()

/** Who asks what homework means asks for the same as who judges it. */
export function hungHomework(journal: Journal): readonly HungHomework[] {
  return hung(journal, '', () => findHung(journal))
}

function findHung(journal: Journal): HungHomework[] {
  const found: HungHomework[] = []
  for (const work of journal.slice.works) {
    if (work.kind !== 'homework' || work.lessonId === null) continue
    const lesson = journal.lesson(work.lessonId, work.classId)
    if (lesson) found.push({ work, hung: lesson, seen: firstSeen(work.content, isGiven) })
  }
  return found
}

/** A lesson that pupils of a later one had before it, and what was cancelled or taken out of the timetable in between. */
export interface Previous {
  readonly lesson: Lesson
  readonly cancelledSince: readonly Lesson[]
  readonly removedSince: readonly FormerPlace[]
}

const indices = perJournal<'', ReadonlyMap<Lesson, readonly Previous[]>>()

/** `previousLessons` of the journal's slice. */
export function previousIn(journal: Journal, calendar: Calendar): ReadonlyMap<Lesson, readonly Previous[]> {
  return indices(journal, '', () => previousLessons(journal.slice, calendar))
}

/**
 * For each lesson the last ones of the subject, neither cancelled nor left standing on a day off, that its pupils may have had before, newest first:
 * one where the class learns together or the subgroup alone; several where a class that meets as a whole was taught
 * in subgroups since, because nobody knows whose homework it is.
 */
export function previousLessons(
  { lessons, formerPlaces }: Pick<JournalSlice, 'lessons' | 'formerPlaces'>,
  calendar: Calendar,
): ReadonlyMap<Lesson, readonly Previous[]> {
  const isOff = ({ classId, date, status }: Lesson) =>
    status === 'cancelled' || calendar.isDayOff(classId, date)
  const inOrder = lessons
    .filter(lesson => lesson.subjectId !== null)
    .sort((a, b) => byTime(a, b) || compareIds(a.id, b.id))
  const removed = formerPlaces.filter(place => place.removed)
  const earlier = new Map<string, Lesson[]>()
  const previous = new Map<Lesson, readonly Previous[]>()
  for (const lesson of inOrder) {
    const key = `${lesson.classId}/${lesson.subjectId}`
    const before = earlier.get(key) ?? []
    previous.set(lesson, withRemoved(lesson, previousOf(lesson, before, isOff), removed))
    before.push(lesson)
    earlier.set(key, before)
  }
  return previous
}

/** @param earlier of the same class and subject, oldest first */
function previousOf(
  { classId, groupId }: Lesson,
  earlier: readonly Lesson[],
  isOff: (lesson: Lesson) => boolean,
): readonly Previous[] {
  const isForAll = groupId === classId
  const found: Previous[] = []
  const cancelled: Lesson[] = []
  for (let index = earlier.length - 1; index >= 0; index -= 1) {
    const lesson = earlier[index]
    if (!lesson) continue
    const isOfAllItsPupils = lesson.groupId === classId || lesson.groupId === groupId
    if (!isOfAllItsPupils && !isForAll) continue
    if (isOff(lesson)) {
      cancelled.push(lesson)
      continue
    }
    const isOlder = found.some(known => known.lesson.groupId === lesson.groupId)
    if (!isOlder) found.push({ lesson, cancelledSince: [...cancelled], removedSince: [] })
    if (isOfAllItsPupils) break
  }
  return found
}

/** Lessons that are removed are few. */
function withRemoved(
  hung: Lesson,
  previous: readonly Previous[],
  removed: readonly FormerPlace[],
): readonly Previous[] {
  if (removed.length === 0) return previous
  const { classId, groupId, subjectId } = hung
  const own = removed.filter(
    place =>
      place.classId === classId &&
      place.subjectId === subjectId &&
      (place.groupId === groupId || place.groupId === classId || groupId === classId) &&
      byTime(place, hung) < 0,
  )
  return previous.map(known => ({
    ...known,
    removedSince: own.filter(place => byTime(known.lesson, place) < 0),
  }))
}

/**
 * The lessons before `hung`, as surely as the mirror knows them: `earlier` when they surely lie before `from`,
 * `unknown` when a week in between was never read, because a lesson in that week would have another deadline.
 */
export function lessonsBefore(
  hung: Lesson,
  { journal, calendar, from }: { journal: Journal; calendar: Calendar; from: IsoDate },
): readonly Previous[] | 'earlier' | 'unknown' {
  const found = previousIn(journal, calendar).get(hung) ?? []
  const { classId } = hung
  for (
    let date = calendar.weekStart(found.at(-1)?.lesson.date ?? from);
    date <= hung.date;
    date = calendar.addDays(date, 7)
  ) {
    if (journal.lastLook('lessons', classId, date) !== null) continue
    const days = calendar.days(date, calendar.addDays(date, 6))
    if (days.some(day => calendar.isStudyDay(classId, day))) return 'unknown'
  }
  return found.length > 0 ? found : 'earlier'
}

function byTime(a: Pick<Lesson, 'date' | 'number'>, b: Pick<Lesson, 'date' | 'number'>): number {
  return compareText(a.date, b.date) || (a.number ?? 99) - (b.number ?? 99)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
