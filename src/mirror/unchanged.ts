import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'
import type { DatabaseHandle } from '../database/index.js'
import { type Answer, type Window, windowKey } from '../journal/index.js'
import { chainLockName } from './chain.js'
import type { EarlierLook } from './change.js'

/**
 * Most looks find what the look before found. Those that come while one such statement runs are taken in by the next
 * one together, as a database commits in groups: one look alone never waits for others, and of many each costs little.
 *
 * A look is taken only if all of this holds for it: no other session takes in a look at its chain, the newest data
 * are whole and undoubted, older than this look, and of the same body. The chain moves on before the look is entered,
 * and only from the data that were found: had another look moved it on after the statement began, nothing would happen.
 * The lock of a chain is never waited for: whoever finds it taken waits by himself, elsewhere.
 *
 * Nobody but who holds that lock keeps a row of the chain, except to have its window reread, as the last thing before a
 * commit. Should two wait for each other there, PostgreSQL ends one of them, and the looks of a batch that failed go alone.
 *
 * The planner knows nothing of how many looks will come, nor of a fresh table. LATERAL leaves it no way but by the keys,
 * and what is asked of the data is asked outside of it, so that few are expected to be found and their chains are sought
 * by key as well. Nor may it see how many have come: it would plan anew for each number, which costs more than all the
 * rest; hence the arrays in subqueries.
 */
const statement = `
  with look as materialized (
    select l.*, pg_try_advisory_xact_lock(hashtextextended(lock, 0)) and
      (select set_config('synchronous_commit', 'off', true)) is not null as mine
    from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::text[]), (select $5::bigint[]),
      (select $6::bigint[]), (select $7::int[]), (select $8::bigint[]), (select $9::bigint[]), (select $10::boolean[]))
      with ordinality
      l (lock, school, window_key, sha256, asked_at, answered_at, requests, skew_ms, skew_error_ms, in_parts, place)
  ),
  found as materialized (
    select l.*, nextval('mirror.observation_id_seq') as id, n.data_look, n.body_of, n.records
    from look l cross join lateral (
      select c.data_look, coalesce(o.unchanged_since, o.id) as body_of, o.*
      from mirror.chain c cross join lateral (
        select * from mirror.observation where school = c.school and window_key = c.window_key and id = c.data_look
        limit 1
      ) o
      where c.school = l.school and c.window_key = l.window_key and not c.reread
      limit 1
    ) n
    where l.mine and n.complete and not n.suspect and n.sha256 = l.sha256 and n.asked_at <= l.asked_at
  ),
  moved as (
    update mirror.chain c set
      newest_look = case when f.asked_at >= c.newest_asked_at then f.id else c.newest_look end,
      newest_asked_at = greatest(f.asked_at, c.newest_asked_at),
      data_look = f.id, proof_look = f.id, proof_asked_at = f.asked_at
    from found f
    where c.school = f.school and c.window_key = f.window_key and c.data_look = f.data_look and not c.reread
    returning f.*
  ),
  noted as (
    insert into mirror.observation (school, id, window_key, asked_at, answered_at, complete, unchanged_since, sha256,
      records, requests, skew_ms, skew_error_ms) overriding system value
    select school, id, window_key, asked_at, answered_at, true, body_of, sha256, records, requests, skew_ms, skew_error_ms
    from moved
  )
  select l.place::int, m.records, n.same, n.look, n.known, n.gzip
  from look l left join moved m using (place)
  left join lateral (
    select o.sha256 = l.sha256 as same, e.*
    from mirror.chain c cross join lateral (
      select * from mirror.observation where school = c.school and window_key = c.window_key and id = c.data_look
      limit 1
    ) o left join lateral (
      select o.id as look, o.records as known, b.gzip
      from (
        select * from mirror.observation
        where school = o.school and window_key = o.window_key and id = coalesce(o.unchanged_since, o.id)
        limit 1
      ) first cross join lateral (
        select * from mirror.body where school = o.school and sha256 = o.sha256 limit 1
      ) b
      where l.in_parts and o.sha256 <> l.sha256 and not c.reread and o.complete and not o.suspect and first.drift = '{}'
      limit 1
    ) e on true
    where m.records is null and c.school = l.school and c.window_key = l.window_key
    limit 1
  ) n on true`

