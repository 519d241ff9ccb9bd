import type { Id } from '../journal/index.js'
import type { FindingFilter, Within } from '../ledger/index.js'
import { type Own, type Reach, reachOf, type Viewer } from '../people/index.js'
import type { Verdict } from '../regulation/index.js'
import type { Addressee } from './deps/letters.js'

/** Whoever reaches only what is their own is shown nothing else, and no number that counts anything else. */

type OwnOf = (school: Id, reach: Reach) => Promise<Own>

/** Null: everything. */
export async function ownWithin(
  { school, reach }: { readonly school: { readonly id: Id }; readonly reach: Reach },
  ownOf: OwnOf,
): Promise<Own | null> {
  return reach.kind === 'whole' ? null : ownOf(school.id, reach)
}

/** The part of every question to the ledger that a page must not leave out: the type has no default. */
export function withinOf(own: Own | null): Within | null {
  return own === null ? null : { classIds: [...own.classes].sort(), teacher: own.teacher }
}

/** Whether a single verdict may be shown. The ledger's `within` says the same of many. */
export function maySee(
  own: Own | null,
  { subject, responsible }: Pick<Verdict, 'subject' | 'responsible'>,
): boolean {
  if (own === null) return true
  return own.classes.has(subject.class) || (own.teacher !== null && responsible.includes(own.teacher))
}

/** Of which findings the pupil may be named: of those whose journal the viewer may open. */
export async function namesPupils(
  { school, viewer }: { readonly school: { readonly id: Id }; readonly viewer: Viewer },
  ownOf: OwnOf,
): Promise<(verdict: Pick<Verdict, 'subject' | 'responsible'>) => boolean> {
  const reach = reachOf(viewer, 'see-journal', school.id)
  if (reach === null) return () => false
  const own = await ownWithin({ school, reach }, ownOf)
  return verdict => maySee(own, verdict)
}

/**
 * Of what classes the number of kept duties may be shown; null: none, because nobody keeps of a kept duty who
 * answered for it.
 */
export function keptClasses({
  classId,
  teacher,
  subject,
  within,
}: Pick<FindingFilter, 'classId' | 'teacher' | 'subject' | 'within'>): {
  readonly classIds: readonly Id[] | null
} | null {
  if (teacher !== undefined || subject !== undefined) return null
  if (within === null) return { classIds: classId === undefined ? null : [classId] }
  // Beside own classes there are duties in others: a share of the one and the other would be nobody's.
  if (within.teacher !== null) {
    return classId !== undefined && within.classIds.includes(classId) ? { classIds: [classId] } : null
  }
  const seen = classId === undefined ? within.classIds : within.classIds.filter(id => id === classId)
  return { classIds: seen }
}

/** Whether a letter may be shown before it goes: the school's to who reaches the school, else what oneself gets. */
export function maySeeLetterTo(reach: Reach, { kind, person }: Pick<Addressee, 'kind' | 'person'>): boolean {
  if (reach.kind === 'whole') return true
  if (person === null) return false
  return person === (kind === 'class' ? reach.classesOf : reach.lessonsOf)
}
