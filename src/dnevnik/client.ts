import type { Clock, Instant } from '../clock.js'
import { BridgeError, isBridgeError } from '../errors.js'
import type { Charge } from '../journal/index.js'
import type { Logger } from '../log.js'
import { type Pace, type PlatformAccount, patienceMs, type Turn } from '../pace/index.js'
import { interrupted, type Sleep } from './abort.js'
import { acceptAnswer, type Shape } from './answer.js'
import { endpointKind } from './endpoint-kind.js'
import { isRefusal } from './failures.js'
import type { Transport, WireRequest } from './http.js'
import { backOffMs } from './retry.js'
import { narrowed, type SkewRange } from './skew.js'

/** What one look has cost so far; filled in by the client. */
export interface Look {
  readonly signal: AbortSignal
  askedAt: Instant | null
  answeredAt: Instant | null
  requests: number
  readonly charge: Charge & { readonly school: string; readonly probe: boolean }
  skew: SkewRange | null
}

export interface ClientOptions {
  readonly transport: Transport
  readonly pace: Pace
  /** Asked before each request, because a token may be renewed. */
  readonly account: () => PlatformAccount
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
      // Whom the pace refuses a turn is told so, and doesn't ask for another.
      const turn = await this.#turn(request, look)
      try {
        return await this.#try(turn, { request, shape, look, attempt })
      } catch (error) {
        if (!(error instanceof BridgeError)) throw error
        await this.#beforeRetry(error, attempt, look.signal)
      }
    }
  }

  #turn({ path }: WireRequest, { charge, signal }: Look): Promise<Turn> {
    const { school, purpose, urgent = false, probe } = charge
    const endpoint = endpointKind(path)
    const call = { account: this.#options.account(), school, purpose, endpoint, urgent, probe }
    return this.#options.pace.turn(call, signal)
  }

  async #try(
    turn: Turn,
    { request, shape, look, attempt }: { request: WireRequest; shape: Shape; look: Look; attempt: number },
  ): Promise<string> {
    const { clock, transport } = this.#options
    let bytes = 0
    look.askedAt ??= clock.now()
    look.requests += 1
    this.#requests += 1
    try {
      const answer = await transport.send(request, look.signal)
      bytes = answer.bytes
      look.answeredAt = clock.now()
      look.skew = narrowed(look.skew, answer.skew)
      const body = acceptAnswer(answer, shape, request.path)
      turn.done({ code: 'OK', outage: false, quietMs: null, bytes })
      return body
    } catch (error) {
      const code = error instanceof BridgeError ? error.code : 'INTERNAL'
      const quietMs = wantsQuiet(error) ? this.#waitMs(error, attempt) : null
      turn.done({ code, outage: isOutage(error), quietMs, bytes })
      throw error
    }
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
    // Then everybody waits already.
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

/** A page with 404 is a refusal of that address, whatever it looks like. */
function isOutage(error: unknown): boolean {
  return isBridgeError(error, 'DNEVNIK_DOWN', 'DNEVNIK_NETWORK', 'DNEVNIK_TIMEOUT') && !isRefusal(error)
}
