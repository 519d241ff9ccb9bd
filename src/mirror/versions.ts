import type { Instant } from '../clock.js'
import type { Session } from '../database/index.js'
import { type RecordKind, type Window, windowKey as keyOf } from '../journal/index.js'
import {
  type ByRecord,
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

/**
 * The versions of a window, column by column in one row: hundreds of small rows cost more than all that is in them.
 * Null where there is none.
 */
export interface StandingColumns {
  readonly ids: readonly string[] | null
  readonly kinds: readonly RecordKind[]
  readonly recordIds: readonly string[]
  readonly seqs: readonly number[]
  readonly hashes: readonly string[]
  readonly openedAt: readonly Instant[]
  readonly missingSince: readonly (Instant | null)[]
}

/** Of `mirror.version v`. */
export const standingColumns = `
  json_agg(v.id::text) as ids, json_agg(v.kind) as kinds, json_agg(v.record) as "recordIds", json_agg(v.seq) as seqs,
  json_agg(v.hash) as hashes, json_agg(v.asked_at) as "openedAt", json_agg(v.missing_at) as "missingSince"`

export function standingOf(columns: StandingColumns): ByRecord<StandingVersion> {
  const { ids, kinds, recordIds, seqs, hashes, openedAt, missingSince } = columns
  const standing = new Map<string, StandingVersion>()
  for (const [index, id] of (ids ?? []).entries()) {
    const [kind, record] = [kinds[index] as RecordKind, recordIds[index] as string]
    standing.set(recordKey(kind, record), {
      id,
      kind,
      record,
      seq: seqs[index] as number,
      hash: hashes[index] as string,
      askedAt: openedAt[index] as Instant,
      missingAt: missingSince[index] as Instant | null,
    })
  }
  return standing
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
  session: Session,
  window: Window,
  seen: ByRecord<SeenRecord>,
  standsHere: (key: string) => boolean,
): Promise<ByRecord<ElsewhereVersion>> {
  const versions = new Map<string, ElsewhereVersion>()
  const ids = new Map<RecordKind, string[]>()
  for (const [key, { kind, record }] of seen) {
    if (standsHere(key)) continue
    const list = ids.get(kind)
    if (list) list.push(record)
    else ids.set(kind, [record])
  }
  for (const [kind, records] of ids) {
    const { rows } = await session.query<ElsewhereRow>({
      name: 'mirror-elsewhere',
      text: `
        select distinct on (v.record) v.id, v.record, v.seq, v.ended_at is null as standing,
          v.window_key as "windowKey", v.asked_at::float8 as "askedAt", case when v.ended_at is null then (
            select c.proof_asked_at::float8 from mirror.chain c
            where c.school = v.school and c.window_key = v.window_key
          ) else v.ended_after::float8 end as "proofAt"
        from mirror.version v
        where v.school = $1 and v.group_id = $2 and v.kind = $3 and v.record = any($4::text[])
        order by v.record, v.seq desc`,
      values: [window.school, window.group ?? '', kind, records],
    })
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
  session: Session,
  window: Window,
  difference: Difference,
  look: LookStamp,
): Promise<void> {
  await noteMissing(session, difference.missing, look.answeredAt)
  await noteMissing(session, difference.found, null)
  await endVersions(session, difference.ended)
  await openVersions(session, window, difference.opened, look)
}

async function noteMissing(
  session: Session,
  ids: readonly string[],
  missingAt: Instant | null,
): Promise<void> {
  for (const chunk of chunks(ids)) {
    await session.query('update mirror.version set missing_at = $1 where id = any($2::bigint[])', [
      missingAt,
      chunk,
    ])
  }
}

async function endVersions(session: Session, ended: Difference['ended']): Promise<void> {
  for (const chunk of chunks(ended)) {
    await session.query({
      name: 'mirror-end-versions',
      text: `
        update mirror.version v set ended_after = e.ended_after, ended_at = e.ended_at, gone = e.gone
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[]) e (id, ended_after, ended_at, gone)
        where v.id = e.id`,
      values: [
        chunk.map(item => item.id),
        chunk.map(item => item.endedAfter),
        chunk.map(item => item.endedAt),
        chunk.map(item => item.gone),
      ],
    })
  }
}

/** Neither JSON text nor any other column but the ids, which the platform gives, has control characters. */
const separator = '\x1f'

/** A column as one text: of an array the driver escapes each element by itself, which costs more than the rest. */
function joined<T>(items: readonly T[], of: (item: T) => string | number): string {
  return items.map(of).join(separator)
}

async function openVersions(
  session: Session,
  window: Window,
  opened: Difference['opened'],
  look: LookStamp,
): Promise<void> {
  for (const chunk of chunks(opened)) {
    await session.query({
      name: 'mirror-open-versions',
      text: `
        insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, absent_at,
          present_at, observation, asked_at)
        select $1, $2, n.kind, n.record, n.seq, $3, n.content::jsonb, n.hash, n.absent_at, $4, $5, $6
        from unnest(string_to_array($8, $7), $9::text[], string_to_array($10, $7)::int[], string_to_array($11, $7),
          string_to_array($12, $7), string_to_array($13, $7, '')::bigint[])
          n (kind, record, seq, content, hash, absent_at)`,
      values: [
        window.school,
        window.group ?? '',
        keyOf(window),
        look.answeredAt,
        look.observation,
        look.askedAt,
        separator,
        joined(chunk, item => item.kind),
        chunk.map(item => item.record),
        joined(chunk, item => item.seq),
        joined(chunk, item => item.text),
        joined(chunk, item => item.hash),
        joined(chunk, item => item.absentAt ?? ''),
      ],
    })
  }
}

/** The second complete look with the same body: what a suspect look missed is gone. @returns how many */
export async function confirmMissing(
  session: Session,
  window: Window,
  proofAt: Instant | null,
): Promise<number> {
  const { rowCount } = await session.query(
    `update mirror.version set ended_after = greatest(asked_at, $2::bigint), ended_at = missing_at, gone = true
     where window_key = $1 and ended_at is null and missing_at is not null`,
    [keyOf(window), proofAt],
  )
  return rowCount ?? 0
}
