import type { IsoDate } from '../../journal/index.js'
import type { Ids } from './ids.js'
import type { Holiday, Period, StudyYear } from './model.js'
import type { SchoolDays } from './school-days.js'

/** The calendar year in which the day's study year begins. */
export function studyYearOf(day: IsoDate): number {
  const calendarYear = Number(day.slice(0, 4))
  return day.slice(5) >= '08-01' ? calendarYear : calendarYear - 1
}

/** Quarters and holidays of the year that a day belongs to, as most schools had them in 2026/27. */
export function makeStudyYear(day: IsoDate, days: SchoolDays, ids: Ids): StudyYear {
  const { calendar } = days
  const start = studyYearOf(day)
  const next = start + 1
  const autumn = lastSunday(`${start}-10-31`)
  const winter = lastSunday(`${next}-01-14`)
  const spring = lastSunday(`${next}-03-31`)
  const quarters: readonly (readonly [IsoDate, IsoDate])[] = [
    [`${start}-09-01`, autumn],
    [calendar.addDays(autumn, 8), `${start}-12-30`],
    [calendar.addDays(winter, 1), spring],
    [calendar.addDays(spring, 8), `${next}-05-26`],
  ]
  const breaks: readonly (readonly [string, IsoDate, IsoDate])[] = [
    ['Осенние каникулы', calendar.addDays(autumn, 1), calendar.addDays(autumn, 7)],
    ['Зимние каникулы', `${start}-12-31`, winter],
    ['Весенние каникулы', calendar.addDays(spring, 1), calendar.addDays(spring, 7)],
    ['Летние каникулы', `${next}-05-27`, `${next}-08-31`],
  ]
  return {
    start,
    groupId: ids.long('reporting-period-group'),
    periods: quarters.map(
      ([first, finish], index): Period => ({
        id: ids.long(`period/${index + 1}`),
        number: index + 1,
        name: `${index + 1} четверть`,
        start: first,
        finish,
        lastStudyDay: lastWorkday(finish, false),
        lastStudySixth: lastWorkday(finish, true),
      }),
    ),
    holidays: breaks.map(
      ([name, first, finish]): Holiday => ({ id: ids.long(name), name, start: first, finish }),
    ),
  }

  function lastSunday(date: IsoDate): IsoDate {
    return calendar.addDays(date, -(calendar.weekday(date) % 7))
  }
  function lastWorkday(date: IsoDate, sixDays: boolean): IsoDate {
    return days.isWorkday(date, sixDays) ? date : lastWorkday(calendar.addDays(date, -1), sixDays)
  }
}

/** Days of a range on which lessons are held. */
export function studyDays(
  { year, days }: { year: StudyYear; days: SchoolDays },
  { from, to, sixDays }: { from: IsoDate; to: IsoDate; sixDays: boolean },
): IsoDate[] {
  return days.calendar
    .days(from, to)
    .filter(
      date =>
        days.isWorkday(date, sixDays) &&
        year.periods.some(period => period.start <= date && date <= period.finish),
    )
}
