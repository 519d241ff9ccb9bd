import type { Clock, Instant } from '../clock.js'
import { type Access, readAccess, readStoredAccess, type StoredAccess, storeAccess } from '../config/index.js'
import { describeError } from '../errors.js'
import type { Logger } from '../log.js'
import type { Outages } from './outages.js'

export interface Refreshed {
  readonly token: string
  readonly refreshToken: string | null
  readonly obtainedAt: Instant
  readonly expiresAt: Instant | null
}

/** Asks the platform for the next token. */
export type Refresher = (refreshToken: string, clientId: string) => Promise<Refreshed>

export interface TokenKeeperOptions {
  /** Folder of the stored token. */
  readonly secrets: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly outages: Outages
  readonly clock: Clock
  readonly log: Logger
  /** Null where the installation has no client secret. */
  refresher(): Promise<Refresher | null>
}

export interface TokenKeeper {
  /**
   * The token to use now, refreshed when it nears its end. Read anew each time, so that a login in another shell
   * counts at once.
   * @throws BridgeError TOKEN_MISSING, CONFIG_INVALID
   */
  current(): Promise<Access>
  /** What to use instead of a token that was found dead; null when there is nothing else. */
  insteadOf(dead: Access): Promise<Access | null>
}

/** So much of a token's life passes before the next one is asked for: the rest is for outages. */
const refreshAfter = 0.8

function nearsItsEnd({ refreshToken, obtainedAt, expiresAt }: StoredAccess, now: Instant): boolean {
  if (refreshToken === null || obtainedAt === null || expiresAt === null) return false
  return now >= obtainedAt + (expiresAt - obtainedAt) * refreshAfter
}

export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { secrets, environment, outages, clock, log } = options
  const read = () => readAccess(secrets, environment)
  let renewing: Promise<void> | null = null

  /** Stores the next token. What another process or a login has stored meanwhile stays. */
  async function refresh(access: Access, ask: () => Promise<Refreshed>): Promise<void> {
    const before = await readStoredAccess(secrets)
    if (before?.token !== access.token) return
    const next = await ask()
    const after = await readStoredAccess(secrets)
    if (after?.token === access.token) await storeAccess(secrets, { ...next, clientId: access.clientId })
  }

  /** One at a time in this process, and, by the database, in all of them. */
  async function renewed(access: Access): Promise<Access> {
    const { refreshToken, clientId, fingerprint } = access
    if (access.source !== 'store' || refreshToken === null || clientId === null) return read()
    // Without one nothing is tried, and the hour's try is left to a process that has it.
    const refresher = await options.refresher()
    if (refresher === null) return read()
    renewing ??= outages
      .refreshOnce(fingerprint, clock.now(), () => refresh(access, () => refresher(refreshToken, clientId)))
      .then(() => undefined)
      .catch((error: unknown) => {
        // The token at hand is used to its end; whether that has come, the platform tells.
        log.warn('token not refreshed', { error: describeError(error) })
      })
      .finally(() => {
        renewing = null
      })
    await renewing
    return read()
  }

  return {
    async current() {
      const access = await read()
      return nearsItsEnd(access, clock.now()) ? renewed(access) : access
    },

    async insteadOf(dead) {
      const now = await read()
      const next = now.fingerprint === dead.fingerprint ? await renewed(now) : now
      return next.fingerprint === dead.fingerprint ? null : next
    },
  }
}
