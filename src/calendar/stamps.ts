import type { Instant } from '../clock.js'
import type { IsoDate } from './calendar.js'
import { dayMs, knownDay } from './days.js'
import { zoneOf } from './zone.js'

interface WallClock {
  readonly day: number
  readonly msOfDay: number
  /** Milliseconds to add to UTC; null when the text carries no zone. */
  readonly offset: number | null
}

const stampForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/i

/** Of each mark of a year: the form is only tested, because a match with its parts is more garbage than all else of a mark. */
function readWallClock(given: string): WallClock | null {
  const text = given.trim()
  if (!stampForm.test(text)) return null
  const day = dayOf(text.slice(0, 10))
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const hasSeconds = text.charAt(16) === ':'
  const second = hasSeconds ? twoDigits(text, 17) : 0
  if (day === null || hour > 23 || minute > 59 || second > 59) return null
  const msOfDay = ((hour * 60 + minute) * 60 + second) * 1000
  const rest = text.slice(hasSeconds ? 19 : 16)
  if (rest === '') return { day, msOfDay, offset: null }
  const zoneAt = rest.search(/[Z+-]/i)
  const zone = zoneAt < 0 ? '' : rest.slice(zoneAt)
  const offset = readOffset(zone)
  if (zone !== '' && offset === null) return null
  // Digits below the millisecond are cut off, never rounded up into the next second.
  const fraction = rest.slice(1, zoneAt < 0 ? undefined : zoneAt)
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return { day, msOfDay: msOfDay + ms, offset }
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
}

/** Null for 30 February, and for the year 0001 with which .NET writes "no date". */
function dayOf(date: string): number | null {
  return date < '0100' ? null : knownDay(date)
}

function readOffset(zone: string): number | null {
  if (zone === '') return null
  // What isn't written counts as 0: the minutes of `+03`, both of `Z`.
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(2))
  const offset = Number(digits.slice(0, 2)) * 60 + minutes
  if (offset > 14 * 60 || minutes > 59) return null
  return (zone.startsWith('-') ? -offset : offset) * 60_000
}

/**
 * Reads the platform's stamp of an act: `2026-11-16T15:25:08.1234567`, with `T` or a blank, 0 to 9 digits of
 * fraction. The wire has no zone, so the three plausible readings stand side by side, as UTC instants: as UTC,
 * as the school's own time, as Moscow time. A stamp with `Z` or an offset has three equal readings.
 * Null when the text is no stamp; the caller keeps the raw text anyway.
 */
export function readPlatformStamp(
  raw: string,
  timeZone: string,
): { readonly raw: string; readonly utc: Instant; readonly local: Instant; readonly moscow: Instant } | null {
  const wall = readWallClock(raw)
  if (!wall) return null
  const utc = wall.day * dayMs + wall.msOfDay
  if (wall.offset !== null) {
    const instant = utc - wall.offset
    return { local: instant, moscow: instant, raw, utc: instant }
  }
  return {
    local: zoneOf(timeZone).at(wall.day, wall.msOfDay),
    moscow: zoneOf('Europe/Moscow').at(wall.day, wall.msOfDay),
    raw,
    utc,
  }
}

/** An instant written by a person or a file: ISO 8601 with `Z` or an offset; null for anything else. */
export function parseInstant(text: string): Instant | null {
  const wall = readWallClock(text)
  if (!wall || wall.offset === null) return null
  return wall.day * dayMs + wall.msOfDay - wall.offset
}

/** «16.11.2026» */
export function russianDate(date: IsoDate): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

/** «16.11.2026 15:25», wall clock of the zone. */
export function russianDateTime(instant: Instant, timeZone: string): string {
  const local = new Date(instant + zoneOf(timeZone).offsetAt(instant)).toISOString()
  return `${russianDate(local.slice(0, 10))} ${local.slice(11, 16)}`
}
