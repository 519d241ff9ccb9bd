import type { Instant } from '../clock.js'
import type { IsoDate } from './calendar.js'
import { dateText, dayMs } from './days.js'
import { zoneOf } from './zone.js'

interface WallClock {
  readonly day: number
  readonly msOfDay: number
  /** Milliseconds to add to UTC; null when the text carries no zone. */
  readonly offset: number | null
}

const stampForm =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i

function readWallClock(text: string): WallClock | null {
  const parts = stampForm.exec(text.trim())
  if (!parts) return null
  const [, year, month, date, hour, minute, second = '0', fraction = '', zone = ''] = parts
  const at = Date.UTC(Number(year), Number(month) - 1, Number(date))
  const day = at / dayMs
  // Refuses 30 February, and the year 0001 with which .NET writes "no date".
  if (Number.isNaN(at) || dateText(day) !== `${year}-${month}-${date}`) return null
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const offset = readOffset(zone)
  if (zone !== '' && offset === null) return null
  // Digits below the millisecond are cut off, never rounded up into the next second.
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3))
  return { day, msOfDay: ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms, offset }
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
