import type { Calendar } from '../calendar/index.js'
import type { AttendanceEntry, Id, IsoDate, Journal, Lesson, Membership } from '../journal/index.js'
import { isAway, newestMemberships, presenceAt } from './membership.js'
import { isAwayEntry, isEntry } from './neighbours.js'

/** A lesson of a pupil who was away from the lesson just before it and from the one just after it. */
export interface AbsentAround {
  readonly lesson: Lesson
  readonly personId: Id
  /** Of the pupil in this lesson, whatever it says. */
  readonly entry: AttendanceEntry | null
  /** Of the pupil in the lessons around. */
  readonly around: readonly AttendanceEntry[]
  /** Whether the lesson is taught to the pupil: unknown where nobody knows the subgroup's pupils. */
  readonly isOwn: 'yes' | 'unknown'
}

type Visit = (found: AbsentAround) => void

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** Class by class and day by day; of two lessons that a pupil has at one hour the one with an entry. */
export function eachAbsentAround(journal: Journal, calendar: Calendar, days: Days, visit: Visit): void {
  const isTaught = taughtTest(journal, calendar)
  for (const [classId, date] of classDays(journal, days)) {
    const lessons = journal
      .lessonsOn(classId, date)
      .filter(({ status, number }) => status !== 'cancelled' && number !== null)
    if (isOneForAll(lessons)) {
      gapsOfPlainDay(journal, lessons, visit)
      continue
    }
    const hoursOfDay = byHour(lessons)
    for (const [personId, entries] of entriesOf(journal, lessons))
      if (isAwayTwice(entries)) gaps({ personId, entries, isTaught }, hoursOfDay, visit)
  }
}

/** Nearly always: the whole class has one lesson an hour. */
function isOneForAll(lessons: readonly Lesson[]): boolean {
  return lessons.every(
    ({ groupId, classId, number }, index) => groupId === classId && number !== lessons[index - 1]?.number,
  )
}

/**
 * What `gaps` finds on such a day, where hours and lessons are the same: the few who are away from a lesson are looked for in
 * the next but one, which takes a third of the time of gathering the day's entries by pupil.
 */
function gapsOfPlainDay(journal: Journal, lessons: readonly Lesson[], visit: Visit): void {
  const entries = lessons.map(({ id }) => journal.attendanceOf(id))
  for (let index = 1; index < lessons.length - 1; index += 1) {
    const lesson = lessons[index]
    const [earlier, own, later] = [entries[index - 1], entries[index], entries[index + 1]]
    if (!lesson || !earlier || !own || !later || later.length === 0) continue
    const { classId } = lesson
    for (const before of earlier) {
      const { personId } = before
      if (!isAwayEntry(before) || before.classId !== classId) continue
      const after = entryOf(personId, classId, later)
      if (!after || !isAwayEntry(after)) continue
      if (entryOf(personId, classId, earlier) !== before) continue
      const entry = entryOf(personId, classId, own) ?? null
      visit({ lesson, personId, entry, around: [before, after], isOwn: 'yes' })
    }
  }
}

/** Of several the last one, as everywhere. */
function entryOf(
  personId: Id,
  classId: Id,
  entries: readonly AttendanceEntry[],
): AttendanceEntry | undefined {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index]
    if (entry?.personId === personId && entry.classId === classId && isEntry(entry)) return entry
  }
  return undefined
}

function gaps(pupil: Pupil, hoursOfDay: readonly (readonly Place[])[], visit: Visit): void {
  const hours = hoursOfDay.flatMap(places => hourOf(pupil, places) ?? [])
  for (const [index, hour] of hours.entries()) {
    const before = hours[index - 1]?.away ?? []
    const after = hours[index + 1]?.away ?? []
    if (before.length === 0 || after.length === 0) continue
    const { lesson, entry, isOwn } = hour
    visit({ lesson, personId: pupil.personId, entry, around: [...before, ...after], isOwn })
  }
}

