import type { AttendanceEntry, Id, Journal, Lesson, Mark } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** A lesson, and the marks that stand there. */
export interface MarkedLesson {
  readonly lesson: Lesson
  /** In the order of the slice; never empty. */
  readonly marks: readonly Mark[]
  /** Whether one of them has had another value before. */
  readonly hasChanges: boolean
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
      if (own && own.length > 0) found.push({ lesson, marks: own, hasChanges: own.some(isChanged) })
    }
    return found
  })
}

function isChanged({ values }: Mark): boolean {
  return values.length > 1
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
  // Nearly always.
  if (items.every(item => item.classId === classId)) return items
  return items.filter(item => journal.lesson(id, item.classId) === lesson)
}
