import type { Budget, Charge, Lease } from './budget.js'
import type { Outcome } from './pace.js'

/** What ended calls teach: the first half of an exchange. */

export interface Finished {
  readonly lease: string
  /** Null when the call never left. */
  readonly outcome: Outcome | null
  readonly ms: number
}

/** One call that left, for the request ledger. `LOST`: its process died before it could tell how it ended. */
export interface Entry extends Charge {
  readonly outcome: string
  readonly bytes: number
  readonly ms: number
}

const smallestShare = 1 / 64
/** Fifty good answers undo one halving. */
const shareOfGoodAnswer = 0.01
/** Endings that say neither that the platform is there nor that it is away. */
const tellsNothing: ReadonlySet<string> = new Set(['DNEVNIK_TRUNCATED', 'INTERRUPTED', 'INTERNAL'])
const firstProbeMs = 5_000
const longestProbeMs = 5 * 60_000

export function takeReports(
  budget: Budget,
  finished: readonly Finished[],
  { now, openAfter }: { now: number; openAfter: number },
): Entry[] {
  const entries: Entry[] = []
  for (const { lease: id, outcome, ms } of finished) {
    const lease = budget.leases.find(item => item.id === id)
    if (outcome?.quietMs) budget.quietUntil = Math.max(budget.quietUntil, now + outcome.quietMs)
    // Given up for lost meanwhile, and charged as such; what the platform asked for holds nevertheless.
    if (!lease) continue
    budget.leases = budget.leases.filter(item => item !== lease)
    if (outcome === null) continue
    learn(budget, lease, outcome, { now, openAfter })
    entries.push({ ...lease.charge, outcome: outcome.code, bytes: outcome.bytes, ms: Math.round(ms) })
  }
  return entries
}

/** Calls of processes that died: nobody else will tell of them. */
export function collectLost(budget: Budget, now: number): Entry[] {
  const lost = budget.leases.filter(lease => lease.until <= now)
  budget.leases = budget.leases.filter(lease => lease.until > now)
  return lost.map(({ charge, startedAt }) => ({
    ...charge,
    outcome: 'LOST',
    bytes: 0,
    ms: Math.round(now - startedAt),
  }))
}

function learn(
  budget: Budget,
  lease: Lease,
  outcome: Outcome,
  { now, openAfter }: { now: number; openAfter: number },
): void {
  const { code, outage } = outcome
  if (code === 'OK') budget.share = Math.min(1, budget.share + shareOfGoodAnswer)
  if (code === 'DNEVNIK_RATE_LIMITED' && lease.startedAt >= budget.slowedAt) {
    budget.share = Math.max(smallestShare, budget.share / 2)
    budget.slowedAt = now
  }
  if (outage) enterOutage(budget, { code, probe: lease.probe, now, openAfter })
  if (outage || tellsNothing.has(code)) return
  budget.outages = 0
  budget.circuit = null
}

function enterOutage(
  budget: Budget,
  { code, probe, now, openAfter }: { code: string; probe: boolean; now: number; openAfter: number },
): void {
  budget.outages += 1
  if (!budget.circuit) {
    if (budget.outages >= openAfter)
      budget.circuit = { since: now, code, probeAt: now + firstProbeMs, failedProbes: 0 }
    return
  }
  if (!probe) return
  const failedProbes = budget.circuit.failedProbes + 1
  const pauseMs = Math.min(firstProbeMs * 2 ** failedProbes, longestProbeMs)
  budget.circuit = { ...budget.circuit, code, failedProbes, probeAt: now + pauseMs }
}
