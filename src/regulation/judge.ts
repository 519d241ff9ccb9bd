import type { Instant } from '../clock.js'
import { clockTolerance, type PlatformStamp } from '../journal/index.js'
import type { StampZone } from './rule.js'
import type { EvidenceLevel, VerdictEvidence } from './verdict.js'

/**
 * Weighs evidence against a deadline; all rules judge through here. Innocent until proven late: `late` and
 * `missing` only if the whole evidence interval lies after the deadline, `kept` only if all of it lies before.
 * Whatever straddles the deadline and isn't settled by the platform's own stamp is `unproven`. An edit may rewrite a
 * stamp, but only to a later moment: before it is calibrated it can prove that a fact was in time, not that it was late.
 */

/** What was seen of a fact, and when the platform says that it came. */
export interface Sighting {
  /** `presentAt` null: the fact isn't there at our newest complete look. */
  readonly bracket: { readonly absentAt: Instant | null; readonly presentAt: Instant | null }
  readonly stamp: PlatformStamp | null
}

/** Of what isn't there. */
export const neverSeen: Sighting['bracket'] = { absentAt: null, presentAt: null }

/** What it is weighed against; one for all that is due at the same moment. */
export interface Term {
  /** Newest complete look at the window; null when never. */
  readonly lookedAt: Instant | null
  readonly stampZone: StampZone
  readonly deadline: Instant
  /** Error of measurement after the deadline within which nothing is called late. */
  readonly graceMs: number
  readonly asOf: Instant
}

export interface Question extends Sighting, Term {}

export type Outcome =
  | 'pending'
  | 'kept'
  | 'kept-by-stamp'
  | 'late'
  | 'late-by-stamp'
  | 'missing'
  | 'unproven-first-look'
  | 'unproven-grace'
  | 'unproven-stale'
  | 'unproven-stamp'
  | 'unproven-straddles'
  | 'unproven-uncalibrated'

export interface Judgement {
  readonly outcome: Outcome
  readonly evidence: VerdictEvidence
  /** For `late`: how late at least, in milliseconds; else 0. */
  readonly lateBy: number
}

/** The readings of a stamp that are possible at this school, in UTC instants. */
export function readingsOf(stamp: PlatformStamp, zone: StampZone): readonly Instant[] {
  return zone === 'uncalibrated' ? [stamp.utc, stamp.local, stamp.moscow] : [stamp[zone]]
}

export function judge(question: Question): Judgement {
  const { bracket, stamp, lookedAt, deadline, graceMs, stampZone } = question
  const { absentAt, presentAt } = bracket
  const outcome = outcomeOf(bracket, stamp, question)
  if (presentAt === null) {
    const isMissing = outcome === 'missing' && lookedAt !== null
    const level = isMissing ? 'B' : null
    const evidence = { level, absentAt: lookedAt, presentAt, platformAt: null } as const
    return { outcome, evidence, lateBy: isMissing ? lookedAt - deadline : 0 }
  }
  const possible = possibleReadings(bracket, stamp, stampZone)
  const platformAt = stamp === null ? null : (possible[0] ?? readingOf(stamp, stampZone))
  const lateFrom = absentAt !== null && absentAt > deadline + graceMs ? absentAt : Math.min(...possible)
  return {
    outcome,
    evidence: { level: levelOf(outcome, possible.length > 0), absentAt, presentAt, platformAt },
    lateBy: outcome === 'late' || outcome === 'late-by-stamp' ? lateFrom - deadline : 0,
  }
}

/** Our interval beside the stamp (A) or alone (B); the stamp alone, where we never saw the fact absent (C). */
function levelOf(outcome: Outcome, isStampPossible: boolean): EvidenceLevel | null {
  if (outcome === 'kept' || outcome === 'late') return isStampPossible ? 'A' : 'B'
  return outcome === 'kept-by-stamp' || outcome === 'late-by-stamp' ? 'C' : null
}

/**
 * What `judge` says, without the evidence: nothing is made but a comparison of numbers. Nearly all of a year's duties turn
 * out kept here, and nobody asks further.
 */
export function outcomeOf(
  bracket: Sighting['bracket'],
  stamp: PlatformStamp | null,
  { lookedAt, stampZone, deadline, graceMs, asOf }: Term,
): Outcome {
  const { absentAt, presentAt } = bracket
  const latest = deadline + graceMs
  if (presentAt === null) {
    if (asOf <= latest) return 'pending'
    // A window that wasn't read completely after the deadline proves nothing, however long ago the deadline was.
    return lookedAt === null || lookedAt <= latest ? 'unproven-stale' : 'missing'
  }
  if (presentAt <= deadline) return 'kept'
  if (absentAt !== null && absentAt > latest) {
    // The platform once said that it isn't there, and says now that it came in time: one of the two is wrong.
    const isPossible = possibleReadings(bracket, stamp, stampZone).length > 0
    return !isPossible && wasPerhapsInTime(stamp, stampZone, deadline) ? 'unproven-stamp' : 'late'
  }
  if (absentAt === null && (stamp === null || stampZone === 'uncalibrated')) return 'unproven-first-look'
  if (stamp === null) return presentAt <= latest ? 'unproven-grace' : 'unproven-straddles'

  // From here on the stamp decides.
  const isAlone = absentAt === null
  if (stampZone === 'uncalibrated') {
    const possible = possibleReadings(bracket, stamp, stampZone)
    if (possible.length === 0) return 'unproven-stamp'
    if (Math.max(...possible) <= deadline) return 'kept'
    return Math.min(...possible) <= deadline ? 'unproven-straddles' : 'unproven-uncalibrated'
  }
  const reading = stamp[stampZone]
  if (!fitsBetween(reading, bracket)) return 'unproven-stamp'
  if (reading <= deadline) return isAlone ? 'kept-by-stamp' : 'kept'
  if (reading > latest) return isAlone ? 'late-by-stamp' : 'late'
  return 'unproven-grace'
}

function wasPerhapsInTime(stamp: PlatformStamp | null, zone: StampZone, deadline: Instant): boolean {
  return stamp !== null && readingsOf(stamp, zone).some(reading => reading <= deadline)
}

/** The reading of a stamp that counts where our looks contradict all of them. */
function readingOf(stamp: PlatformStamp, zone: StampZone): Instant {
  return zone === 'uncalibrated' ? stamp.utc : stamp[zone]
}

const none: readonly Instant[] = []

/** The readings of a stamp that fit in between our two looks. */
function possibleReadings(
  bracket: Sighting['bracket'],
  stamp: PlatformStamp | null,
  zone: StampZone,
): readonly Instant[] {
  if (stamp === null) return none
  if (zone === 'uncalibrated') return readingsOf(stamp, zone).filter(reading => fitsBetween(reading, bracket))
  const reading = stamp[zone]
  return fitsBetween(reading, bracket) ? [reading] : none
}

function fitsBetween(reading: Instant, { absentAt, presentAt }: Sighting['bracket']): boolean {
  const isAfter = absentAt === null || reading > absentAt - clockTolerance
  return isAfter && presentAt !== null && reading <= presentAt + clockTolerance
}
