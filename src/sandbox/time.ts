import { type Clock, type Instant, systemClock } from '../clock.js'

/** A clock that can be set. */
export interface MovableClock extends Clock {
  set(now: Instant): void
}

export function isMovable(clock: Clock): clock is MovableClock {
  return 'set' in clock && typeof clock.set === 'function'
}

/** Goes on from a moment, so many times faster than the machine's clock. */
export class FastClock implements MovableClock {
  readonly #speed: number
  readonly #base: Clock
  #start: Instant
  #since: Instant

  constructor(start: Instant, speed: number, base: Clock = systemClock) {
    this.#speed = speed
    this.#base = base
    this.#start = start
    this.#since = base.now()
  }

  now(): Instant {
    return this.#start + Math.floor((this.#base.now() - this.#since) * this.#speed)
  }

  set(now: Instant): void {
    this.#start = now
    this.#since = this.#base.now()
  }
}

/** Milliseconds of an ISO duration of days, hours, minutes and seconds (`P1DT2H`, `PT30M`); null if it is none. */
export function readDuration(text: string): number | null {
  const parts = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (parts === null) return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map(part => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000
}
