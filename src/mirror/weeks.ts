import { createCalendar } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'

/** Days and weeks only: no zone, no bells, no days off matter here. */
const calendar = createCalendar({
  timeZone: 'UTC',
  week: 6,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: {},
})

export const { addDays, weekStart, dayStart: utcDayStart, dateOf: utcDateOf } = calendar

/** Mondays of the ISO weeks that overlap the days from `from` to `to`, inclusive. */
export function weeksBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const weeks: IsoDate[] = []
  for (let week = weekStart(from); week <= to; week = addDays(week, 7)) weeks.push(week)
  return weeks
}
