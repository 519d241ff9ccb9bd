import type { ErrorCode } from '../errors.js'
import type { Budget, Charge } from './budget.js'
import { patienceMs } from './pace.js'
import { collectLost, type Entry, type Finished, takeReports } from './report.js'

/**
 * The rules, in one place for one process and for many: a process brings what has ended and what wants to start,
 * and is told what may. Whoever keeps the budget lets only one process in at a time.
 */

export interface Limits {
  readonly requestsPerSecond: number
  readonly requestsAtOnce: number
  /** Outages in a row that open the circuit; more than the tries of one request, for that one may be at fault. */
  readonly openAfter: number
}

export interface Wanted {
  /** Id of the lease that it becomes. */
  readonly lease: string
  readonly urgent: boolean
  readonly probe: boolean
  readonly charge: Charge
}

export interface Exchange {
  /** The process. */
  readonly by: string
  readonly limits: Limits
  /** How long a call is believed to be in flight without hearing of it again. */
  readonly leaseMs: number
  /** Leases of calls that are in flight. */
  readonly running: readonly string[]
  readonly finished: readonly Finished[]
  /** In the order in which they shall leave. */
  readonly wanted: readonly Wanted[]
}

export type Decision =
  | { readonly kind: 'go' }
  /** Asking again is of use after so long; null: when a call of this process has ended. */
  | { readonly kind: 'wait'; readonly ms: number | null }
  | {
      readonly kind: 'refused'
      readonly code: ErrorCode
      readonly retryAfterMs: number
      readonly away: boolean
    }

export interface Settled {
  /** One for each that was wanted. */
  readonly decisions: readonly Decision[]
  readonly entries: readonly Entry[]
}

/** What happens in other processes is seen by asking again. */
const lookAgainMs = 50
const urgentBelievedMs = 1_000
/** Timers can't tell shorter spans apart: above 200 requests a second several start at one beat. */
const shortestBeatMs = 5

/** Applies an exchange to the budget, which it changes. */
export function settle(budget: Budget, exchange: Exchange, now: number): Settled {
  const { by, limits, leaseMs, running, finished, wanted } = exchange
  const reported = takeReports(budget, finished, { now, openAfter: limits.openAfter })
  for (const lease of budget.leases) if (running.includes(lease.id)) lease.until = now + leaseMs
  const entries = [...reported, ...collectLost(budget, now)]
  budget.urgent = budget.urgent.filter(item => item.by !== by && item.until > now)
  const decisions = wanted.map(want => {
    const decision = decide(budget, want, { by, limits, now })
    if (decision.kind === 'go') start(budget, want, exchange, now)
    return decision
  })
  const waitMs = wanted.flatMap((want, index) => {
    const decision = decisions[index]
    return want.urgent && decision?.kind === 'wait' ? [decision.ms ?? 0] : []
  })
  if (waitMs.length > 0) budget.urgent.push({ by, until: now + Math.max(...waitMs) + urgentBelievedMs })
  return { decisions, entries }
}

interface Asking {
  readonly by: string
  readonly limits: Limits
  readonly now: number
}

function decide(budget: Budget, want: Wanted, { by, limits, now }: Asking): Decision {
  const { circuit } = budget
  if (circuit) {
    const probing = budget.leases.some(lease => lease.probe)
    if (want.probe && probing) return { kind: 'wait', ms: lookAgainMs }
    if (!want.probe && (probing || circuit.probeAt > now)) {
      const retryAfterMs = Math.max(0, circuit.probeAt - now)
      return { kind: 'refused', code: circuit.code as ErrorCode, retryAfterMs, away: true }
    }
  }
  const quietMs = budget.quietUntil - now
  if (quietMs > patienceMs)
    return { kind: 'refused', code: 'DNEVNIK_RATE_LIMITED', retryAfterMs: quietMs, away: false }
  if (quietMs > 0) return { kind: 'wait', ms: quietMs }
  if (budget.leases.length >= limits.requestsAtOnce) {
    const alone = budget.leases.every(lease => lease.by === by)
    return { kind: 'wait', ms: alone ? null : lookAgainMs }
  }
  if (!want.urgent && budget.urgent.some(item => item.by !== by)) return { kind: 'wait', ms: lookAgainMs }
  const { gapMs, toleranceMs } = spacing(limits, budget.share)
  // A clock that was set back must not stop us for as long.
  budget.nextStartAt = Math.min(budget.nextStartAt, now + gapMs + toleranceMs)
  const waitMs = budget.nextStartAt - toleranceMs - now
  return waitMs > 0 ? { kind: 'wait', ms: waitMs } : { kind: 'go' }
}

function start(budget: Budget, want: Wanted, { by, limits, leaseMs }: Exchange, now: number): void {
  const { gapMs } = spacing(limits, budget.share)
  budget.nextStartAt = Math.max(budget.nextStartAt, now) + gapMs
  budget.leases.push({
    id: want.lease,
    by,
    startedAt: now,
    until: now + leaseMs,
    probe: budget.circuit !== null,
    charge: want.charge,
  })
}

/** Chosen so that in no second, wherever it begins, more calls start than allowed, those of one beat included. */
function spacing({ requestsPerSecond }: Limits, share: number): { gapMs: number; toleranceMs: number } {
  const rate = requestsPerSecond * share
  const atOneBeat = Math.max(1, Math.floor((rate * shortestBeatMs) / 1000))
  const gapMs = 1000 / (rate - (atOneBeat - 1))
  return { gapMs, toleranceMs: (atOneBeat - 1) * gapMs }
}
