import type { AttendanceEntry, Id, Journal, Lesson, Mark } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** A lesson, and the marks that stand there. */
export interface MarkedLesson {
  readonly lesson: Lesson
  /** In the order of the slice; never empty. */
  readonly marks: readonly Mark[]
}

const lessons = perJournal<'', readonly MarkedLesson[]>()

/**
 * Marks by the lesson in whose journal they stand; those without a known lesson left out. Marks are many: what follows from
 * the lesson alone is worked out once for all of them.
 */
export function markedLessons(journal: Journal): readonly MarkedLesson[] {
  return lessons(journal, '', () =>
    [...byLesson(journal, journal.marksByLesson())].map(([lesson, marks]) => ({ lesson, marks })),
  )
}

/** The same of attendance. */
export function attendedLessons(journal: Journal): Iterable<readonly [Lesson, readonly AttendanceEntry[]]> {
  return byLesson(journal, journal.attendanceByLesson())
}

function* byLesson<Item extends { readonly classId: Id }>(
  journal: Journal,
  byId: ReadonlyMap<Id, readonly Item[]>,
): Generator<readonly [Lesson, readonly Item[]]> {
  for (const [id, items] of byId) {
    const [first] = items
    const lesson = first && journal.lesson(id, first.classId)
    if (!lesson) continue
    // Nearly always: only what several classes are taught together stands in the journals of several.
    if (items.every(({ classId }) => classId === first.classId)) yield [lesson, items]
    else yield* byCopy(journal, id, items)
  }
}

function byCopy<Item extends { readonly classId: Id }>(
  journal: Journal,
  id: Id,
  items: readonly Item[],
): ReadonlyMap<Lesson, readonly Item[]> {
  const copies = new Map<Lesson, Item[]>()
  for (const item of items) {
    const copy = journal.lesson(id, item.classId)
    if (copy) copies.set(copy, [...(copies.get(copy) ?? []), item])
  }
  return copies
}
