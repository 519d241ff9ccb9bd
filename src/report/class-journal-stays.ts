import type { Instant } from '../clock.js'
import type { Id, IsoDate, Membership } from '../journal/index.js'
import type { Stay } from './model.js'

/** When pupils stood on a list, by pupil, oldest first. */
export function staysIn(
  memberships: readonly Membership[],
  groupId: Id,
  dateOf: (instant: Instant) => IsoDate,
): Map<Id, Stay[]> {
  const stays = new Map<Id, Stay[]>()
  for (const membership of memberships) {
    if (membership.groupId !== groupId) continue
    const { joined, left } = membership
    const stay: Stay = {
      joined:
        joined.absentAt === null ? null : { absent: dateOf(joined.absentAt), seen: dateOf(joined.presentAt) },
      left:
        left === null
          ? null
          : { seen: left.absentAt === null ? null : dateOf(left.absentAt), absent: dateOf(left.presentAt) },
    }
    stays.set(membership.personId, [...(stays.get(membership.personId) ?? []), stay])
  }
  return stays
}

/** Whether the pupil surely wasn't on the list on that day: seen neither before nor after it. */
export function isAway(stays: readonly Stay[], date: IsoDate): boolean {
  return (
    stays.length > 0 &&
    stays.every(
      ({ joined, left }) =>
        (joined !== null && date < joined.absent) || (left !== null && date > left.absent),
    )
  )
}
