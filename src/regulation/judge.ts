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

export interface Question {
  /** `presentAt` null: the fact isn't there at our newest complete look. */
  readonly bracket: { readonly absentAt: Instant | null; readonly presentAt: Instant | null }
  /** Newest complete look at the window; null when never. */
  readonly lookedAt: Instant | null
  readonly stamp: PlatformStamp | null
  readonly stampZone: StampZone
  readonly deadline: Instant
  /** Error of measurement after the deadline within which nothing is called late. */
  readonly graceMs: number
  readonly asOf: Instant
}

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
  return question.bracket.presentAt === null
    ? judgeAbsent(question)
    : judgePresent(question, question.bracket.presentAt)
}

function judgeAbsent({ lookedAt, deadline, graceMs, asOf }: Question): Judgement {
  const nothingYet: VerdictEvidence = { level: null, absentAt: lookedAt, presentAt: null, platformAt: null }
  if (asOf <= deadline + graceMs) return { outcome: 'pending', evidence: nothingYet, lateBy: 0 }
  // A window that wasn't read completely after the deadline proves nothing, however long ago the deadline was.
  if (lookedAt === null || lookedAt <= deadline + graceMs) {
    return { outcome: 'unproven-stale', evidence: nothingYet, lateBy: 0 }
  }
  return { outcome: 'missing', evidence: { ...nothingYet, level: 'B' }, lateBy: lookedAt - deadline }
}

function judgePresent(question: Question, presentAt: Instant): Judgement {
  const { stampZone, deadline, graceMs } = question
  const { absentAt } = question.bracket
  const { platformAt, first, last } = readStamp(question, presentAt)
  const isPossible = first !== null && last !== null
  // The platform once said that it isn't there, and says now that it came in time: one of the two is wrong.
  const isContradicted = !isPossible && wasPerhapsInTime(question)

  function answer(outcome: Outcome, level: EvidenceLevel | null, lateFrom = deadline): Judgement {
    return { outcome, evidence: { level, absentAt, presentAt, platformAt }, lateBy: lateFrom - deadline }
  }

  const agreed = isPossible ? 'A' : 'B'
  if (presentAt <= deadline) return answer('kept', agreed)
  if (absentAt !== null && absentAt > deadline + graceMs)
    return isContradicted ? answer('unproven-stamp', null) : answer('late', agreed, absentAt)
  if (absentAt === null && (platformAt === null || stampZone === 'uncalibrated'))
    return answer('unproven-first-look', null)
  if (platformAt === null)
    return answer(presentAt <= deadline + graceMs ? 'unproven-grace' : 'unproven-straddles', null)
  if (!isPossible) return answer('unproven-stamp', null)

  // From here on the stamp decides: beside our interval (A), or alone where we never saw the fact absent (C).
  const [level, byStamp] = absentAt === null ? (['C', '-by-stamp'] as const) : (['A', ''] as const)
  if (last <= deadline) return answer(`kept${byStamp}`, level)
  if (first <= deadline) return answer('unproven-straddles', null)
  if (stampZone === 'uncalibrated') return answer('unproven-uncalibrated', null)
  if (first > deadline + graceMs) return answer(`late${byStamp}`, level, first)
  return answer('unproven-grace', null)
}

function wasPerhapsInTime({ stamp, stampZone, deadline }: Question): boolean {
  return stamp !== null && readingsOf(stamp, stampZone).some(reading => reading <= deadline)
}

/**
 * The stamp in the reading that is used, and the first and the last of those that our looks don't contradict. Asked for
 * each mark of a year: no lists are made of three numbers.
 */
function readStamp(
  { stamp, stampZone, bracket }: Question,
  presentAt: Instant,
): { readonly platformAt: Instant | null; readonly first: Instant | null; readonly last: Instant | null } {
  if (stamp === null) return withoutStamp
  const earliest = bracket.absentAt === null ? Number.NEGATIVE_INFINITY : bracket.absentAt - clockTolerance
  const latest = presentAt + clockTolerance
  const isPossible = (reading: Instant) => reading > earliest && reading <= latest
  if (stampZone !== 'uncalibrated') {
    const platformAt = stamp[stampZone]
    return isPossible(platformAt)
      ? { platformAt, first: platformAt, last: platformAt }
      : { ...withoutStamp, platformAt }
  }
  const possible = readingsOf(stamp, stampZone).filter(isPossible)
  const [platformAt] = possible
  if (platformAt === undefined) return { ...withoutStamp, platformAt: stamp.utc }
  return { platformAt, first: Math.min(...possible), last: Math.max(...possible) }
}

const withoutStamp = { platformAt: null, first: null, last: null }