function* classDays({ slice }: Journal, { from, to }: Days): Generator<readonly [Id, IsoDate]> {
  const found = new Map<Id, Set<IsoDate>>()
  for (const { classId, date } of slice.lessons) {
    if (date < from || date > to) continue
    const days = found.get(classId)
    if (days) days.add(date)
    else found.set(classId, new Set([date]))
  }
  for (const [classId, days] of found) for (const date of days) yield [classId, date]
}

/** What the lessons of a day say of one pupil, each at its place in the day. */
type Entries = readonly (AttendanceEntry | undefined)[]

/** By pupil; of the class's own: those of other classes in a joint subgroup have other lessons around. */
function entriesOf(journal: Journal, lessons: readonly Lesson[]): ReadonlyMap<Id, Entries> {
  const pupils = new Map<Id, (AttendanceEntry | undefined)[]>()
  for (const [index, { id, classId }] of lessons.entries()) {
    for (const entry of journal.attendanceOf(id)) {
      if (entry.classId !== classId || !isEntry(entry)) continue
      const known = pupils.get(entry.personId)
      const entries: (AttendanceEntry | undefined)[] = known ?? lessons.map(() => undefined)
      if (!known) pupils.set(entry.personId, entries)
      entries[index] = entry
    }
  }
  return pupils
}

interface Place {
  readonly lesson: Lesson
  /** Among the lessons of the day. */
  readonly index: number
}

interface Pupil {
  readonly personId: Id
  readonly entries: Entries
  readonly isTaught: TaughtTest
}

interface Hour {
  readonly lesson: Lesson
  readonly entry: AttendanceEntry | null
  readonly isOwn: 'yes' | 'unknown'
  /** The entries, if the pupil was away from all that is taught at this hour; else none. */
  readonly away: readonly AttendanceEntry[]
}

/** Who isn't away from two lessons of a day at least isn't away around a third. */
function isAwayTwice(entries: Entries): boolean {
  let count = 0
  for (const entry of entries) if (entry !== undefined && isAwayEntry(entry)) count += 1
  return count > 1
}

/** The lessons of a day, which come in order, hour by hour. */
function byHour(lessons: readonly Lesson[]): readonly (readonly Place[])[] {
  const hours = new Map<number | null, Place[]>()
  for (const [index, lesson] of lessons.entries()) {
    const hour = hours.get(lesson.number)
    if (hour) hour.push({ lesson, index })
    else hours.set(lesson.number, [{ lesson, index }])
  }
  return [...hours.values()]
}

/** What the pupil has, or may have, at an hour at which all of these are taught; null where that is none of them. */
function hourOf({ personId, entries, isTaught }: Pupil, places: readonly Place[]): Hour | null {
  const hasEntry = ({ index }: Place) => entries[index] !== undefined
  const own = places.filter(place => hasEntry(place) || isTaught(personId, place.lesson) !== 'no')
  const place = own.find(hasEntry) ?? own[0]
  if (!place) return null
  const { lesson, index } = place
  const entry = entries[index] ?? null
  const isOwn = entry !== null || isTaught(personId, lesson) === 'yes' ? 'yes' : 'unknown'
  const found = own.flatMap(other => entries[other.index] ?? []).filter(isAwayEntry)
  const taught = own.filter(other => hasEntry(other) || isTaught(personId, other.lesson) === 'yes')
  return { lesson, entry, isOwn, away: found.length === taught.length ? found : [] }
}

type TaughtTest = (personId: Id, lesson: Lesson) => 'yes' | 'no' | 'unknown'

function taughtTest(journal: Journal, calendar: Calendar): TaughtTest {
  const groups = new Map<Id, ReadonlyMap<Id, Membership>>()
  return (personId, { groupId, classId, date }) => {
    if (groupId === classId) return 'yes'
    const members = groups.get(groupId) ?? newestMemberships(journal, groupId)
    groups.set(groupId, members)
    if (members.size === 0) return 'unknown'
    const membership = members.get(personId)
    return membership && !isAway(presenceAt(membership, calendar.dayEnd(date))) ? 'yes' : 'no'
  }
}
