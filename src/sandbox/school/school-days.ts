import type { Instant } from '../../clock.js'
import { type Calendar, createCalendar } from '../../calendar/index.js'
import type { IsoDate } from '../../journal/index.js'
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
  /** Monday to Friday, no public holiday; school holidays are not looked at. */
  isWorkday(date: IsoDate): boolean
}

/** Weekdays off in every year; moved days off are left to production calendars. */
const publicHolidays = new Set(['11-04', '02-23', '03-08', '05-01', '05-09', '06-12'])

export function createSchoolDays(timeZone: string): SchoolDays {
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
    isWorkday: date => calendar.weekday(date) <= 5 && !publicHolidays.has(date.slice(5)),
  }
}
