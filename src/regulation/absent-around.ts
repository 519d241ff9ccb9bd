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

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** In the order of the slice's classes and days; of two lessons that a pupil has at one hour the one with an entry. */
export function* absentAround(journal: Journal, calendar: Calendar, days: Days): Generator<AbsentAround> {
  const isTaught = taughtTest(journal, calendar)
  for (const [classId, date] of classDays(journal, days)) {
    const lessons = journal
      .lessonsOn(classId, date)
      .filter(({ status, number }) => status !== 'cancelled' && number !== null)
      .map(lesson => ({ lesson, entries: entriesOf(journal, lesson) }))
    const hoursOfDay = byHour(lessons)
    for (const personId of awayTwice(lessons)) {
      const hours = hoursOfDay.flatMap(places => hourOf(personId, places, isTaught) ?? [])
      for (const [index, hour] of hours.entries()) {
        const before = hours[index - 1]?.away ?? []
        const after = hours[index + 1]?.away ?? []
        if (before.length > 0 && after.length > 0) {
          const { lesson, entry, isOwn } = hour
          yield { lesson, personId, entry, around: [...before, ...after], isOwn }
        }
      }
    }
  }
}

function classDays({ slice }: Journal, { from, to }: Days): Iterable<readonly [Id, IsoDate]> {
  const found = new Map<string, readonly [Id, IsoDate]>()
  for (const { classId, date } of slice.lessons) {
    if (from <= date && date <= to) found.set(`${classId}/${date}`, [classId, date])
  }
  return found.values()
}

type Entries = ReadonlyMap<Id, AttendanceEntry>

/** Of the class's own pupils: those of other classes in a joint subgroup have other lessons around. */
function entriesOf(journal: Journal, { id, classId }: Lesson): Entries {
  const own = journal.attendanceOf(id).filter(entry => entry.classId === classId && isEntry(entry))
  return new Map(own.map(entry => [entry.personId, entry]))
}

interface Place {
  readonly lesson: Lesson
  readonly entries: Entries
}

interface Hour {
  readonly lesson: Lesson
  readonly entry: AttendanceEntry | null
  readonly isOwn: 'yes' | 'unknown'
  /** The entries, if the pupil was away from all that is taught at this hour; else none. */
  readonly away: readonly AttendanceEntry[]
}

/** Who isn't away from two lessons of a day at least isn't away around a third. */
function awayTwice(lessons: readonly Place[]): readonly Id[] {
  const counts = new Map<Id, number>()
  for (const { entries } of lessons)
    for (const entry of entries.values())
      if (isAwayEntry(entry)) counts.set(entry.personId, (counts.get(entry.personId) ?? 0) + 1)
  return [...counts].flatMap(([personId, count]) => (count > 1 ? personId : []))
}

/** The lessons of a day, which come in order, hour by hour. */
function byHour(lessons: readonly Place[]): readonly (readonly Place[])[] {
  const hours = new Map<number | null, Place[]>()
  for (const place of lessons) {
    const { number } = place.lesson
    const hour = hours.get(number)
    if (hour) hour.push(place)
    else hours.set(number, [place])
  }
  return [...hours.values()]
}

/** What the pupil has, or may have, at an hour at which all of these are taught; null where that is none of them. */
function hourOf(personId: Id, places: readonly Place[], isTaught: TaughtTest): Hour | null {
  const [only] = places
  // Nearly always: the whole class has one lesson.
  if (places.length === 1 && only?.lesson.groupId === only?.lesson.classId) return hourOfAll(personId, only)
  const own = places.filter(
    ({ lesson, entries }) => entries.has(personId) || isTaught(personId, lesson) !== 'no',
  )
  const place = own.find(({ entries }) => entries.has(personId)) ?? own[0]
  if (!place) return null
  const { lesson, entries } = place
  const entry = entries.get(personId) ?? null
  const isOwn = entry !== null || isTaught(personId, lesson) === 'yes' ? 'yes' : 'unknown'
  const found = own.flatMap(other => other.entries.get(personId) ?? []).filter(isAwayEntry)
  const isSure = ({ lesson: other }: Place) => isTaught(personId, other) === 'yes'
  const taught = own.filter(other => other.entries.has(personId) || isSure(other))
  return { lesson, entry, isOwn, away: found.length === taught.length ? found : [] }
}

function hourOfAll(personId: Id, place: Place | undefined): Hour | null {
  if (!place) return null
  const entry = place.entries.get(personId) ?? null
  const away = entry !== null && isAwayEntry(entry) ? [entry] : []
  return { lesson: place.lesson, entry, isOwn: 'yes', away }
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
