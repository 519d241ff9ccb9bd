import { compareIds, type Id, type Membership } from '../journal/index.js'
import type { AttendanceRead } from './sheet-missed.js'

/** Which groups each subject is taught to: the class itself, or subgroups of it. */
export type TaughtGroups = readonly { readonly subjectId: Id; readonly groupId: Id }[]

interface Known {
  readonly taught: TaughtGroups
  readonly memberships: readonly Membership[]
  readonly attendance: Pick<AttendanceRead, 'unread'>
}

/**
 * Subjects that a pupil isn't taught: only to subgroups whose lists are known, and the pupil never stood on one of them. Where
 * anything of that isn't sure, as when a week wasn't read, the subject counts as taught.
 */
export function notTaughtBy(classId: Id, { taught, memberships, attendance }: Known): (pupil: Id) => Id[] {
  if (attendance.unread.length > 0) return () => []
  const members = new Map<Id, Set<Id>>()
  for (const { groupId, personId } of memberships) {
    members.set(groupId, (members.get(groupId) ?? new Set()).add(personId))
  }
  const groupsOf = new Map<Id, Id[]>()
  for (const { subjectId, groupId } of taught) {
    groupsOf.set(subjectId, [...(groupsOf.get(subjectId) ?? []), groupId])
  }
  const bySubgroups = [...groupsOf]
    .filter(([, groups]) => groups.every(id => id !== classId && members.has(id)))
    .sort(([a], [b]) => compareIds(a, b))
  return pupil =>
    members.get(classId)?.has(pupil) === true
      ? bySubgroups.flatMap(([subject, groups]) =>
          groups.some(id => members.get(id)?.has(pupil)) ? [] : [subject],
        )
      : []
}
