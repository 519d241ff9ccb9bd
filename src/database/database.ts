import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Schema } from './schema.js'
import { SeparatingPool, type Separation } from './separation.js'

export type { Schema } from './schema.js'

export interface DatabaseOptions {
  readonly connectionString: string
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string
  /** At most so many; small as it is by itself, because several processes and the queue share one server. */
  readonly connections?: number
}

/**
 * One pool, two ways in: `kysely` for typed queries and its `sql` tag, `pool` for sessions (advisory locks, COPY).
 * Every failure that leaves either is a BridgeError without data: DATABASE_FAILED, or INTERNAL for wrong SQL.
 */
export interface DatabaseHandle {
  readonly connectionString: string
  readonly kysely: Kysely<Schema>
  readonly pool: pg.Pool
  /**
   * What `work` asks finds rows of these schools only, and writes no others, once `separate` has said `rows`; until then, and
   * where it says `code`, it is just done.
   */
  within<T>(schools: readonly string[], work: () => Promise<T>): Promise<T>
  separate(): Promise<Separation>
  /** Waits for running queries. May be called again at any time. */
  close(): Promise<void>
}

/** Connects at the first query. */
export function openDatabase({
  connectionString,
  applicationName = 'dnevnik-bridge',
  connections = 5,
}: DatabaseOptions): DatabaseHandle {
  const pool = new SeparatingPool({
    connectionString,
    application_name: applicationName,
    max: connections,
    connectionTimeoutMillis: 30_000,
  })
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | undefined
  return {
    connectionString,
    kysely,
    pool,
    within: (schools, work) => pool.within(schools, work),
    separate: () => pool.separate(),
    close() {
      closing ??= close(kysely, pool)
      return closing
    },
  }
}

/** Kysely ends the pool only if it has been used. */
async function close(kysely: Kysely<Schema>, pool: pg.Pool): Promise<void> {
  await kysely.destroy()
  if (!pool.ending) await pool.end()
}
