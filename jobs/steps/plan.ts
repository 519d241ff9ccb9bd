import { type Calendar, type IsoDate, studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Id, Period } from '../../src/journal/index.js'
import type { TimetableLesson } from '../../src/mirror/index.js'
import type { LookDraft, LookKind } from '../../src/runs/index.js'

/** A look before it is known what it costs. */
export type Look = Omit<LookDraft, 'price' | 'dropped'>

/** What the looks of a day follow from; plain data, so that the same facts give the same plan. */
export interface DayFacts {
  readonly school: Id
  readonly date: IsoDate
  readonly calendar: Calendar
  /** Classes of the school. */
  readonly classIds: readonly Id[]
  /** Lessons of the day. */
  readonly lessons: readonly TimetableLesson[]
  readonly periods: readonly Period[]
  readonly homeworkMinutes: number
  readonly graceMinutes: number
}

const minute = 60_000
const hour = 60 * minute
/** Looks are gathered on this raster, so that forty classes don't make forty sweeps. */
const raster = 5 * minute
/** A look at a deadline that comes later than this decides nothing any more. */
const tolerance = 10 * minute

/** Late entries land in old windows: the night reads this many days back. */
export const nightDays = 14
/** What the nights don't reach is read weekly while its period is open, on Sundays; monthly once it is closed. */
const sunday = 7
const saturday = 6
/** Old weeks decide no deadline: these looks may come days late. */
const patience = { 'open-period': 72 * hour, 'closed-periods': 6 * 24 * hour, 'catch-up': 24 * hour }

export function lookId(school: Id, kind: LookKind, at: Instant | IsoDate): string {
  return `${kind}-${school}-${at}`
}

/**
 * The looks that the day's deadlines ask for, by time: just after each class's homework deadline and its measurement
 * error (clause 2.6), shortly before midnight (what is there by then was in time: 2.3, 2.5) and shortly after it
 * (what isn't, was not). A class whose period closes on that day is looked at around its midnight even without a
 * lesson (2.7). The last look lies in the following day.
 */
export function deadlineLooks(facts: DayFacts): Look[] {
  const { calendar, date, school } = facts
  const numbers = new Map<Id, number[]>()
  for (const lesson of facts.lessons) {
    if (lesson.date !== date || lesson.status === 'cancelled' || lesson.number === null) continue
    if (!facts.classIds.includes(lesson.classId)) continue
    numbers.set(lesson.classId, [...(numbers.get(lesson.classId) ?? []), lesson.number])
  }
  const homework = new Map<Instant, Id[]>()
  for (const [classId, taught] of numbers) {
    const end = calendar.lessonsEnd(classId, date, taught)
    if (end === null) continue
    const after = calendar.homeworkDue(end, facts.homeworkMinutes) + (facts.graceMinutes + 1) * minute
    const at = Math.ceil(after / raster) * raster
    homework.set(at, [...(homework.get(at) ?? []), classId])
  }
  const closing = closingOn(facts)
  const classIds = facts.classIds.filter(id => numbers.has(id) || closing.has(id))
  if (classIds.length === 0) return []
  const decides = [...(numbers.size > 0 ? ['2.3', '2.5'] : []), ...(closing.size > 0 ? ['2.7'] : [])]
  const midnight = calendar.dayEnd(date) + 1
  const look = (kind: LookKind, at: Instant, what: Pick<Look, 'classIds' | 'decides'>): Look => {
    const until = kind === 'before-midnight' ? Math.min(at + tolerance, midnight) : at + tolerance
    return { id: lookId(school, kind, at), kind, at, until, from: date, to: date, ...what }
  }
  return [
    ...[...homework].map(([at, ids]) => look('homework-due', at, { classIds: ids, decides: ['2.6'] })),
    look('before-midnight', midnight - 5 * minute, { classIds, decides }),
    look('after-midnight', midnight + (facts.graceMinutes + 5) * minute, { classIds, decides }),
  ].sort((a, b) => a.at - b.at)
}

/** Classes whose final marks are due on that day. */
function closingOn({ calendar, date, periods, classIds }: DayFacts): Set<Id> {
  const closing = periods.filter(
    ({ type, classId, start, finish }) =>
      type !== 'year' &&
      start <= date &&
      date <= finish &&
      classIds.includes(classId) &&
      calendar.lastStudyDay(classId, finish) === date,
  )
  return new Set(closing.map(({ classId }) => classId))
}

/** The night's sweep of recent weeks, up to the last day that is over; an evening's sweep takes its own day in. */
export function nightLook(facts: DayFacts, nightAt: string): Look {
  const { calendar, date, school } = facts
  const at = calendar.at(date, nightAt)
  const to = calendar.dateOf(at - 12 * hour)
  return {
    id: lookId(school, 'night', date),
    kind: 'night',
    at,
    until: calendar.dayEnd(date) + 1,
    from: calendar.addDays(to, 1 - nightDays),
    to,
    classIds: null,
    decides: [],
  }
}

