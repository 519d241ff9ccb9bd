import type { Instant } from '../clock.js'
import type { AttendanceEntry, Id, Journal, Lesson } from '../journal/index.js'
import { isAway, membershipDuring, newestMemberships, presenceAt } from './membership.js'

/**
 * What the other lessons of the day say about a lesson without attendance entries, at a school where a pupil
 * without an entry is present. A pupil who was away in the lessons just before and just after wasn't there in between
 * either; one who was away further off may have been at a whole row of empty lessons.
 */
export interface DaySays {
  readonly sign: 'absent' | 'one-side' | 'nobody' | 'unknown-group'
  /** How many pupils the sign speaks of. */
  readonly pupils: number
}

export function isEntry(entry: AttendanceEntry): boolean {
  return entry.status !== 'unset'
}

export function isAwayEntry(entry: AttendanceEntry): boolean {
  return entry.status === 'absent' || entry.status === 'ill' || entry.status === 'excused'
}

interface Question {
  readonly journal: Journal
  readonly lesson: Lesson
  /** End of the lesson's day: who is in the group by then counts. */
  readonly dayEnd: Instant
  /** Absence in all other lessons of the day proves absence in the first and the last one too. */
  readonly wholeDay: boolean
}

export function askTheDay({ journal, lesson, dayEnd, wholeDay }: Question): DaySays {
  const group = membersThen(journal, lesson.groupId, dayEnd)
  if (!group && lesson.groupId !== lesson.classId) return { sign: 'unknown-group', pupils: 0 }
  const others = journal
    .lessonsOn(lesson.classId, lesson.date)
    .filter(other => other.status !== 'cancelled' && other.number !== null && other.number !== lesson.number)
    .map(other => ({ lesson: other, entries: journal.attendanceOf(other.id).filter(isEntry) }))
  const away = new Set(
    others.flatMap(({ entries }) => entries.filter(isAwayEntry).map(entry => entry.personId)),
  )

  let absent = 0
  let oneSide = 0
  for (const pupil of away) {
    if (group && !group.has(pupil)) continue
    const day = others
      .filter(other => isTaughtTo(pupil, other, { journal, dayEnd }))
      .map(({ lesson: { number }, entries }) => ({
        number: number ?? 0,
        written: entries.length > 0,
        away: entries.some(entry => entry.personId === pupil && isAwayEntry(entry)),
      }))
    const proof = proves(day, lesson.number, wholeDay)
    // Of who perhaps hadn't come yet, or had left by then, nobody can tell that the lesson missed them.
    if (proof === 'absent' && isSurelyIn(lesson.groupId, pupil, { journal, dayEnd })) absent += 1
    else if (proof !== 'nothing') oneSide += 1
  }
  if (absent > 0) return { sign: 'absent', pupils: absent }
  return oneSide > 0 ? { sign: 'one-side', pupils: oneSide } : { sign: 'nobody', pupils: 0 }
}

interface OtherLesson {
  readonly number: number
  /** Somebody has an entry there. */
  readonly written: boolean
  readonly away: boolean
}

function proves(day: readonly OtherLesson[], number: number | null, wholeDay: boolean) {
  if (wholeDay && day.length >= 2 && day.every(({ away }) => away)) return 'absent'
  if (number === null) return 'nothing'
  const before = day.filter(other => other.number < number)
  const after = day.filter(other => other.number > number)
  if (nearest(before, -1) && nearest(after, 1)) return 'absent'
  const isWritten = ({ written }: OtherLesson) => written
  return nearest(before.filter(isWritten), -1) || nearest(after.filter(isWritten), 1) ? 'one-side' : 'nothing'
}

/** Whether the pupil was away in the nearest lesson; of two at one hour the one that saw the pupil present wins. */
function nearest(lessons: readonly OtherLesson[], direction: 1 | -1): boolean {
  if (lessons.length === 0) return false
  const number = Math.min(...lessons.map(lesson => lesson.number * direction)) * direction
  return lessons.filter(lesson => lesson.number === number).every(({ away }) => away)
}

/** A lesson of the whole class, of the pupil's own subgroup, or one where the pupil has an entry. */
function isTaughtTo(
  pupil: Id,
  other: { readonly lesson: Lesson; readonly entries: readonly AttendanceEntry[] },
  { journal, dayEnd }: { readonly journal: Journal; readonly dayEnd: Instant },
): boolean {
  const { groupId, classId } = other.lesson
  if (groupId === classId || other.entries.some(entry => entry.personId === pupil)) return true
  return membersThen(journal, groupId, dayEnd)?.has(pupil) ?? false
}

function isSurelyIn(
  groupId: Id,
  pupil: Id,
  { journal, dayEnd }: { readonly journal: Journal; readonly dayEnd: Instant },
): boolean {
  const own = journal.membersOf(groupId).filter(({ personId }) => personId === pupil)
  return membershipDuring(own, dayEnd, dayEnd) === 'yes'
}

/** Pupils who may have been in the group then; null when nothing is known of the group. */
function membersThen(journal: Journal, groupId: Id, at: Instant): ReadonlySet<Id> | null {
  const memberships = newestMemberships(journal, groupId)
  if (memberships.size === 0) return null
  const members = [...memberships.values()].filter(membership => !isAway(presenceAt(membership, at)))
  return new Set(members.map(({ personId }) => personId))
}