/** What became of a look. */
export interface Taking {
  /** How many records stand in the window; null when nothing was done, because the look needs more than this. */
  readonly records: number | null
  /** What its body seems to be, beside the one that is known; only a chain that is locked says it for sure. */
  readonly body: 'same' | 'changed' | 'first'
  /** What the body has changed from, where only that need be read; just as little for sure. */
  readonly earlier: EarlierLook | null
}

interface Waiting {
  readonly window: Window
  readonly answer: Answer
  readonly done: (taking: Taking) => void
  readonly failed: (error: unknown) => void
}

/** More in one statement would only keep their callers waiting. */
const batchSize = 64

export interface UnchangedLooks {
  take(window: Window, answer: Answer): Promise<Taking>
}

export function createUnchangedLooks({ pool }: DatabaseHandle): UnchangedLooks {
  let waiting: Waiting[] = []
  let running = false

  /** The next of each window; another look at the same one has to see what became of this. */
  function nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>()
    const later: Waiting[] = []
    for (const look of waiting) {
      const key = windowKey(look.window)
      if (batch.size < batchSize && !batch.has(key)) batch.set(key, look)
      else later.push(look)
    }
    waiting = later
    return [...batch.values()]
  }

  /** Those who are ready when a connection is free, and in the same turn: who was just answered brings his next look. */
  async function takeNext(): Promise<void> {
    const client = await pool.connect()
    await nextTurn()
    const batch = nextBatch()
    let takings: readonly Taking[]
    try {
      takings = await takeBatch(client, batch)
    } catch {
      client.release()
      // Nobody fails by what another look brought, nor by a connection that broke.
      await Promise.all(batch.map(takeAlone))
      return
    }
    client.release()
    for (const [index, look] of batch.entries()) look.done(takings[index] ?? untaken)
  }

  async function takeAlone(look: Waiting): Promise<void> {
    try {
      const [taking] = await takeBatch(pool, [look])
      look.done(taking ?? untaken)
    } catch (error) {
      look.failed(error)
    }
  }

  async function takeAll(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      try {
        await takeNext()
      } catch (error) {
        for (const look of waiting.splice(0)) look.failed(error)
      }
    }
    running = false
  }

  return {
    take: (window, answer) =>
      new Promise((done, failed) => {
        waiting.push({ window, answer, done, failed })
        if (!running) void takeAll()
      }),
  }
}

const untaken: Taking = { records: null, body: 'first', earlier: null }

interface TakingRow {
  readonly place: number
  readonly records: number | null
  readonly same: boolean | null
  readonly look: string | null
  readonly known: number
  readonly gzip: Buffer
}

function takingOf({ records, same, look, known, gzip }: TakingRow): Taking {
  if (records !== null) return { records, body: 'same', earlier: null }
  const body = same === null ? 'first' : same ? 'same' : 'changed'
  return { records, body, earlier: look === null ? null : { look, records: known, gzip } }
}

async function takeBatch(
  session: Pick<pg.Pool, 'query'>,
  batch: readonly Waiting[],
): Promise<readonly Taking[]> {
  const column = <T>(of: (look: Waiting) => T) => batch.map(of)
  const { rows } = await session.query<TakingRow>({
    name: 'mirror-unchanged',
    text: statement,
    values: [
      column(({ window }) => chainLockName(window)),
      column(({ window }) => window.school),
      column(({ window }) => windowKey(window)),
      column(({ answer }) => answer.sha256),
      column(({ answer }) => answer.askedAt),
      column(({ answer }) => answer.answeredAt),
      column(({ answer }) => answer.requests),
      column(({ answer }) => answer.skew?.ms ?? null),
      column(({ answer }) => answer.skew?.errorMs ?? null),
      column(({ answer }) => answer.parseChange !== undefined),
    ],
  })
  const takings: Taking[] = []
  for (const row of rows) takings[row.place - 1] = takingOf(row)
  return takings
}
