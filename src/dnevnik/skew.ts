import type { Instant } from '../clock.js'
import type { ClockSkew } from '../journal/index.js'

/** Between which bounds the platform's clock minus ours lies, by one answer or several. */
export interface SkewRange {
  readonly least: number
  readonly most: number
}

const secondMs = 1000

export interface DatedAnswer {
  /** The `Date` header, in whole seconds. */
  readonly date: string | null
  /** The `Age` header: set by a cache, whose answer tells the time when it was stored. */
  readonly age: string | null
  readonly askedAt: Instant
  readonly answeredAt: Instant
}

/** The platform wrote the date somewhere between our question and the end of its answer. */
export function skewRange({ date, age, askedAt, answeredAt }: DatedAnswer): SkewRange | null {
  const at = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(at) || (age !== null && age.trim() !== '0') || answeredAt < askedAt) return null
  return { least: at - answeredAt, most: at + secondMs - 1 - askedAt }
}

/** What both say; where they contradict each other a clock was set meanwhile, and the newer one holds. */
export function narrowed(earlier: SkewRange | null, newer: SkewRange | null): SkewRange | null {
  if (earlier === null || newer === null) return newer ?? earlier
  const least = Math.max(earlier.least, newer.least)
  const most = Math.min(earlier.most, newer.most)
  return least <= most ? { least, most } : newer
}

/** A simulated clock says nothing of the platform's, unless that one follows it (as the sandbox's may). */
const followsMs = 10 * 60_000

export function skewOf(range: SkewRange | null, clockIsSimulated: boolean): ClockSkew | null {
  if (range === null) return null
  const ms = Math.round((range.least + range.most) / 2)
  if (clockIsSimulated && Math.abs(ms) > followsMs) return null
  return { ms, errorMs: Math.ceil((range.most - range.least) / 2) }
}
