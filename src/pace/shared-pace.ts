import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { DatabaseHandle } from '../database/index.js'
import { Budget, freshBudget, standingOf } from './budget.js'
import type { Keeper } from './clerk.js'
import { type PaceOptions, paceOf } from './from-clerks.js'
import type { Pace } from './pace.js'
import type { PlatformAccount } from './platform-account.js'
import { enterRequests } from './request-ledger.js'
import { type Exchange, settle } from './settle.js'

export interface SharedPaceOptions extends PaceOptions {
  readonly database: DatabaseHandle
  /** Replaces the database's clock, for tests that move time by hand. */
  readonly now?: () => number
  /** A call of which nothing is heard for so long is lost, and its process dead. */
  readonly leaseMs?: number
}

/** A process speaks of its calls thrice in this time. */
const usualLeaseMs = 10_000

/**
 * The commit needn't reach the disk unless it holds what a crash of the server must not forget. A process that
 * freezes here must not keep the others waiting.
 */
const begin =
  "begin; set local synchronous_commit to off; set local idle_in_transaction_session_timeout to '5s'"
const clockText = '(extract(epoch from clock_timestamp()) * 1000)::float8'
const Row = z.object({ state: Budget, now: z.number() })

/** The pace of all processes on one database. Moments are told by its clock: those of machines differ. */
export function createSharedPace(options: SharedPaceOptions): Pace {
  const { database, limits, leaseMs = usualLeaseMs } = options
  const keeperOf =
    (account: PlatformAccount): Keeper =>
    async exchange => {
      const client = await database.pool.connect()
      try {
        const settled = await settleIn(client, account, { exchange, now: options.now })
        client.release()
        return settled
      } catch (error) {
        // Closing the connection rolls back, whatever state it is in.
        client.release(true)
        throw error
      }
    }

  return paceOf(
    {
      keeperOf,
      leaseMs,
      async standing(origin) {
        const { rows } = await database.pool.query(
          `select state, ${clockText} as now from pace.budget where origin = $1 order by used_at desc limit 1`,
          [origin],
        )
        if (rows.length === 0) return null
        const { state, now } = Row.parse(rows[0])
        return standingOf(state, limits.requestsPerSecond, options.now?.() ?? now)
      },
    },
    options,
  )
}

async function settleIn(
  client: PoolClient,
  { origin, fingerprint }: PlatformAccount,
  { exchange, now: told }: { exchange: Exchange; now: (() => number) | undefined },
) {
  await client.query(begin)
  const locked = await lock(client, [origin, fingerprint])
  // The server's moment is taken once the row is ours: waiting for it takes time.
  const { quietUntil, circuit } = locked.state
  const settled = settle(locked.state, exchange, told?.() ?? locked.now)
  await client.query(
    'update pace.budget set state = $3, used_at = clock_timestamp() where origin = $1 and fingerprint = $2',
    [origin, fingerprint, locked.state],
  )
  await enterRequests(client, settled.entries)
  const mustLast = quietUntil !== locked.state.quietUntil || circuit !== locked.state.circuit
  await client.query(mustLast ? 'set local synchronous_commit to default; commit' : 'commit')
  return settled
}

async function lock(client: PoolClient, key: readonly [string, string]) {
  const select = `with locked as materialized (
      select state from pace.budget where origin = $1 and fingerprint = $2 for update
    ) select state, ${clockText} as now from locked`
  const { rows } = await client.query(select, [...key])
  if (rows.length > 0) return Row.parse(rows[0])
  await client.query(
    `insert into pace.budget (origin, fingerprint, state, used_at) values ($1, $2, $3, clock_timestamp())
     on conflict do nothing`,
    [...key, freshBudget()],
  )
  return Row.parse((await client.query(select, [...key])).rows[0])
}
