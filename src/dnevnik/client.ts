import type { Clock, Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import type { Logger } from '../log.js'
import { interrupted, type Sleep } from './abort.js'
import { acceptAnswer, type Shape } from './answer.js'
import type { Transport, WireRequest } from './http.js'
import { type Limiter, patienceMs } from './limiter.js'
import { backOffMs } from './retry.js'

/** What one look has cost so far; filled in by the client. */
export interface Look {
  readonly signal: AbortSignal
  askedAt: Instant | null
  answeredAt: Instant | null
  requests: number
}

export interface ClientOptions {
  readonly transport: Transport
  readonly limiter: Limiter
  readonly clock: Clock
  readonly log: Logger
  readonly attempts: number
  readonly sleep: Sleep
  readonly random: () => number
}

/** Sends requests in their turn, and again where that can help. */
export class Client {
  readonly #options: ClientOptions
  #requests = 0

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** Requests that left, retries included. */
  get requests(): number {
    return this.#requests
  }

  /** The body of a good answer. @throws BridgeError with a DNEVNIK_ code, or INTERRUPTED */
  async get(request: WireRequest, shape: Shape, look: Look): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#try(request, shape, look, attempt)
      } catch (error) {
        if (!(error instanceof BridgeError)) throw error
        await this.#beforeRetry(error, attempt, look.signal)
      }
    }
  }

  async #try(request: WireRequest, shape: Shape, look: Look, attempt: number): Promise<string> {
    const { clock, limiter, transport } = this.#options
    return await limiter.run(look.signal, async () => {
      look.askedAt ??= clock.now()
      look.requests += 1
      this.#requests += 1
      try {
        const answer = await transport.send(request, look.signal)
        look.answeredAt = clock.now()
        return acceptAnswer(answer, shape, request.path)
      } catch (error) {
        // Within the turn, so that no other request slips out between the answer and the pause.
        if (wantsQuiet(error)) limiter.pause(this.#waitMs(error, attempt))
        throw error
      }
    })
  }

  #waitMs(error: BridgeError, attempt: number): number {
    const asked = error.details.retryAfterMs
    return typeof asked === 'number' ? asked : backOffMs(attempt, this.#options.random)
  }

  /** Waits until another try is due. @throws the given error when there shall be none */
  async #beforeRetry(error: BridgeError, attempt: number, signal: AbortSignal): Promise<void> {
    const { attempts, log, sleep } = this.#options
    const waitMs = this.#waitMs(error, attempt)
    if (error.permanent || attempt >= attempts || waitMs > patienceMs) throw error
    log.warn('platform request failed, will be repeated', {
      code: error.code,
      path: error.details.path ?? null,
      attempt,
    })
    // Then the whole limiter waits already.
    if (wantsQuiet(error)) return
    try {
      await sleep(waitMs, signal)
    } catch (cause) {
      throw signal.aborted ? interrupted() : cause
    }
  }
}

function wantsQuiet(error: unknown): error is BridgeError {
  if (!(error instanceof BridgeError)) return false
  return error.code === 'DNEVNIK_RATE_LIMITED' || typeof error.details.retryAfterMs === 'number'
}
