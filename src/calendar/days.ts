import type { IsoDate, Weekday } from './calendar.js'

/** Days without zone: arithmetic on `YYYY-MM-DD` by the number of days since 1970-01-01. */

export const dayMs = 86_400_000

const numbers = new Map<IsoDate, number>()
const texts = new Map<number, IsoDate>()

/** Days since 1970-01-01. @throws RangeError when the text is no day of the calendar */
export function dayNumber(date: IsoDate): number {
  const day = knownDay(date)
  if (day === null) throw new RangeError(`Not a date: ${JSON.stringify(date)}`)
  return day
}

/**
 * The same, null where the text is no day of the calendar; remembered, because rules ask for the same few hundred days a
 * million times.
 */
export function knownDay(date: string): number | null {
  const known = numbers.get(date)
  if (known !== undefined) return known
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs
  // 30 February is rolled over to March: such a text is not a day.
  if (!Number.isInteger(day) || dateText(day) !== date) return null
  numbers.set(date, day)
  return day
}

export function dateText(day: number): IsoDate {
  const known = texts.get(day)
  if (known !== undefined) return known
  const text = new Date(day * dayMs).toISOString().slice(0, 10)
  texts.set(day, text)
  return text
}

/** 1970-01-01 was a Thursday. */
const weekdays = [4, 5, 6, 7, 1, 2, 3] as const satisfies readonly Weekday[]

export function weekdayOf(day: number): Weekday {
  return weekdays[((day % 7) + 7) % 7] ?? 4
}
