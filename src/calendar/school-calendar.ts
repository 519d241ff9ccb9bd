import type { Instant } from '../clock.js'
import { bellsOfClass, type ClassBells, minutesOf } from './bells.js'
import type { Calendar, CalendarFacts, IsoDate, LessonTimes } from './calendar.js'
import { dateText, dayNumber, weekdayOf } from './days.js'
import { extended, merged } from './outages.js'
import { zoneOf } from './zone.js'

export { isTimeZone } from './zone.js'

const minuteMs = 60_000
/** How far back a last study day is looked for: longer holidays mean that the period's end is itself wrong. */
const longestBreak = 14

/** @throws RangeError when the facts name an unknown zone */
export function createCalendar(facts: CalendarFacts): Calendar {
  const zone = zoneOf(facts.timeZone)
  const restDays = new Set(facts.production.restDays)
  const workingDays = new Set(facts.production.workingDays)
  const workedDays = new Set(facts.production.workedDays ?? [])
  const lessons = new Map<string, Map<IsoDate, Map<number, LessonTimes | null>>>()
  const classes = new Map<string, ClassBells>()
  const outages = merged(facts.outages ?? [])

  const dayEnds = new Map<IsoDate, Instant>()

  /** Remembered: the deadline of nearly everything. */
  function dayEnd(date: IsoDate): Instant {
    const known = dayEnds.get(date)
    if (known !== undefined) return known
    const end = zone.startOf(dayNumber(date) + 1) - 1
    dayEnds.set(date, end)
    return end
  }

  function addDays(date: IsoDate, days: number): IsoDate {
    return dateText(dayNumber(date) + days)
  }

  const mondays = new Map<IsoDate, IsoDate>()

  /** Remembered, as each lesson's last look is that of its week. */
  function weekStart(date: IsoDate): IsoDate {
    const known = mondays.get(date)
    if (known !== undefined) return known
    const day = dayNumber(date)
    const monday = dateText(day - weekdayOf(day) + 1)
    mondays.set(date, monday)
    return monday
  }

  /** Remembered, because rules ask for the times of the same lesson with each mark. */
  function lessonTimes(classId: string, date: IsoDate, number: number): LessonTimes | null {
    const known = lessons.get(classId)?.get(date)?.get(number)
    if (known !== undefined) return known
    const times = findLessonTimes(classId, date, number)
    const ofClass = lessons.get(classId) ?? new Map<IsoDate, Map<number, LessonTimes | null>>()
    lessons.set(classId, ofClass.set(date, (ofClass.get(date) ?? new Map()).set(number, times)))
    return times
  }

  function findLessonTimes(classId: string, date: IsoDate, number: number): LessonTimes | null {
    const day = dayNumber(date)
    const place = { date, weekday: weekdayOf(day) }
    const bells = classes.get(classId) ?? bellsOfClass(facts.bells[classId] ?? [])
    classes.set(classId, bells)
    const times = bells(place, number)
    if (!times) return null
    return { start: zone.at(day, times.start * minuteMs), end: zone.at(day, times.finish * minuteMs) }
  }

  function lessonsEnd(classId: string, date: IsoDate, numbers: readonly number[]): Instant | null {
    let latest: Instant | null = null
    for (const number of numbers) {
      const times = lessonTimes(classId, date, number)
      if (!times) return null
      latest = Math.max(latest ?? times.end, times.end)
    }
    return latest
  }

  function isWorkingDay(date: IsoDate): boolean {
    const weekday = weekdayOf(dayNumber(date))
    if (weekday > facts.week && !workingDays.has(date)) return false
    return !restDays.has(date)
  }

  const daysOff = new Map<string, Map<IsoDate, boolean>>()

  /** Remembered, because rules ask it of each lesson. */
  function isDayOff(classId: string, date: IsoDate): boolean {
    const known = daysOff.get(classId)?.get(date)
    if (known !== undefined) return known
    const isOff = findDayOff(classId, date)
    daysOff.set(classId, (daysOff.get(classId) ?? new Map<IsoDate, boolean>()).set(date, isOff))
    return isOff
  }

  function findDayOff(classId: string, date: IsoDate): boolean {
    if (workedDays.has(date)) return false
    if (restDays.has(date)) return true
    return facts.holidays[classId]?.some(range => range.from <= date && date <= range.to) ?? false
  }

  function isStudyDay(classId: string, date: IsoDate): boolean {
    return isWorkingDay(date) && !isDayOff(classId, date)
  }

  function lastStudyDay(classId: string, finish: IsoDate): IsoDate {
    for (let back = 0; back <= longestBreak; back += 1) {
      const date = addDays(finish, -back)
      if (isStudyDay(classId, date)) return date
    }
    return finish
  }

  return {
    facts,
    dateOf: instant => dateText(zone.dayOf(instant)),
    weekday: date => weekdayOf(dayNumber(date)),
    addDays,
    weekStart,
    days(from, to) {
      const first = dayNumber(from)
      const count = Math.max(0, dayNumber(to) - first + 1)
      return Array.from({ length: count }, (_, index) => dateText(first + index))
    },
    dayStart: date => zone.startOf(dayNumber(date)),
    dayEnd,
    at: (date, time) => zone.at(dayNumber(date), minutesOf(time) * minuteMs),
    lessonTimes,
    lessonsEnd,
    homeworkDue: (end, minutes) => end + minutes * minuteMs,
    extended: (start, deadline) => extended(outages, start, deadline),
    isStudyDay,
    isDayOff,
    isRestDay: date => restDays.has(date),
    isWorkingDay,
    lastStudyDay,
    finalWindow(classId, finish) {
      const last = lastStudyDay(classId, finish)
      return { opens: zone.startOf(dayNumber(last) - 6), due: dayEnd(last) }
    },
    format(instant) {
      const offset = zone.offsetAt(instant)
      const local = new Date(instant + offset).toISOString().slice(0, 19)
      const minutes = Math.abs(offset) / minuteMs
      const sign = offset < 0 ? '-' : '+'
      const clock = [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0'))
      return `${local}${sign}${clock.join(':')}`
    },
  }
}
