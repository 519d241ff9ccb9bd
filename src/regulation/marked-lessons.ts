import type { Instant } from '../clock.js'
import type { AttendanceEntry, Id, Journal, Lesson, Mark } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** A lesson, and the marks that stand there. */
export interface MarkedLesson {
  readonly lesson: Lesson
  /** In the order of the slice; never empty. */
  readonly marks: readonly Mark[]
  /** What they say together: rules ask it once a lesson before they ask each mark. */
  readonly together: MarksTogether
}

export interface MarksTogether {
  /** Whether one of them has had another value before. */
  readonly hasChanges: boolean
  /** Whether all are for work of the lesson, or may be. */
  readonly areOfLesson: boolean
  readonly hasFinal: boolean
  /** When the first of them was seen, and the last. */
  readonly firstAt: Instant
  readonly lastAt: Instant
}

/** A lesson, and what its attendance says: of all classes that are taught it together. */
export interface AttendedLesson {
  readonly lesson: Lesson
  readonly entries: readonly AttendanceEntry[]
}

const marked = perJournal<'', readonly MarkedLesson[]>()
const attended = perJournal<'', readonly AttendedLesson[]>()
const marks = perJournal<'', readonly (readonly Mark[])[]>()

/**
 * Marks by the lesson in whose journal they stand; those without a known lesson left out. Marks are many: what follows from
 * the lesson alone is worked out once for all of them.
 */
export function markedLessons(journal: Journal): readonly MarkedLesson[] {
  return marked(journal, '', () => {
    const found: MarkedLesson[] = []
    const { lessons } = journal.slice
    for (const [index, all] of marksOfLessons(journal).entries()) {
      const lesson = lessons[index]
      const own = lesson && ownOf(lesson, all, journal)
      if (own && own.length > 0) found.push({ lesson, marks: own, together: togetherOf(own) })
    }
    return found
  })
}

function togetherOf(marks: readonly Mark[]): MarksTogether {
  let hasChanges = false
  let areOfLesson = true
  let hasFinal = false
  let firstAt = Number.POSITIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  for (const { workKind, values, appeared } of marks) {
    const { presentAt } = appeared
    if (values.length > 1) hasChanges = true
    if (workKind !== 'lesson' && workKind !== 'unknown') areOfLesson = false
    if (workKind === 'final') hasFinal = true
    if (presentAt < firstAt) firstAt = presentAt
    if (presentAt > lastAt) lastAt = presentAt
  }
  return { hasChanges, areOfLesson, hasFinal, firstAt, lastAt }
}

/** All lessons in the order of the slice. To look up what stands at each costs as much as judging it: done once for all rules. */
export function attendedLessons(journal: Journal): readonly AttendedLesson[] {
  return attended(journal, '', () =>
    journal.slice.lessons.map(lesson => ({ lesson, entries: journal.attendanceOf(lesson.id) })),
  )
}

/** The marks of each lesson, likewise; of all classes that are taught it together. */
export function marksOfLessons(journal: Journal): readonly (readonly Mark[])[] {
  return marks(journal, '', () => journal.slice.lessons.map(({ id }) => journal.marksOf(id)))
}

/** What of a lesson's marks or attendance stands in this class's journal: what several classes are taught stands in those of several. */
export function ownOf<Item extends { readonly classId: Id }>(
  lesson: Lesson,
  items: readonly Item[],
  journal: Journal,
): readonly Item[] {
  const { id, classId } = lesson
  // Nearly always, and without a look at each.
  if (!journal.isShared(id)) return items
  if (items.every(item => item.classId === classId)) return items
  return items.filter(item => journal.lesson(id, item.classId) === lesson)
}

/** Whether the pupil has one of these marks: asked of everybody who was away, so written without a function for each. */
export function isMarked(pupil: Id, marks: readonly Mark[]): boolean {
  for (const { personId } of marks) if (personId === pupil) return true
  return false
}
