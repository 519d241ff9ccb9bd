/** Time comes in from outside: nothing but this file reads the machine's clock. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock set to a moment that goes on from there with the machine's: a long-running `--now`. */
export function clockFrom(start: Instant): Clock {
  const offset = start - Date.now()
  return { now: () => Date.now() + offset }
}

/** A clock that stands, or is moved by hand: tests, `--now`, the demo's simulated week. */
export class ManualClock implements Clock {
  #now: Instant
  constructor(now: Instant) {
    this.#now = now
  }
  now(): Instant {
    return this.#now
  }
  set(now: Instant): void {
    this.#now = now
  }
}
