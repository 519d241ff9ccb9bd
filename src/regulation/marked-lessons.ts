import type { IsoDate, Journal, Lesson, Mark } from '../journal/index.js'
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
  return lessons(journal, '', () => groupMarks(journal))
}

function groupMarks(journal: Journal): readonly MarkedLesson[] {
  const groups = new Map<Lesson, { readonly lesson: Lesson; readonly marks: Mark[] }>()
  for (const mark of journal.slice.marks) {
    const lesson = mark.lessonId === null ? undefined : journal.lesson(mark.lessonId, mark.classId)
    if (!lesson) continue
    const group = groups.get(lesson)
    if (group) group.marks.push(mark)
    else groups.set(lesson, { lesson, marks: [mark] })
  }
  return [...groups.values()]
}

/** The same mark by mark, of some days. */
export function* standingMarks(
  journal: Journal,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
): Generator<{ readonly lesson: Lesson; readonly mark: Mark }> {
  for (const { lesson, marks } of markedLessons(journal)) {
    if (lesson.date < from || lesson.date > to) continue
    for (const mark of marks) yield { lesson, mark }
  }
}
