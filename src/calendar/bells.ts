import type { Bell, IsoDate, Weekday } from './calendar.js'

/** Minutes since midnight, wall clock. */
export interface BellTimes {
  readonly start: number
  readonly finish: number
}

/** @throws RangeError when the text is not `HH:MM` */
export function minutesOf(time: string): number {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  if (!parts) throw new RangeError(`Not a time of day: ${JSON.stringify(time)}`)
  return Number(parts[1]) * 60 + Number(parts[2])
}

export type ClassBells = (
  day: { readonly date: IsoDate; readonly weekday: Weekday },
  lessonNumber: number,
) => BellTimes | null

/**
 * When a lesson of that number rings on that day; null when no bell is known. A bell for named weekdays wins over
 * one for every day. Where several remain, and where the timetable has changed since, the widest time counts,
 * earliest start and latest finish: nobody may be called late, or early, by a bell that perhaps didn't ring.
 * @throws RangeError when a time of these bells is not `HH:MM`, once it is asked for
 */
export function bellsOfClass(bells: readonly Bell[]): ClassBells {
  // A timetable that never changed rings alike on all days of a name: asked for each lesson of a year.
  const isSteady = bells.every(({ since, until }) => since === undefined && until === undefined)
  const known = new Map<number, BellTimes | null>()
  return (day, lessonNumber) => {
    if (!isSteady) return bellTimes(bells, day, lessonNumber)
    const key = lessonNumber * 10 + day.weekday
    const found = known.get(key)
    if (found !== undefined) return found
    const times = bellTimes(bells, day, lessonNumber)
    known.set(key, times)
    return times
  }
}

function bellTimes(
  bells: readonly Bell[],
  day: { readonly date: IsoDate; readonly weekday: Weekday },
  lessonNumber: number,
): BellTimes | null {
  const ofNumber = bells.filter(bell => bell.lessonNumber === lessonNumber)
  const now = ofNumber.filter(bell => bell.until === undefined)
  const then = ofNumber.filter(
    ({ since, until }) => (since ?? '') <= day.date && day.date <= (until ?? day.date),
  )
  const matching = [...ofWeekday(now, day.weekday), ...ofWeekday(then, day.weekday)]
  if (matching.length === 0) return null
  return {
    start: Math.min(...matching.map(bell => minutesOf(bell.start))),
    finish: Math.max(...matching.map(bell => minutesOf(bell.finish))),
  }
}

function ofWeekday(bells: readonly Bell[], weekday: Weekday): readonly Bell[] {
  const named = bells.filter(bell => bell.weekdays.includes(weekday))
  return named.length > 0 ? named : bells.filter(bell => bell.weekdays.length === 0)
}
