import { randomUUID } from 'node:crypto'
import { BridgeError, describeError } from '../errors.js'
import type { Logger } from '../log.js'
import type { Charge } from './budget.js'
import type { Outcome, Turn } from './pace.js'
import { awayFailure, interrupted, quietFailure } from './refusals.js'
import type { Finished } from './report.js'
import type { Decision, Exchange, Limits, Settled } from './settle.js'
import type { Timeline } from './timeline.js'

/** Where the budget of one account is kept; lets only one exchange happen at a time. */
export type Keeper = (exchange: Exchange) => Promise<Settled>

export interface ClerkOptions {
  readonly keeper: Keeper
  readonly by: string
  readonly limits: Limits
  readonly leaseMs: number
  readonly time: Timeline
  readonly log: Logger
}

interface Waiter {
  readonly lease: string
  readonly urgent: boolean
  readonly probe: boolean
  readonly charge: Charge
  resolve(turn: Turn): void
  reject(error: unknown): void
}

/** How long calls that were told to stop may take to say that they have. */
const lastWordsMs = 2_000
const flushAgainMs = 1_000

/**
 * Speaks for all callers of one account in this process. One exchange at a time carries everything that has come
 * up meanwhile, so the busier we are, the more calls share one.
 */
export class Clerk {
  readonly #options: ClerkOptions
  readonly #waiting = new Set<Waiter>()
  readonly #running = new Set<string>()
  #finished: Finished[] = []
  #exchanging: Promise<void> | null = null
  #again = false
  #closed = false
  #alarm: AbortController | null = null
  #onIdle: (() => void) | null = null

  constructor(options: ClerkOptions) {
    this.#options = options
  }

  async turn(want: { urgent: boolean; probe: boolean; charge: Charge }, signal: AbortSignal): Promise<Turn> {
    if (signal.aborted || this.#closed) throw interrupted()
    return await new Promise<Turn>((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter)
        reject(interrupted())
      }
      const settled = () => {
        this.#waiting.delete(waiter)
        signal.removeEventListener('abort', leave)
      }
      const waiter: Waiter = {
        lease: randomUUID(),
        ...want,
        resolve: turn => {
          settled()
          resolve(turn)
        },
        reject: error => {
          settled()
          reject(error)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.add(waiter)
      this.#exchangeSoon()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const waiter of this.#waiting) waiter.reject(interrupted())
    await this.#lastWords()
    this.#alarm?.abort()
    this.#exchangeSoon()
    await this.#exchanging
    this.#alarm?.abort()
    if (this.#finished.length > 0)
      this.#options.log.error('requests not entered', { calls: this.#finished.length })
  }

  async #lastWords(): Promise<void> {
    if (this.#running.size === 0) return
    const tired = new AbortController()
    const idle = new Promise<void>(resolve => {
      this.#onIdle = resolve
    })
    const patience = this.#options.time.sleep(lastWordsMs, tired.signal).catch(() => undefined)
    await Promise.race([idle, patience])
    tired.abort()
  }

  #exchangeSoon(): void {
    this.#again = true
    this.#exchanging ??= this.#exchangeAll()
  }

  async #exchangeAll(): Promise<void> {
    while (this.#again) {
      // Whoever asks in the same moment shares the exchange.
      await Promise.resolve()
      this.#again = false
      const nothing = this.#waiting.size + this.#finished.length + this.#running.size === 0
      if (!nothing) await this.#exchange()
    }
    // At once, not by a `finally` outside: who comes between the two would wait for ever.
    this.#exchanging = null
  }

  async #exchange(): Promise<void> {
    const { keeper, by, limits, leaseMs, log } = this.#options
    const inOrder = [...this.#waiting].sort((a, b) => Number(b.urgent) - Number(a.urgent))
    const finished = this.#finished
    this.#finished = []
    const wanted = inOrder.map(({ lease, urgent, probe, charge }) => ({ lease, urgent, probe, charge }))
    try {
      const running = [...this.#running]
      const { decisions } = await keeper({ by, limits, leaseMs, running, finished, wanted })
      const waits = inOrder.flatMap((waiter, index) => this.#tell(waiter, decisions[index]))
      this.#wakeIn(waits)
    } catch (error) {
      this.#finished = [...finished, ...this.#finished]
      if (inOrder.length === 0) log.warn('requests not entered yet', { error: describeError(error) })
      for (const waiter of inOrder) waiter.reject(error)
      this.#wakeIn(this.#closed ? [] : [flushAgainMs])
    }
  }

  /** @returns after how many milliseconds it is of use to ask again for this one */
  #tell(waiter: Waiter, decision: Decision | undefined): number[] {
    if (decision?.kind === 'refused') {
      const { code, retryAfterMs, away } = decision
      waiter.reject(away ? awayFailure(code, retryAfterMs) : quietFailure(retryAfterMs))
    }
    if (decision?.kind === 'wait') return decision.ms === null ? [] : [decision.ms]
    if (decision?.kind !== 'go') return []
    // An answer that asked for quiet may have come while we were asking: then nobody leaves.
    const quiet = this.#finished.some(({ outcome }) => outcome !== null && outcome.quietMs !== null)
    if (this.#waiting.has(waiter) && !quiet) {
      waiter.resolve(this.#turnOf(waiter.lease))
      return []
    }
    this.#finished.push({ lease: waiter.lease, outcome: null, ms: 0 })
    this.#again = true
    return []
  }

  #turnOf(lease: string): Turn {
    const { time } = this.#options
    const startedAt = time.now()
    this.#running.add(lease)
    return {
      done: (outcome: Outcome) => {
        if (!this.#running.delete(lease)) throw ended()
        this.#finished.push({ lease, outcome, ms: time.now() - startedAt })
        if (this.#running.size === 0) this.#onIdle?.()
        this.#exchangeSoon()
      },
    }
  }

  #wakeIn(waits: readonly number[]): void {
    const { leaseMs, time } = this.#options
    this.#alarm?.abort()
    // Long calls must be heard of again before they are taken for lost.
    const ms = Math.min(...waits, this.#running.size > 0 ? leaseMs / 3 : Number.POSITIVE_INFINITY)
    if (ms === Number.POSITIVE_INFINITY || this.#closed) return
    const alarm = new AbortController()
    this.#alarm = alarm
    time.sleep(ms, alarm.signal).then(
      () => {
        if (this.#alarm === alarm) this.#exchangeSoon()
      },
      (error: unknown) => {
        if (alarm.signal.aborted) return
        for (const waiter of this.#waiting) waiter.reject(error)
      },
    )
  }
}

function ended(): BridgeError {
  return new BridgeError('INTERNAL', { message: 'О запросе к платформе доложено дважды.' })
}
