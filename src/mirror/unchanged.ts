import type { DatabaseHandle } from '../database/index.js'
import { type Answer, type Window, windowKey } from '../journal/index.js'
import { chainLockName } from './chain.js'

/**
 * Most looks find what the look before found: those are taken in by this one statement, planned once a connection.
 * It does nothing unless all of this holds: no look at this chain is being taken in (a lock that is taken meanwhile
 * is waited for elsewhere), the newest data are whole and undoubted, older than this look, and of the same body.
 * The row of the chain is locked before its data are believed: had another look moved it on after the statement
 * began, `data_look` would not be what was found here, and nothing would happen.
 */
const statement = `
  with fence as materialized (
    select pg_try_advisory_xact_lock(hashtextextended($1, 0))
      and set_config('synchronous_commit', 'off', true) is not null as mine
  ),
  found as (
    select coalesce(o.unchanged_since, o.id) as body_of, o.records
    from mirror.chain c join mirror.observation o on o.school = c.school and o.id = c.data_look
    where c.school = $2 and c.window_key = $3 and not c.reread and (select mine from fence)
      and o.complete and not o.suspect and o.sha256 = $4 and o.asked_at <= $5
    for update of c
  ),
  noted as (
    insert into mirror.observation (school, window_key, asked_at, answered_at, complete, unchanged_since, sha256,
      records, requests, skew_ms, skew_error_ms)
    select $2, $3, $5, $6, true, body_of, $4, records, $7, $8, $9 from found
    returning id, records
  )
  update mirror.chain c set
    newest_look = case when $5 >= c.newest_asked_at then noted.id else c.newest_look end,
    newest_asked_at = greatest($5, c.newest_asked_at),
    data_look = noted.id, proof_look = noted.id, proof_asked_at = $5
  from noted where c.school = $2 and c.window_key = $3
  returning noted.records`

/** @returns how many records stand in the window; null when nothing was done, because the look needs more than this */
export async function takeUnchanged(
  handle: DatabaseHandle,
  window: Window,
  answer: Answer,
): Promise<number | null> {
  const { askedAt, answeredAt, sha256, requests, skew } = answer
  const { rows } = await handle.pool.query<{ records: number }>({
    name: 'mirror-unchanged',
    text: statement,
    values: [
      chainLockName(window),
      window.school,
      windowKey(window),
      sha256,
      askedAt,
      answeredAt,
      requests,
      skew?.ms ?? null,
      skew?.errorMs ?? null,
    ],
  })
  return rows[0]?.records ?? null
}
