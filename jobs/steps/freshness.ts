import type { Calendar, Weekday } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Directory, Id, IsoDate, Resource, Window } from '../../src/journal/index.js'
import type { Run } from '../../src/runs/index.js'
import { editionOn } from '../../src/regulation/index.js'
import type { School } from '../deps.js'

/** What of the school's lists is read how often. Planned runs read by this; who asks by hand gets lists of the day. */

type ListResource = Exclude<Resource, 'lessons' | 'marks' | 'attendance' | 'final-marks' | 'exam-marks'>

interface Freshness {
  /** Read at least once in so many days; each list on a day of its own, so that every night reads a share. */
  readonly days: number
  /** Lists with one number of days take turns from here. */
  readonly offset: number
}

/**
 * Reading every list of forty classes daily would cost half of what the journal does. An unknown person, subject,
 * teacher or bell in the journal has its list read at once whatever stands here (`strangers.ts`), so these days are
 * for what the journal doesn't show: who left, what changed.
 */
const freshness: Readonly<Record<ListResource | 'subgroup-members', Freshness>> = {
  // A new class shows nowhere else, and nothing of it is read before it is known.
  groups: { days: 1, offset: 0 },
  // Names only; an unknown teacher has the list read.
  teachers: { days: 7, offset: 1 },
  // One line a year changes.
  subjects: { days: 7, offset: 3 },
  'work-types': { days: 7, offset: 5 },
  // A pupil who left owes no final mark: daily in a period's last days, see below.
  members: { days: 10, offset: 0 },
  // Whoever is unknown in a subgroup's journal has its list read.
  'subgroup-members': { days: 84, offset: 0 },
  // Changed bells move deadlines without showing in the journal.
  bells: { days: 14, offset: 0 },
  // Set in August, moved by an order once or twice a year.
  periods: { days: 56, offset: 7 },
  // Set in August; an unknown subject in the journal has it read.
  'class-subjects': { days: 84, offset: 14 },
  // A name at the head of the sheet.
  'class-teacher': { days: 84, offset: 21 },
  // The platform's own; a mark that it doesn't name is told as an unknown word.
  'mark-values': { days: 28, offset: 5 },
}

const dayMs = 86_400_000
/** Days before and after the last study day of a period on which members are read daily. */
const closingBefore = 7
const closingAfter = 2

function isList(resource: Resource): resource is ListResource {
  return resource in freshness
}

export interface ListFacts {
  readonly calendar: Calendar
  readonly directory: Directory
  readonly today: IsoDate
}

/**
 * Whether a list has to be read today. By turns of the position in the school's own order, not by a hash: forty
 * classes in seven days are then five or six a night, never twelve.
 */
export function isListDue(window: Window, lastRead: IsoDate | null, facts: ListFacts): boolean {
  const { calendar, directory, today } = facts
  if (lastRead === null || !isList(window.resource)) return true
  if (lastRead >= today) return false
  if (window.resource === 'members' && isClosing(window.group, facts)) return true
  const isSubgroup = directory.subgroups.some(group => group.id === window.group)
  const turns = freshness[isSubgroup ? 'subgroup-members' : window.resource]
  return isTurn(window.group, turns, facts) || calendar.addDays(lastRead, turns.days) < today
}

/** Whether the turn of this class or subgroup comes today. */
export function isTurn(group: Id | null, { days, offset }: Freshness, facts: ListFacts): boolean {
  const { calendar, directory, today } = facts
  const isSubgroup = directory.subgroups.some(({ id }) => id === group)
  const all = isSubgroup ? directory.subgroups : directory.classes
  const place = Math.max(
    0,
    all.findIndex(({ id }) => id === group),
  )
  // Spread over all of the days: forty classes one after the other would fill half of a quarter's nights, of each list.
  const shift = Math.floor((place * days) / Math.max(1, all.length))
  const day = Math.round(calendar.dayStart(today) / dayMs)
  return nightsOfTurn(days, calendar.weekday(today)).some(back => (day - back + shift + offset) % days === 0)
}

/**
 * Whose turns a night takes, as days back. The fourteen days before a Monday touch two weeks and not three: lists that
 * can wait have their Mondays on Tuesday, so that no night costs more than a twentieth above what its journal does.
 */
function nightsOfTurn(days: number, weekday: Weekday): readonly number[] {
  const canWait = days >= 28
  if (!canWait || weekday > 2) return [0]
  return weekday === 1 ? [] : [1, 0]
}

function isClosing(classId: Id | null, { calendar, directory, today }: ListFacts): boolean {
  return directory.periods.some(period => {
    if (period.classId !== classId || period.type === 'year') return false
    const due = calendar.lastStudyDay(period.classId, period.finish)
    return calendar.addDays(due, -closingBefore) < today && today <= calendar.addDays(due, closingAfter)
  })
}

/** What a run is for, as far as it decides how fresh things must be. */
export type Errand = Pick<Run, 'kind' | 'askedBy'>

/** Looks of the day read the weeks ahead at every deadline; where none came, a night asks for them in its turns. */
const aheadTurnDays = 7
const aheadFreshDays = 3
const hourMs = 3_600_000

/**
 * Whether a run reads the lessons after its days, on which homework may hang. The digest tells of what was given up to
 * last night, and each night, with or without looks of the day, takes a share of the classes: seen up to a week late,
 * before its lesson comes all the same.
 */
export function readsAhead({ kind, askedBy }: Errand, classId: Id, facts: ListFacts): boolean {
  if (askedBy !== 'cron' || kind === 'planned-look') return true
  return kind === 'report' && isTurn(classId, { days: aheadTurnDays, offset: 3 }, facts)
}

/**
 * From when on a complete look at this window is fresh enough for the run; null where it has to be asked. Night and
 * digest tell of days that are over: what was read whole since then, by the look after midnight, by the night or by a
 * try of the same run that failed further on, isn't asked twice. Who asks by hand wants it new.
 */
export function freshSince(
  run: Errand & Pick<Run, 'to'>,
  window: Window,
  facts: { calendar: Calendar; school: School; now: Instant },
): Instant | null {
  const { calendar, school, now } = facts
  if (run.askedBy !== 'cron') return null
  const isPlannedLook = run.kind === 'planned-look'
  if (window.week !== null && window.week > run.to) {
    if (!isPlannedLook) return now - aheadFreshDays * dayMs
    // Behind old days lie weeks that the nights read.
    return now - (window.week > calendar.dateOf(now) ? hourMs : dayMs)
  }
  if (isPlannedLook) return null
  const lastDay = run.kind === 'digest' ? calendar.addDays(run.to, -1) : run.to
  const { graceMinutes } = editionOn(school.regulation, lastDay).rules['2.6-homework-in-time']
  return calendar.dayEnd(lastDay) + graceMinutes * 60_000
}
