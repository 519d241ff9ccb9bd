import dayjs from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'
import type { Instant } from '../clock.js'
import { dateText, dayMs } from './days.js'

dayjs.extend(utc)
dayjs.extend(timezone)

/** One IANA zone: from wall clock to instant and back, with the rules that were in force on that day. */
export interface Zone {
  /** 00:00:00.000 local of a day (days since 1970-01-01). */
  startOf(day: number): Instant
  /** A wall-clock time of a day, in milliseconds since its midnight. */
  at(day: number, msOfDay: number): Instant
  /** The local day on which the instant falls. */
  dayOf(instant: Instant): number
  /** Milliseconds to add to UTC at that instant. */
  offsetAt(instant: Instant): number
}

/** From midnight to midnight. */
interface Day {
  readonly day: number
  readonly start: Instant
  readonly end: Instant
}

const zones = new Map<string, Zone>()

/** @throws RangeError when the zone is unknown to the runtime */
export function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  const zone = createZone(name)
  zones.set(name, zone)
  return zone
}

function createZone(name: string): Zone {
  const starts = new Map<number, Instant>()

  function startOf(day: number): Instant {
    const known = starts.get(day)
    if (known !== undefined) return known
    const start = dayjs.tz(`${dateText(day)}T00:00:00`, name).valueOf()
    starts.set(day, start)
    return start
  }

  const days = new Map<number, Day>()

  function dayAt(day: number): Day {
    const known = days.get(day)
    if (known !== undefined) return known
    const found = { day, start: startOf(day), end: startOf(day + 1) }
    days.set(day, found)
    return found
  }

  /** On all days but those when a region changes its clocks, one offset holds from midnight to midnight. */
  function isPlain({ start, end }: Day): boolean {
    return end - start === dayMs
  }

  function at(day: number, msOfDay: number): Instant {
    const own = dayAt(day)
    if (isPlain(own)) return own.start + msOfDay
    const seconds = new Date(day * dayMs + msOfDay).toISOString().slice(0, 19)
    return dayjs.tz(seconds, name).valueOf() + (msOfDay % 1000)
  }

  // What was seen at one look is asked about together.
  let last: Day = { day: 0, start: 0, end: 0 }

  function dayWith(instant: Instant): Day {
    if (last.start <= instant && instant < last.end) return last
    let day = dayAt(Math.floor(instant / dayMs))
    while (day.start > instant) day = dayAt(day.day - 1)
    while (day.end <= instant) day = dayAt(day.day + 1)
    last = day
    return day
  }

  function offsetAt(instant: Instant): number {
    const own = dayWith(instant)
    return isPlain(own) ? own.day * dayMs - own.start : dayjs(instant).tz(name).utcOffset() * 60_000
  }

  return { startOf, at, dayOf: instant => dayWith(instant).day, offsetAt }
}

/** Whether the text is an IANA zone that this runtime knows, e.g. `Asia/Kamchatka`; bare offsets are not. */
export function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    // The only way to ask the runtime: it answers an unknown zone with a RangeError.
    if (error instanceof RangeError) return false
    throw error
  }
}