/** Days that the mail looks back on, besides its own. */
const digestDays = 7

/** The days that a letter looks back on, which goes on that day. */
export function daysOfDigest(calendar: Calendar, date: IsoDate): { from: IsoDate; to: IsoDate } {
  return { from: calendar.addDays(date, -digestDays), to: date }
}

/** The morning's mail. It rests on the night, and reads what the night has not: the week that begins with its day. */
export function digestLook({ calendar, date, school }: DayFacts, digestAt: string): Look {
  return {
    id: lookId(school, 'digest', date),
    kind: 'digest',
    at: calendar.at(date, digestAt),
    until: calendar.dayEnd(date) + 1,
    ...daysOfDigest(calendar, date),
    classIds: null,
    decides: [],
  }
}

/**
 * Late marks land in the week of their lesson, however old it is. Nights read two weeks; each Sunday the rest of the
 * open periods is read, and on a month's first Saturday the closed periods of the study year. Classes with the same
 * days share a look. At half an hour past the night's time, so that the night's own windows are read by then.
 */
export function rereadLooks(facts: DayFacts, nightAt: string): Look[] {
  const { calendar, date } = facts
  const weekday = calendar.weekday(date)
  if (weekday === sunday) return rereads(facts, 'open-period', nightAt)
  return weekday === saturday && Number(date.slice(8)) <= 7 ? rereads(facts, 'closed-periods', nightAt) : []
}

function rereads(facts: DayFacts, kind: 'open-period' | 'closed-periods', nightAt: string): Look[] {
  const { calendar, date, school } = facts
  const newest = calendar.addDays(nightLook(facts, nightAt).from, -1)
  const at = calendar.at(date, nightAt) + 30 * minute
  const byDays = new Map<string, { from: IsoDate; to: IsoDate; classIds: Id[] }>()
  for (const classId of facts.classIds) {
    const days = rereadDays(facts, kind, { classId, newest })
    if (days === null) continue
    const key = `${days.from}/${days.to}`
    const group = byDays.get(key) ?? { ...days, classIds: [] }
    group.classIds.push(classId)
    byDays.set(key, group)
  }
  return [...byDays.values()].map(group => ({
    id: `${lookId(school, kind, at)}-${group.from}`,
    kind,
    at,
    until: at + patience[kind],
    decides: [],
    ...group,
  }))
}

function rereadDays(
  { date, periods }: DayFacts,
  kind: 'open-period' | 'closed-periods',
  { classId, newest }: { classId: Id; newest: IsoDate },
): { from: IsoDate; to: IsoDate } | null {
  const yearStart = studyYearDays(studyYearStart(date)).from
  const wanted = periods.filter(
    period =>
      period.classId === classId &&
      period.type !== 'year' &&
      (kind === 'open-period'
        ? period.start <= date && date <= period.finish
        : period.finish < date && period.finish >= yearStart),
  )
  const from = wanted.map(period => period.start).sort()[0]
  const finish = wanted
    .map(period => period.finish)
    .sort()
    .at(-1)
  if (from === undefined || finish === undefined) return null
  const to = finish < newest ? finish : newest
  return from <= to ? { from, to } : null
}

/** How many days off are read again; what lies further back comes with the open and the closed periods. */
export const catchUpDays = 30

/** One look at all days on which nobody looked, as soon as somebody can. */
export function catchUpLook(facts: DayFacts, off: readonly IsoDate[], now: Instant): Look[] {
  const { calendar, date, school } = facts
  const [first] = off
  if (first === undefined) return []
  const earliest = calendar.addDays(date, -catchUpDays)
  return [
    {
      id: lookId(school, 'catch-up', date),
      kind: 'catch-up',
      at: now,
      until: now + patience['catch-up'],
      from: first > earliest ? first : earliest,
      to: calendar.addDays(date, -1),
      classIds: null,
      decides: [],
    },
  ]
}

const firstKinds: readonly LookKind[] = ['digest', 'night']

/**
 * What the day's requests don't suffice for is dropped. First come the mail, which costs next to nothing, and the
 * night, because the report rests on it and nothing else sees the late entries; then the looks that decide most:
 * classes times clauses.
 */
export function withinBudget(looks: readonly LookDraft[], budget: number): LookDraft[] {
  const worth = (look: LookDraft) => (look.classIds?.length ?? 0) * look.decides.length
  const order = [...looks].sort(
    (a, b) => firstKinds.indexOf(b.kind) - firstKinds.indexOf(a.kind) || worth(b) - worth(a) || a.at - b.at,
  )
  let left = budget
  const dropped = new Set<string>()
  for (const look of order) {
    if (look.price > left) dropped.add(look.id)
    else left -= look.price
  }
  return looks.map(look => ({ ...look, dropped: dropped.has(look.id) }))
}
