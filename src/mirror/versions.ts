import type { Instant } from '../clock.js'
import type { Session } from '../database/index.js'
import { windowKey as keyOf, type RecordKind, type Window } from '../journal/index.js'
import {
  type ByRecord,
  type Difference,
  type ElsewhereVersion,
  lastProof,
  recordKey,
  type SeenRecord,
  type StandingVersion,
} from './compare.js'

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

/** Enters what a look changes that was entered before. */
export async function writeDifference(
  session: Session,
  window: Window,
  difference: Difference,
  { observation, askedAt, answeredAt }: LookStamp,
): Promise<void> {
  await noteMissing(session, difference, answeredAt)
  if (!changesVersions(difference)) return
  await session.query({
    name: 'mirror-change-versions',
    text: `
      with entered as (
        select $1::bigint as id, $2::text as school, $3::text as window_key, $4::text as group_id,
          $5::bigint as asked_at, $6::bigint as answered_at
      ), ${versionsFrom(7)}
      select count(*) from opened`,
    values: [
      observation,
      window.school,
      keyOf(window),
      window.group ?? '',
      askedAt,
      answeredAt,
      ...versionValues(difference),
    ],
  })
}

export function changesVersions({ opened, ended }: Difference): boolean {
  return opened.length > 0 || ended.length > 0
}

/** What a suspect look doesn't find, and what the one after it finds again. */
export async function noteMissing(
  session: Session,
  { missing, found }: Difference,
  missingAt: Instant,
): Promise<void> {
  for (const { ids, at } of [
    { ids: missing, at: missingAt },
    { ids: found, at: null },
  ]) {
    if (ids.length === 0) continue
    await session.query('update mirror.version set missing_at = $1 where id = any($2::bigint[])', [at, ids])
  }
}

/** Neither JSON text nor any other column but the ids, which the platform gives, has control characters. */
const separator = '\x1f'

/** A column as one text: of an array the driver escapes each element by itself, which costs more than the rest. */
function joined<T>(items: readonly T[], of: (item: T) => string | number): string {
  return items.map(of).join(separator)
}

/**
 * Common table expressions that end and open versions, for a statement whose `entered` is the look that does so (id,
 * school, window_key, group_id, asked_at, answered_at); they take `versionValues` as parameters from `first` on. What
 * was is ended first: of a record one version stands.
 */
export function versionsFrom(first: number): string {
  const [ids, afters, ats, gone, by, kinds, records, seqs, texts, hashes, absent] = Array.from(
    { length: 11 },
    (_, index) => `$${first + index}`,
  )
  return `
    ended as (
      update mirror.version v set ended_after = e.ended_after, ended_at = e.ended_at, gone = e.gone
      from unnest(${ids}::bigint[], ${afters}::bigint[], ${ats}::bigint[], ${gone}::boolean[])
        e (id, ended_after, ended_at, gone)
      where v.id = e.id
      returning v.id
    ),
    opened as (
      insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, absent_at,
        present_at, observation, asked_at)
      select l.school, l.group_id, n.kind, n.record, n.seq, l.window_key, n.content::jsonb, n.hash, n.absent_at,
        l.answered_at, l.id, l.asked_at
      from entered l cross join unnest(string_to_array(${kinds}, ${by}), ${records}::text[],
        string_to_array(${seqs}, ${by})::int[], string_to_array(${texts}, ${by}), string_to_array(${hashes}, ${by}),
        string_to_array(${absent}, ${by}, '')::bigint[]) n (kind, record, seq, content, hash, absent_at)
      where (select count(*) from ended) >= 0
      returning 1
    )`
}

export function versionValues({ opened, ended }: Difference): unknown[] {
  return [
    ended.map(({ id }) => id),
    ended.map(({ endedAfter }) => endedAfter),
    ended.map(({ endedAt }) => endedAt),
    ended.map(({ gone }) => gone),
    separator,
    joined(opened, ({ kind }) => kind),
    opened.map(({ record }) => record),
    joined(opened, ({ seq }) => seq),
    joined(opened, ({ text }) => text),
    joined(opened, ({ hash }) => hash),
    joined(opened, ({ absentAt }) => absentAt ?? ''),
  ]
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
