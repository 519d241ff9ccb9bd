import { abortable, interrupted, type Sleep } from './abort.js'
import { failure } from './failures.js'

export interface LimiterOptions {
  readonly requestsPerSecond: number
  readonly requestsAtOnce: number
  readonly sleep: Sleep
}

/** Shorter pauses are waited out; during longer ones callers are told at once to come back later. */
export const patienceMs = 10 * 60_000
/** Timers can't tell shorter spans apart: above 200 requests a second several start at one beat. */
const shortestBeatMs = 5

/**
 * Lets requests start at most so often and so many at once, and none while the platform asked for quiet. It reads
 * no clock: the next start is allowed when the wait after the previous one is over.
 */
export class Limiter {
  readonly #sleep: Sleep
  readonly #startsPerBeat: number
  readonly #beatMs: number
  readonly #closing = new AbortController()
  readonly #waiting = new Set<{ give(): void }>()
  #free: number
  #startsOfBeat = 0
  #beat: Promise<void> = Promise.resolve()
  #pause: Promise<void> | null = null
  #shutForMs: number | null = null

  constructor(options: LimiterOptions) {
    this.#sleep = options.sleep
    this.#free = options.requestsAtOnce
    this.#startsPerBeat = Math.max(1, Math.round((options.requestsPerSecond * shortestBeatMs) / 1000))
    this.#beatMs = (this.#startsPerBeat * 1000) / options.requestsPerSecond
  }

  /** @throws BridgeError INTERRUPTED; DNEVNIK_RATE_LIMITED while the platform wants quiet for long */
  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    await this.#slot(signal)
    try {
      await abortable(this.#turn(), signal)
      if (this.#shutForMs !== null) throw failure('DNEVNIK_RATE_LIMITED', { retryAfterMs: this.#shutForMs })
      return await task()
    } finally {
      this.#freeSlot()
    }
  }

  /** No request starts before the time is over, whoever asks. Pauses that overlap end with the longest. */
  pause(ms: number): void {
    if (ms > patienceMs) {
      this.#shutForMs = Math.max(ms, this.#shutForMs ?? 0)
      const shut = this.#shutForMs
      void this.#wait(ms).then(() => {
        if (this.#shutForMs === shut) this.#shutForMs = null
      })
      return
    }
    const pause = Promise.all([this.#pause, this.#wait(ms)]).then(() => {
      if (this.#pause === pause) this.#pause = null
    })
    this.#pause = pause
  }

  /** Ends all waits; whoever still waits is told by his own signal. */
  close(): void {
    this.#closing.abort()
  }

  #turn(): Promise<void> {
    const started = this.#beat.then(() => this.#untilOpen())
    this.#startsOfBeat += 1
    if (this.#startsOfBeat < this.#startsPerBeat) return started
    this.#startsOfBeat = 0
    this.#beat = started.then(() => this.#wait(this.#beatMs))
    return started
  }

  async #untilOpen(): Promise<void> {
    while (this.#pause) await this.#pause
  }

  async #wait(ms: number): Promise<void> {
    try {
      await this.#sleep(ms, this.#closing.signal)
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error
    }
  }

  async #slot(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw interrupted()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter)
        reject(interrupted())
      }
      const waiter = {
        give: () => {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.add(waiter)
    })
  }

  #freeSlot(): void {
    const [next] = this.#waiting
    if (!next) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next.give()
  }
}
