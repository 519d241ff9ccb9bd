import { createCalendar, type IsoDate } from '../src/calendar/index.js'

/** Moscow, six days, nothing off. */
export const plainCalendar = createCalendar({
  timeZone: 'Europe/Moscow',
  week: 6,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: {},
})

/** Mondays of the weeks that the days from `from` to `to` touch. */
export function weeksBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const weeks: IsoDate[] = []
  for (let week = plainCalendar.weekStart(from); week <= to; week = plainCalendar.addDays(week, 7))
    weeks.push(week)
  return weeks
}
