import type { Calendar } from '../calendar/index.js'
import type { Id, Journal, Lesson, Membership } from '../journal/index.js'
import { membershipDuring } from './membership.js'
import { perJournal } from './per-journal.js'

/**
 * Whether a pupil belonged to the class, and to the lesson's subgroup, on the lesson's day: `perhaps` came while it
 * lasted or at an unknown time around it; `not-yet` and `left` surely weren't there. Of a pupil whom no list names
 * nothing is known that could be held against it: `yes`.
 */
export type Belonging = 'yes' | 'perhaps' | 'not-yet' | 'left'

export type BelongingTest = (
  pupil: { readonly classId: Id; readonly personId: Id },
  lesson: Lesson,
) => Belonging

export function belongings(journal: Journal, calendar: Calendar): BelongingTest {
  const changing = changesIn(journal)
  const ofClasses = remembered(changing)
  const ofGroups = remembered(changing)
  const within = (
    members: Members | undefined,
    personId: Id,
    { classId, date, number }: Lesson,
  ): Belonging => {
    // Nearly all were there from the first, and marks are many: no need to ask for the bells.
    const memberships = members?.get(personId)
    if (memberships === undefined) return 'yes'
    const end = calendar.dayEnd(date)
    const times = number === null ? null : calendar.lessonTimes(classId, date, number)
    const start = times?.start ?? end
    const during = membershipDuring(memberships, start, end)
    if (during !== 'no') return during
    return memberships.every(({ left }) => left !== null && left.presentAt <= start) ? 'left' : 'not-yet'
  }
  return ({ classId, personId }, lesson) => {
    const inClass = within(ofClasses(classId), personId, lesson)
    if (lesson.groupId === classId || isAway(inClass)) return inClass
    const inGroup = within(ofGroups(lesson.groupId), personId, lesson)
    return inGroup === 'yes' ? inClass : inGroup
  }
}

/** Whether `belongings` says `yes` of all of them whatever the lesson's day, because none came or went. */
export function settledTest(
  journal: Journal,
): (pupils: readonly Parameters<BelongingTest>[0][], lesson: Lesson) => boolean {
  const changing = changesIn(journal)
  if (changing.size === 0) return () => true
  return (pupils, { groupId }) =>
    pupils.every(
      ({ classId, personId }) =>
        !changing.get(classId)?.has(personId) &&
        (groupId === classId || !changing.get(groupId)?.has(personId)),
    )
}

type Members = ReadonlyMap<Id, readonly Membership[]>

/** Marks come lesson by lesson: the group is mostly the one of the mark before. */
function remembered(groups: ReadonlyMap<Id, Members>): (groupId: Id) => Members | undefined {
  let last: Id | undefined
  let members: Members | undefined
  return groupId => {
    if (groupId !== last) {
      last = groupId
      members = groups.get(groupId)
    }
    return members
  }
}

export function isAway(belonging: Belonging): boolean {
  return belonging === 'not-yet' || belonging === 'left'
}

const indices = perJournal<'', ReadonlyMap<Id, Members>>()

function changesIn(journal: Journal): ReadonlyMap<Id, Members> {
  return indices(journal, '', () => changes(journal.slice.memberships))
}

/** By group and person: those who came or went. */
function changes(memberships: readonly Membership[]): ReadonlyMap<Id, Members> {
  const groups = new Map<Id, Map<Id, Membership[]>>()
  const isChange = ({ joined, left }: Membership) => joined.absentAt !== null || left !== null
  for (const { groupId, personId } of memberships.filter(isChange)) {
    const group = groups.get(groupId) ?? new Map<Id, Membership[]>()
    groups.set(groupId, group.set(personId, []))
  }
  for (const membership of memberships)
    groups.get(membership.groupId)?.get(membership.personId)?.push(membership)
  return groups
}
