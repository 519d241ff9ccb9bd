import type pg from 'pg'
import type { DatabaseHandle } from './database.js'

/**
 * One connection between `begin` and `commit`. Statements with a name are planned once a connection, which counts
 * where thousands of small ones are made; the query builder has no names.
 */
export type Session = Pick<pg.ClientBase, 'query'>

/** Commits what `work` does, or nothing of it. */
export async function inTransaction<T>(
  { pool }: DatabaseHandle,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  // A connection whose transaction couldn't be ended is of no use to anybody.
  let usable = false
  try {
    await client.query('begin')
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
