import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import { type RecordKind, type Window, windowKey as keyOf } from '../journal/index.js'
import {
  type Difference,
  type ElsewhereVersion,
  lastProof,
  recordKey,
  type SeenRecord,
  type StandingVersion,
} from './compare.js'

/** Rows a statement: measured as the quickest size for arrays. */
const chunkSize = 5000

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += chunkSize) yield items.slice(start, start + chunkSize)
}

export async function standingVersions(db: Kysely<Schema>, window: Window): Promise<StandingVersion[]> {
  const { rows } = await sql<StandingVersion>`
    select id, kind, record, seq, hash, asked_at::float8 as "askedAt", missing_at::float8 as "missingAt"
    from mirror.version
    where window_key = ${keyOf(window)} and ended_at is null`.execute(db)
  return rows
}

interface ElsewhereRow {
  readonly id: string
  readonly record: string
  readonly seq: number
  readonly standing: boolean
  readonly windowKey: string
  readonly askedAt: number
  readonly proofAt: number | null
}

/**
 * Newest versions of records that the look saw and that don't stand in its window. Most have none: the primary key
 * is asked for the ids of one kind at a time, in one walk.
 */
export async function elsewhereVersions(
  db: Kysely<Schema>,
  window: Window,
  seen: readonly SeenRecord[],
): Promise<Map<string, ElsewhereVersion>> {
  const versions = new Map<string, ElsewhereVersion>()
  const ids = new Map<RecordKind, string[]>()
  for (const { kind, record } of seen) {
    const list = ids.get(kind)
    if (list) list.push(record)
    else ids.set(kind, [record])
  }
  for (const [kind, records] of ids) {
    const { rows } = await sql<ElsewhereRow>`
      select distinct on (v.record) v.id, v.record, v.seq, v.ended_at is null as standing,
        v.window_key as "windowKey", v.asked_at::float8 as "askedAt", c.proof_asked_at::float8 as "proofAt"
      from mirror.version v
      left join mirror.chain c on c.school = v.school and c.window_key = v.window_key
      where v.school = ${window.school} and v.group_id = ${window.group ?? ''} and v.kind = ${kind}
        and v.record = any(${records}::text[])
      order by v.record, v.seq desc`.execute(db)
    for (const { record, askedAt, proofAt, ...version } of rows) {
      versions.set(recordKey(kind, record), { ...version, lastSeen: lastProof(askedAt, proofAt) })
    }
  }
  return versions
}

export interface LookStamp {
  readonly observation: string
  readonly askedAt: Instant
  readonly answeredAt: Instant
}

export async function writeDifference(
  db: Kysely<Schema>,
  window: Window,
  difference: Difference,
  look: LookStamp,
): Promise<void> {
  await noteMissing(db, difference.missing, look.answeredAt)
  await noteMissing(db, difference.found, null)
  await endVersions(db, difference.ended)
  await openVersions(db, window, difference.opened, look)
}

async function noteMissing(
  db: Kysely<Schema>,
  ids: readonly string[],
  missingAt: Instant | null,
): Promise<void> {
  for (const chunk of chunks(ids)) {
    await sql`update mirror.version set missing_at = ${missingAt} where id = any(${chunk}::bigint[])`.execute(
      db,
    )
  }
}

async function endVersions(db: Kysely<Schema>, ended: Difference['ended']): Promise<void> {
  for (const chunk of chunks(ended)) {
    await sql`
      update mirror.version v set ended_after = e.ended_after, ended_at = e.ended_at, gone = e.gone
      from unnest(${chunk.map(item => item.id)}::bigint[], ${chunk.map(item => item.endedAfter)}::bigint[],
        ${chunk.map(item => item.endedAt)}::bigint[], ${chunk.map(item => item.gone)}::boolean[])
        e (id, ended_after, ended_at, gone)
      where v.id = e.id`.execute(db)
  }
}

/** JSON text has no control characters; an array of texts full of quotes would be escaped one by one. */
const separator = '\x1f'

async function openVersions(
  db: Kysely<Schema>,
  window: Window,
  opened: Difference['opened'],
  look: LookStamp,
): Promise<void> {
  for (const chunk of chunks(opened)) {
    await sql`
      insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, absent_at,
        present_at, observation, asked_at)
      select ${window.school}, ${window.group ?? ''}, n.kind, n.record, n.seq, ${keyOf(window)}, n.content::jsonb,
        n.hash, n.absent_at, ${look.answeredAt}, ${look.observation}, ${look.askedAt}
      from unnest(${chunk.map(item => item.kind)}::text[], ${chunk.map(item => item.record)}::text[],
        ${chunk.map(item => item.seq)}::int[], string_to_array(${chunk.map(item => item.text).join(separator)}, ${separator}),
        ${chunk.map(item => item.hash)}::text[], ${chunk.map(item => item.absentAt)}::bigint[])
        n (kind, record, seq, content, hash, absent_at)`.execute(db)
  }
}

/** The second complete look with the same body: what a suspect look missed is gone. @returns how many */
export async function confirmMissing(
  db: Kysely<Schema>,
  window: Window,
  proofAt: Instant | null,
): Promise<number> {
  const { rows } = await sql`
    update mirror.version set ended_after = greatest(asked_at, ${proofAt}::bigint), ended_at = missing_at, gone = true
    where window_key = ${keyOf(window)} and ended_at is null and missing_at is not null
    returning 1`.execute(db)
  return rows.length
}
