import type pg from 'pg'
import type { DatabaseHandle } from './database.js'

/**
 * One connection between `begin` and `commit`. Statements with a name are planned once a connection, which counts
 * where thousands of small ones are made; the query builder has no names.
 */
export type Session = Pick<pg.ClientBase, 'query'>

export interface TransactionOptions {
  /** Name of a lock that is waited for and held to the end, whatever process wants it. */
  readonly lock: string
  /** False where a power failure may undo what was committed in its last second. */
  readonly waitsForDisk: boolean
  /** All of its statements find rows by keys: they are planned so, however small or unknown the tables are as yet. */
  readonly onlyByKeys: boolean
}

/**
 * A plan is kept as long as the connection: what reads a fresh table whole would read it whole a year later. And it is
 * kept from the first, not made anew for each number of rows, which for a long statement costs more than the rest.
 */
const byKeys = `set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
       set local plan_cache_mode = force_generic_plan;`

/** Commits what `work` does, or nothing of it. */
export async function inTransaction<T>(
  { pool }: DatabaseHandle,
  { lock, waitsForDisk, onlyByKeys }: TransactionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  // A connection whose transaction couldn't be ended is of no use to anybody.
  let usable = false
  try {
    // In one message: a short transaction consists of waiting for answers.
    await client.query(
      `begin;
       set local synchronous_commit = ${waitsForDisk ? 'on' : 'off'};
       ${onlyByKeys ? byKeys : ''}
       select pg_advisory_xact_lock(hashtextextended(${client.escapeLiteral(lock)}, 0))`,
    )
    const result = await work(client)
    await client.query('commit')
    usable = true
    return result
  } catch (error) {
    usable = await client.query('rollback').then(
      () => true,
      () => false,
    )
    throw error
  } finally {
    client.release(!usable)
  }
}
