import type { Instant } from '../../clock.js'
import { type Calendar, createCalendar } from '../../calendar/index.js'
import type { IsoDate } from '../../journal/index.js'
import type { Life } from '../options.js'
import type { Dice } from './dice.js'

/**
 * Days and moments of the school. Only day arithmetic and the zone come from `calendar/`; bells, ends of classes
 * and last study days are worked out here a second time, so that the truth doesn't repeat the checker's faults.
 */
export interface SchoolDays {
  readonly calendar: Calendar
  /** Minutes after midnight of a day. */
  at(date: IsoDate, minutes: number): Instant
  dayEnd(date: IsoDate): Instant
  /** A moment between two wall-clock times (minutes after midnight) of a day; one in ten on a whole second. */
  moment(dice: Dice, date: IsoDate, fromMinutes: number, toMinutes: number): Instant
  between(dice: Dice, from: Instant, to: Instant): Instant
  /** Monday to Friday or Saturday, no public holiday; school holidays are not looked at. */
  isWorkday(date: IsoDate, sixDays?: boolean): boolean
  /** The weekday (ISO) by whose plan and bells the day is lived: a Saturday worked for a Monday has Monday's. */
  planWeekday(date: IsoDate, sixDays: boolean): number
}

/** Weekdays off in every year. */
const publicHolidays = new Set(['11-04', '02-23', '03-08', '05-01', '05-09', '06-12'])

/**
 * Days moved for those who work five days a week, of a full life: off where a holiday fell on a weekend, and one
 * Saturday worked for a Monday. 2027 is an invented calendar: the decree may say otherwise.
 */
const movedOff = new Set(['2026-03-09', '2026-05-11', '2027-02-22', '2027-05-03', '2027-05-10'])
const workedFor = new Map([['2027-02-20', 1]])

export function createSchoolDays(timeZone: string, life: Life = 'plain'): SchoolDays {
  const calendar = createCalendar({
    timeZone,
    week: 5,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: {},
  })
  const starts = new Map<IsoDate, Instant>()
  function dayStart(date: IsoDate): Instant {
    const known = starts.get(date)
    if (known !== undefined) return known
    const start = calendar.dayStart(date)
    starts.set(date, start)
    return start
  }
  function between(dice: Dice, from: Instant, to: Instant): Instant {
    const instant = from + Math.floor(dice.next() * (to - from))
    return dice.chance(0.1) ? instant - (instant % 1000) : instant
  }
  return {
    calendar,
    at: (date, minutes) => dayStart(date) + minutes * 60_000,
    dayEnd: date => calendar.dayEnd(date),
    moment: (dice, date, from, to) =>
      between(dice, dayStart(date) + from * 60_000, dayStart(date) + to * 60_000),
    between,
    isWorkday(date, sixDays = false) {
      if (publicHolidays.has(date.slice(5))) return false
      if (sixDays) return calendar.weekday(date) <= 6
      if (life === 'full' && movedOff.has(date)) return false
      return calendar.weekday(date) <= 5 || (life === 'full' && workedFor.has(date))
    },
    planWeekday: (date, sixDays) =>
      (!sixDays && life === 'full' ? workedFor.get(date) : undefined) ?? calendar.weekday(date),
  }
}
