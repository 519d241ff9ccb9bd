import type { Clock, Instant } from '../../clock.js'
import type { Switches } from '../switches.js'
import { Dice } from '../school/dice.js'

/** What a login gives. */
export interface Issued {
  readonly token: string
  /** Null where the platform gives none. */
  readonly refreshToken: string | null
  /** Seconds that the token lives; null: for ever. */
  readonly expiresIn: number | null
}

export interface TokensOptions {
  readonly seed: number
  /** That of the start; default: derived from the seed. */
  readonly first: string | undefined
  readonly clock: Clock
  readonly switches: Pick<Switches, 'tokenDays' | 'codeFlow'>
}

const dayMs = 86_400_000

/** Tokens that live, and the codes and refresh tokens for which there are others; all of one person, by number. */
export class Tokens {
  readonly first: string
  readonly #options: TokensOptions
  /** Until when each lives. */
  readonly #ends = new Map<string, Instant>()
  /** Codes and refresh tokens, each good once, with the client that they were given to. */
  readonly #claims = new Map<string, string>()
  #made = 0

  constructor(options: TokensOptions) {
    this.#options = options
    this.first = options.first ?? signs(new Dice(options.seed, 'token'))
    this.#ends.set(this.first, this.#end())
  }

  isAlive(token: string): boolean {
    return this.#options.clock.now() < (this.#ends.get(token) ?? Number.NEGATIVE_INFINITY)
  }

  /** Another token, beside those that live. */
  issue(): string {
    const token = this.#secret('token')
    this.#ends.set(token, this.#end())
    return token
  }

  /** A code for this client. */
  code(clientId: string): string {
    return this.#claim('code', clientId)
  }

  /** What a code or a refresh token is good for; null where it is none of this client's, or used up. */
  redeem(claim: string, clientId: string): Issued | null {
    if (this.#claims.get(claim) !== clientId) return null
    this.#claims.delete(claim)
    const { tokenDays, codeFlow } = this.#options.switches
    return {
      token: this.issue(),
      refreshToken: codeFlow === 'refresh' ? this.#claim('refresh', clientId) : null,
      expiresIn: tokenDays === null ? null : Math.round((tokenDays * dayMs) / 1000),
    }
  }

  #claim(kind: string, clientId: string): string {
    const claim = this.#secret(kind)
    this.#claims.set(claim, clientId)
    return claim
  }

  #secret(kind: string): string {
    this.#made += 1
    return signs(new Dice(this.#options.seed, `${kind}/${this.#made}`))
  }

  #end(): Instant {
    const { clock, switches } = this.#options
    return clock.now() + (switches.tokenDays ?? Number.POSITIVE_INFINITY) * dayMs
  }
}

/** 32 letters and digits. */
function signs(dice: Dice): string {
  const all = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
  return Array.from({ length: 32 }, () => dice.pick(all)).join('')
}
