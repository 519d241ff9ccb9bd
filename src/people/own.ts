import type { Directory, Id } from '../journal/index.js'
import type { Reach } from './viewer.js'

/** What «own» means in a school: by its lists, as they stand now. */
export interface Own {
  readonly classes: ReadonlySet<Id>
  /** Whose lessons in other classes; null for nobody's. */
  readonly teacher: Id | null
}

/** A class of this study year that the platform names the teacher class teacher of; last year's are the archive's. */
export function ownOf(
  reach: Reach,
  directory: Pick<Directory, 'classes' | 'archivedClasses' | 'classTeachers'>,
): Own {
  const { classes, archivedClasses, classTeachers } = directory
  const all = new Set([...classes, ...archivedClasses].map(({ id }) => id))
  if (reach.kind === 'whole') return { classes: all, teacher: null }
  const theirs = classTeachers.filter(
    ({ classId, person }) => person.id === reach.classesOf && all.has(classId),
  )
  return { classes: new Set(theirs.map(({ classId }) => classId)), teacher: reach.lessonsOf }
}
