import { setTimeout as delay } from 'node:timers/promises'

/** Passing time, without a date: waits and durations never use the program's clock, which may stand still. */
export interface Timeline {
  /** Milliseconds since some moment. */
  now(): number
  /** Rejects when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Node turns longer waits into none at all. */
const longestMs = 2 ** 31 - 1

export const realTime: Timeline = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(Math.min(ms, longestMs), undefined, { signal }),
}
