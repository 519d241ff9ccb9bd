import type { Id } from '../journal/index.js'
import type { ClassYear } from './class-year.js'
import { editedId } from './school/ids.js'
import type { Lesson, Work } from './school/model.js'
import type { Switches } from './switches.js'

/** Where the records of a class's year are found. */
export interface ClassIndex {
  readonly lessons: ReadonlyMap<Id, Lesson>
  /** By every id that an edit may give it. */
  readonly works: ReadonlyMap<Id, Work>
  /** By the lesson that it is due for, wherever it hangs. */
  readonly homework: ReadonlyMap<Id, readonly Work[]>
}

export function indexClass({ lessons, finals }: ClassYear, { onEdit }: Switches): ClassIndex {
  const works = [...lessons.flatMap(lesson => lesson.works), ...finals.works]
  return {
    lessons: new Map(lessons.map(lesson => [lesson.id, lesson])),
    works: new Map(works.flatMap(work => idsOf(work).map(id => [id, work] as const))),
    homework: homeworkOf(works),
  }

  function idsOf({ id, contents }: Work): Id[] {
    if (onEdit !== 'new-id') return [id]
    return [id, ...contents.slice(1).map((_, index) => editedId(id, index + 1))]
  }
}

function homeworkOf(works: readonly Work[]): Map<Id, Work[]> {
  const byDue = new Map<Id, Work[]>()
  for (const work of works) {
    if (work.kind !== 'Homework' || work.target === null) continue
    const due = byDue.get(work.target.id)
    if (due === undefined) byDue.set(work.target.id, [work])
    else due.push(work)
  }
  return byDue
}
