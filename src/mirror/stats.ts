import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'

/** How much the mirror holds of one school. */
export interface MirrorStats {
  readonly windows: number
  readonly looks: number
  readonly failedLooks: number
  readonly versions: number
  /** Versions that stand now. */
  readonly open: number
  /** Versions that gave way to another content. */
  readonly ended: number
  /** Versions of records that vanished. */
  readonly gone: number
  readonly quarantined: number
  readonly bodies: number
  readonly bodyBytes: number
  readonly bodyBytesCompressed: number
  readonly oldestLook: Instant | null
  readonly newestLook: Instant | null
  /** Of the mirror's tables with their indices, all schools together. */
  readonly diskBytes: number
}

/**
 * `Mirror.stats`. The raw size of a body stands in the last four bytes of its gzip, least significant first, so no
 * body is unpacked to be counted.
 */
export async function readStats(db: Kysely<Schema>, school: Id): Promise<MirrorStats> {
  const { rows } = await sql<MirrorStats>`
    with look as (
      select count(*)::int as looks, count(*) filter (where error_code is not null)::int as failed,
        min(asked_at)::float8 as oldest, max(answered_at)::float8 as newest
      from mirror.observation where school = ${school}
    ), version as (
      select count(*)::int as versions, count(*) filter (where ended_at is null)::int as open,
        count(*) filter (where ended_at is not null and not gone)::int as ended, count(*) filter (where gone)::int as gone
      from mirror.version where school = ${school}
    ), body as (
      select count(*)::int as bodies, coalesce(sum(length(gzip)), 0)::float8 as compressed,
        coalesce(sum(get_byte(tail, 0) + get_byte(tail, 1) * 256::bigint + get_byte(tail, 2) * 65536::bigint
          + get_byte(tail, 3) * 16777216::bigint), 0)::float8 as raw
      from (select gzip, substring(gzip from length(gzip) - 3) as tail from mirror.body where school = ${school}) b
    )
    select (select count(*)::int from mirror.chain where school = ${school}) as windows,
      look.looks, look.failed as "failedLooks", version.*,
      (select count(*)::int from mirror.quarantine where school = ${school}) as quarantined,
      body.bodies, body.raw as "bodyBytes", body.compressed as "bodyBytesCompressed",
      look.oldest as "oldestLook", look.newest as "newestLook",
      (select sum(pg_total_relation_size(c.oid))::float8 from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'mirror' and c.relkind = 'r') as "diskBytes"
    from look, version, body`.execute(db)
  const [stats] = rows
  if (!stats) throw new Error('aggregates without a row')
  return stats
}
