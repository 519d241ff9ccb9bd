import type { Instant } from '../clock.js'
import type { Bracket, GoneMark, Id, Journal, Membership } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/**
 * Whether a pupil was in a group at an instant, as far as it was seen: `joining` and `leaving` mean that the
 * change lies in an interval around the instant, or that the pupil left after it.
 */
export type Presence = 'member' | 'joined-later' | 'joining' | 'left' | 'left-later'

export function presenceAt(membership: Membership, at: Instant): Presence {
  const { joined, left } = membership
  if (left && left.presentAt <= at) return 'left'
  if (joinedAfter(joined, at)) return 'joined-later'
  if (left) return 'left-later'
  // A pupil who stood in the very first list we saw is taken to have been there all the time.
  return joined.absentAt === null || joined.presentAt <= at ? 'member' : 'joining'
}

export function isAway(presence: Presence): boolean {
  return presence === 'left' || presence === 'joined-later'
}

function joinedAfter({ absentAt }: Bracket, at: Instant): boolean {
  return absentAt !== null && absentAt > at
}

/** The newest membership of each pupil of a group: who left and came back counts by the return. */
export function newestMemberships(journal: Journal, groupId: Id): ReadonlyMap<Id, Membership> {
  return memberships(journal, groupId, () => newestOf(journal, groupId))
}

const memberships = perJournal<Id, ReadonlyMap<Id, Membership>>()

/** Whether a pupil who left may have taken the mark along: who stood in the list still when it was missing didn't. */
export function isPerhapsTakenAlong({ classId, personId, left: gone }: GoneMark, journal: Journal): boolean {
  const left = newestMemberships(journal, classId).get(personId)?.left ?? null
  return left !== null && (left.absentAt === null || left.absentAt < gone.presentAt)
}

function newestOf(journal: Journal, groupId: Id): ReadonlyMap<Id, Membership> {
  const newest = new Map<Id, Membership>()
  for (const membership of journal.membersOf(groupId)) {
    const known = newest.get(membership.personId)
    if (!known || isNewer(membership, known)) newest.set(membership.personId, membership)
  }
  return newest
}

function isNewer(a: Membership, b: Membership): boolean {
  if ((a.left === null) !== (b.left === null)) return a.left === null
  return a.joined.presentAt > b.joined.presentAt
}

/** `perhaps`: came, as far as we know, while it lasted, or came or left at an unknown time around it. */
export type Attendance = 'yes' | 'perhaps' | 'no'

/**
 * Whether a pupil belonged to a group between two instants. Of a pupil whom no list names nothing is known that
 * could be held against it: `yes`.
 */
export function membershipDuring(
  memberships: readonly Membership[],
  start: Instant,
  end: Instant,
): Attendance {
  const open = memberships.filter(({ left }) => left === null || left.presentAt > start)
  const possible = open.filter(({ joined }) => !joinedAfter(joined, end))
  if (memberships.length > 0 && possible.length === 0) return 'no'
  const isSure = possible.some(
    ({ joined, left }) =>
      (joined.absentAt === null || joined.presentAt <= start) &&
      (left === null || (left.absentAt ?? Number.NEGATIVE_INFINITY) >= start),
  )
  return isSure || memberships.length === 0 ? 'yes' : 'perhaps'
}
