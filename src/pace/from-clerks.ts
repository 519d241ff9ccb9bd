import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.js'
import type { Logger } from '../log.js'
import { Clerk, type Keeper } from './clerk.js'
import type { Call, Pace } from './pace.js'
import type { PlatformAccount } from './platform-account.js'
import type { Limits } from './settle.js'
import { realTime, type Timeline } from './timeline.js'

export interface PaceOptions {
  readonly limits: Limits
  /** Tells in which hour a call left; it may stand still. */
  readonly clock: Clock
  readonly log: Logger
  readonly time?: Timeline
}

export interface Books {
  keeperOf(account: PlatformAccount): Keeper
  readonly leaseMs: number
  readonly standing: Pace['standing']
}

const hourMs = 3_600_000

/** A clerk an account: a renewed token is another one. */
export function paceOf({ keeperOf, leaseMs, standing }: Books, options: PaceOptions): Pace {
  const { limits, clock, log, time = realTime } = options
  const by = randomUUID()
  const clerks = new Map<string, Clerk>()

  function clerkOf(account: PlatformAccount): Clerk {
    const key = `${account.origin} ${account.fingerprint}`
    const known = clerks.get(key)
    if (known) return known
    const clerk = new Clerk({ keeper: keeperOf(account), by, limits, leaseMs, time, log })
    clerks.set(key, clerk)
    return clerk
  }

  return {
    async turn({ account, school, purpose, endpoint, urgent, probe }: Call, signal) {
      const hour = Math.floor(clock.now() / hourMs) * hourMs
      return clerkOf(account).turn({ urgent, probe, charge: { school, purpose, endpoint, hour } }, signal)
    },
    standing,
    async close() {
      await Promise.all([...clerks.values()].map(clerk => clerk.close()))
    },
  }
}
