import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { ChainLook } from './mirror.js'

/** `Mirror.chain` */
export async function readChainOfLooks(
  db: Kysely<Schema>,
  school: Id,
  windowKey: string,
): Promise<ChainLook[]> {
  const { rows } = await sql<ChainLook>`
    select o.asked_at::float8 as "askedAt", o.answered_at::float8 as "answeredAt", o.complete, o.suspect,
      f.asked_at::float8 as "unchangedSince", o.records, o.changed, o.gone, o.quarantined, o.requests, o.drift,
      case when o.skew_ms is not null
        then json_build_object('ms', o.skew_ms, 'errorMs', o.skew_error_ms) end as skew,
      o.error_code as "errorCode", o.replayed_at::float8 as "replayedAt", o.sha256,
      case when o.sha256 is not null then b.sha256 is not null end as "bodyKept"
    from mirror.observation o
    left join mirror.observation f on f.school = o.school and f.id = o.unchanged_since
    left join mirror.body b on b.school = o.school and b.sha256 = o.sha256
    where o.school = ${school} and o.window_key = ${windowKey}
    order by o.asked_at, o.id`.execute(db)
  return rows
}
