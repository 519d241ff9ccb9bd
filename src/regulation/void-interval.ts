import type { Instant } from '../clock.js'
import { type Bracket, clockTolerance } from '../journal/index.js'
import type { Incident } from './decisions.js'

/**
 * Clause 4.4: what an account does is void from the moment its misuse was reported. The regulation joins head and support
 * by «и», so by default the later report counts; it names no end, so the change of the password is the end.
 */
export interface VoidInterval {
  readonly from: Instant
  /** Null while the password hasn't been changed. */
  readonly to: Instant | null
}

/** Which of the two reports counts: the later (`max`), or already the first (`min`). */
export type VoidFrom = 'max' | 'min'

/** Null where it hasn't begun. */
export function voidInterval(incident: Incident, voidFrom: VoidFrom): VoidInterval | null {
  const { headToldAt, supportToldAt, passwordChangedAt: to } = incident
  const told = [headToldAt, supportToldAt].flatMap(at => at ?? [])
  if (told.length === 0 || (voidFrom === 'max' && told.length < 2)) return null
  const from = voidFrom === 'max' ? Math.max(...told) : Math.min(...told)
  return to !== null && to <= from ? null : { from, to }
}

/** Whether something was entered within: surely (the whole evidence interval lies in it), perhaps, or not at all. */
export function enteredWithin(
  { absentAt, presentAt }: Bracket,
  { from, to }: VoidInterval,
): 'yes' | 'perhaps' | 'no' {
  const end = to ?? Number.POSITIVE_INFINITY
  if (presentAt <= from || (absentAt !== null && absentAt >= end)) return 'no'
  const surelyAfter = absentAt !== null && absentAt >= from
  return surelyAfter && presentAt <= end + clockTolerance ? 'yes' : 'perhaps'
}
