import type { Clock } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { Limits } from './switches.js'

/** Counts one token's requests against the limits. */
export class LimitKeeper {
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #dayOf: () => IsoDate
  #recent: number[] = []
  #inFlight = 0
  #today: { readonly day: IsoDate; count: number } = { day: '', count: 0 }

  /** `clock` measures seconds: the machine's, since the school's may stand still; days are the school's. */
  constructor(limits: Limits, { clock, dayOf }: { clock: Clock; dayOf: () => IsoDate }) {
    this.#limits = limits
    this.#clock = clock
    this.#dayOf = dayOf
  }

  /** Takes a request in; the function tells that it has ended. Null: one too many, and it counts for nothing. */
  enter(): (() => void) | null {
    const { perSecond, inFlight, perDay } = this.#limits
    const now = this.#clock.now()
    this.#recent = this.#recent.filter(at => now - at < 1000)
    const day = this.#dayOf()
    if (this.#today.day !== day) this.#today = { day, count: 0 }
    if (perSecond !== null && this.#recent.length >= perSecond) return null
    if (inFlight !== null && this.#inFlight >= inFlight) return null
    if (perDay !== null && this.#today.count >= perDay) return null
    if (perSecond !== null) this.#recent.push(now)
    this.#today.count += 1
    this.#inFlight += 1
    let ended = false
    return () => {
      if (!ended) this.#inFlight -= 1
      ended = true
    }
  }
}
