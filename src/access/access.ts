import type { Clock } from '../clock.js'
import { type Access, readAccess } from '../config/index.js'
import { type BridgeError, isBridgeError } from '../errors.js'
import type { JournalSource } from '../journal/index.js'
import type { DatabaseHandle } from '../database/index.js'
import type { Logger } from '../log.js'
import { guardSource, type TokenSource } from './guard.js'
import { createOutages, noToken, type Outage, type Outages } from './outages.js'
import { createTokenKeeper, type Refresher } from './token-keeper.js'

/** Whether the platform lets us in, as far as is known without asking it. */
export type AccessState =
  | { readonly kind: 'alive' }
  /** `untried`: there is another token since, and nobody has asked the platform with it. */
  | { readonly kind: 'dead'; readonly outage: Outage; readonly untried: boolean }
  /** `problem` tells why there is no token, for people. The outage is null until `lose` has entered it. */
  | { readonly kind: 'missing'; readonly outage: Outage | null; readonly problem: string }

export interface TokenFacts extends Omit<Access, 'token' | 'refreshToken'> {
  /** `no-secret`: the login gave what refreshes it, but here is no client secret to do it with. */
  readonly refresh: 'ready' | 'no-secret' | 'none'
}

export interface PlatformAccess {
  readonly source: JournalSource
  state(): Promise<AccessState>
  /**
   * Asks the platform, whatever is known; false when the token is dead.
   * @throws BridgeError TOKEN_MISSING; DNEVNIK_NETWORK and the like when nobody can tell
   */
  probe(signal?: AbortSignal): Promise<boolean>
  /** Enters that there is no token: an outage like that of a dead one, which any token that works ends. */
  lose(): Promise<void>
  /** True for one caller an hour: the dead token may be tried once. */
  mayProbe(): Promise<boolean>
  /** Who was told of which outage. */
  readonly notices: Pick<Outages, 'claimNotice' | 'confirmNotice' | 'told' | 'lastEnded'>
  /** What is known of the token in use. @throws BridgeError TOKEN_MISSING */
  token(): Promise<TokenFacts>
}

export interface AccessOptions {
  readonly database: DatabaseHandle
  readonly secrets: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly log: Logger
  open(token: string): TokenSource
  /** Null where the installation has no client secret. */
  refresher(): Promise<Refresher | null>
}

export function createAccess(options: AccessOptions): PlatformAccess {
  const { database, secrets, environment, clock, log } = options
  const outages = createOutages(database)
  const keeper = createTokenKeeper({ ...options, outages })
  const { source, probe } = guardSource({ keeper, outages, clock, log, open: options.open })

  /** A file that has vanished and a setting that names none are the same to whoever waits for the journal. */
  async function known(): Promise<Access | BridgeError> {
    try {
      return await readAccess(secrets, environment)
    } catch (error) {
      if (isBridgeError(error, 'TOKEN_MISSING', 'CONFIG_INVALID')) return error
      throw error
    }
  }

  return {
    source,
    probe,
    async lose() {
      await outages.begin(noToken, clock.now())
      log.error('there is no token, reading is paused')
    },
    mayProbe: () => outages.claimProbe(clock.now()),
    notices: outages,
    async state() {
      const [outage, access] = await Promise.all([outages.current(), known()])
      if (access instanceof Error) return { kind: 'missing', outage, problem: access.message }
      if (outage === null) return { kind: 'alive' }
      return { kind: 'dead', outage, untried: outage.fingerprint !== access.fingerprint }
    },
    async token() {
      const { token: _, refreshToken, ...facts } = await readAccess(secrets, environment)
      if (refreshToken === null) return { ...facts, refresh: 'none' }
      return { ...facts, refresh: (await options.refresher()) === null ? 'no-secret' : 'ready' }
    },
  }
}
