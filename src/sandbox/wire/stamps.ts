import type { Instant } from '../../clock.js'
import type { IsoDate } from '../../journal/index.js'
import type { Switches } from '../switches.js'
import { hash } from '../school/dice.js'
import type { SchoolDays } from '../school/school-days.js'

/** Calendar days are midnights without zone. */
export function dayStamp(date: IsoDate): string {
  return `${date}T00:00:00`
}

/** `08:30` of minutes after midnight. */
export function clockTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
}

/**
 * When something was done: no zone, and 0 to 7 digits of a fraction, because the serialiser drops trailing zeros.
 * `name` makes the digits below the millisecond.
 */
export function actStamp(
  instant: Instant,
  name: string,
  { days, zone }: { days: SchoolDays; zone: Switches['stampZone'] },
): string {
  const shifted = instant + offsetOf(zone, days, instant)
  const [seconds, milliseconds] = new Date(shifted).toISOString().replace('Z', '').split('.')
  const below = instant % 1000 === 0 ? '' : String(hash(name, 0) % 10_000).padStart(4, '0')
  const fraction = `${milliseconds}${below}`.replace(/0+$/, '')
  return fraction === '' ? `${seconds}` : `${seconds}.${fraction}`
}

function offsetOf(zone: Switches['stampZone'], days: SchoolDays, instant: Instant): number {
  if (zone === 'utc') return 0
  // Moscow has had no summer time since 2014.
  return zone === 'moscow' ? 3 * 3_600_000 : offsetAt(days, instant)
}

function offsetAt(days: SchoolDays, instant: Instant): number {
  return offsetMinutes(days, instant) * 60_000
}

export function offsetMinutes(days: SchoolDays, instant: Instant): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(days.calendar.format(instant)) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** `+3:00`, as `User.timezone` has it. */
export function userTimeZone(days: SchoolDays, instant: Instant): string {
  return days.calendar
    .format(instant)
    .slice(-6)
    .replace(/^([+-])0/, '$1')
}

/**
 * The day in a request's path or query, by lenient rules: padded or not, with or without a time after `T` or a
 * blank, with or without `Z`. Null when it is no day.
 */
export function readRequestDay(text: string): IsoDate | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?Z?)?$/.exec(text)
  if (parts === null) return null
  const [year, month, day] = parts.slice(1).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString().slice(0, 10) : null
}
