import type { BridgeError } from '../../src/errors.js'
import type { Call, Outcome, Pace } from '../../src/pace/index.js'

export const account = { origin: 'https://api.example.org', fingerprint: 'f'.repeat(32) }
export const never = new AbortController().signal

export const good: Outcome = { code: 'OK', outage: false, quietMs: null, bytes: 100 }
export const down: Outcome = { code: 'DNEVNIK_DOWN', outage: true, quietMs: null, bytes: 0 }

export function limited(quietMs: number): Outcome {
  return { code: 'DNEVNIK_RATE_LIMITED', outage: false, quietMs, bytes: 0 }
}

export function aCall(more: Partial<Call> = {}): Call {
  const endpoint = 'edu-groups/{group}/marks/{from}/{to}'
  return { account, school: '17', purpose: 'sync', endpoint, urgent: false, probe: false, ...more }
}

/** Asks for a turn and ends it at once, so. */
export async function call(pace: Pace, outcome: Outcome = good, more: Partial<Call> = {}): Promise<void> {
  const turn = await pace.turn(aCall(more), never)
  turn.done(outcome)
}

/** The failure that the promise ends with; null when it ends well. */
export function failureOf(promise: Promise<unknown>): Promise<BridgeError | null> {
  return promise.then(
    () => null,
    (error: BridgeError) => error,
  )
}

/** The most starts in any second, wherever it begins. */
export function mostInASecond(starts: readonly number[]): number {
  const sorted = [...starts].sort((a, b) => a - b)
  return Math.max(
    0,
    ...sorted.map((start, index) => sorted.slice(index).filter(other => other < start + 1000).length),
  )
}
