import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import {
  type Bracket,
  type Id,
  type PlatformRecord,
  type RecordKind,
  type Resource,
  type Window,
  windowKey,
} from '../journal/index.js'
import { looksWithClockOff } from './clock-skew.js'
import type { ClassRequest } from './mirror.js'

/** A record's content and the looks between which it came and went. */
export interface Version<R extends PlatformRecord = PlatformRecord> {
  readonly windowKey: string
  readonly content: R
  readonly seen: Bracket
  /** Null while it stands. */
  readonly ended: Bracket | null
  /** Ended by absence, not by another content. */
  readonly gone: boolean
  /** First seen when the platform's clock and ours disagreed: what it says of time proves nothing. */
  readonly clockOff: boolean
}

/** All versions of one record, oldest first, never empty. */
export interface History<R extends PlatformRecord = PlatformRecord> {
  /** The class or subgroup in whose window it stands; '' for what belongs to the whole school. */
  readonly groupId: Id
  readonly kind: R['kind']
  readonly newest: Version<R>
  readonly versions: readonly Version<R>[]
}

export type RecordOf<Kind extends RecordKind> = Extract<PlatformRecord, { kind: Kind }>

export function historiesOf<Kind extends RecordKind>(
  histories: readonly History[],
  kind: Kind,
): History<RecordOf<Kind>>[] {
  return histories.filter(history => isOf(history, kind))
}

export function isOf<K extends RecordKind>(history: History, kind: K): history is History<RecordOf<K>> {
  return history.kind === kind
}

/**
 * The versions in runs: a new one begins when the record comes back after it was gone. A record that left one
 * window and came up in another was moved, not gone, even if a look fell between.
 */
export function runs<R extends PlatformRecord>(history: History<R>): Version<R>[][] {
  const found: Version<R>[][] = []
  let run: Version<R>[] = []
  for (const version of history.versions) {
    const before = run.at(-1)
    if (before?.gone && before.windowKey === version.windowKey) {
      found.push(run)
      run = []
    }
    run.push(version)
  }
  return [...found, run]
}

export interface VersionRow {
  readonly groupId: string
  readonly kind: RecordKind
  readonly record: string
  readonly seq: number
  readonly windowKey: string
  readonly content: PlatformRecord
  readonly absentAt: number | null
  readonly presentAt: number
  readonly endedAfter: number | null
  readonly endedAt: number | null
  readonly gone: boolean
  readonly clockOff: boolean
}

/**
 * `content` is what `recordLook` wrote and nothing else writes, so it isn't parsed a second time. `lateral … offset 0`
 * makes each lookup a probe of the primary key: a fresh installation has no statistics to plan a join by.
 */
const columns = (
  clockOff: readonly string[],
) => sql`v.group_id as "groupId", v.kind, v.record, v.seq, v.window_key as "windowKey", v.content,
  v.absent_at::float8 as "absentAt", v.present_at::float8 as "presentAt",
  v.ended_after::float8 as "endedAfter", v.ended_at::float8 as "endedAt", v.gone,
  v.observation = any(${clockOff}::bigint[]) as "clockOff"`

export function versionOf(row: VersionRow): Version {
  const ended = row.endedAt === null ? null : { absentAt: row.endedAfter, presentAt: row.endedAt }
  const seen = { absentAt: row.absentAt, presentAt: row.presentAt }
  const { windowKey, content, gone, clockOff } = row
  return { windowKey, content, seen, ended, gone, clockOff }
}

function group(rows: readonly VersionRow[]): History[] {
  const records = new Map<string, VersionRow[]>()
  for (const row of rows) {
    const key = `${row.groupId}/${row.kind}/${row.record}`
    const versions = records.get(key)
    if (versions) versions.push(row)
    else records.set(key, [row])
  }
  return [...records.values()].flatMap(versions => {
    const [first, ...later] = versions.sort((a, b) => a.seq - b.seq)
    return first ? [historyOf(first, [versionOf(first), ...later.map(versionOf)])] : []
  })
}

export function historyOf(
  { groupId, kind }: Pick<VersionRow, 'groupId' | 'kind'>,
  versions: readonly [Version, ...Version[]],
): History {
  return { groupId, kind, newest: versions.at(-1) ?? versions[0], versions }
}

/** Histories of the marks and works that vanished from these windows and haven't come back. */
export async function goneHistories(
  db: Kysely<Schema>,
  school: Id,
  windowKeys: readonly string[],
): Promise<History[]> {
  const clockOff = await looksWithClockOff(db, school)
  const { rows } = await sql<VersionRow>`
    select ${columns(clockOff)} from mirror.version v
    where v.window_key = any(${windowKeys}::text[]) and v.gone and v.kind in ('mark', 'work')
      and not exists (
        select from mirror.version n
        where n.school = v.school and n.group_id = v.group_id and n.kind = v.kind and n.record = v.record
          and n.seq = v.seq + 1
      )`.execute(db)
  return group([...(await earlierVersions(db, school, { of: rows, clockOff })), ...rows])
}

/** Most records have one version: only the others are asked for. */
export async function earlierVersions(
  db: Kysely<Schema>,
  school: Id,
  {
    of,
    clockOff,
  }: { of: readonly Pick<VersionRow, 'groupId' | 'kind' | 'record' | 'seq'>[]; clockOff: readonly string[] },
): Promise<readonly VersionRow[]> {
  const changed = of.filter(row => row.seq > 1)
  if (changed.length === 0) return []
  const { rows } = await sql<VersionRow>`
    select ${columns(clockOff)}
    from unnest(${changed.map(row => row.groupId)}::text[], ${changed.map(row => row.kind)}::text[],
      ${changed.map(row => row.record)}::text[], ${changed.map(row => row.seq)}::int[]) s (group_id, kind, record, seq)
    cross join lateral (
      select * from mirror.version
      where school = ${school} and group_id = s.group_id and kind = s.kind and record = s.record and seq < s.seq
      offset 0
    ) v`.execute(db)
  return rows
}

/**
 * Histories of marks that stood last in one of the windows and stand nowhere any more: not in another week, nor in
 * the list of another class, where the marks of a subgroup of two classes or of a pupil who went over may be.
 */
export async function goneMarkHistories(
  db: Kysely<Schema>,
  school: Id,
  windows: { readonly keys: readonly string[]; readonly groupIds: readonly Id[] },
): Promise<History[]> {
  const clockOff = await looksWithClockOff(db, school)
  const { rows } = await sql<VersionRow>`
    with candidate as (
      select v.* from unnest(${windows.groupIds}::text[]) g (id)
      cross join lateral (
        select * from mirror.version where school = ${school} and group_id = g.id and kind = 'mark' and gone offset 0
      ) v
      where v.window_key = any(${windows.keys}::text[])
    )
    select ${columns(clockOff)} from candidate v
    where not exists (
      select 1 from (select distinct group_id from mirror.chain where school = ${school} and resource = 'marks') c
      cross join lateral (
        select 1 from mirror.version
        where school = ${school} and group_id = c.group_id and kind = 'mark' and record = v.record
          and (ended_at is null or (group_id = v.group_id and seq > v.seq))
        offset 0
      ) elsewhere
    )`.execute(db)
  return group([...(await earlierVersions(db, school, { of: rows, clockOff })), ...rows])
}

/** As the mirror stood at that moment: what has come since isn't there, what has ended since stands. */
function asOf(rows: readonly VersionRow[], at: Instant | null): VersionRow[] {
  if (at === null) return [...rows]
  return rows
    .filter(({ presentAt }) => presentAt <= at)
    .map(row =>
      row.endedAt === null || row.endedAt <= at
        ? row
        : { ...row, endedAfter: null, endedAt: null, gone: false },
    )
}

/** What stood in some windows at a moment, or stands there now (`at` null). */
export interface StandingAt {
  readonly school: Id
  readonly windows: readonly Window[]
  readonly at: Instant | null
}

/**
 * Histories of what stood in these windows: of the lessons, the final marks, or one subject's lessons (null: of none that
 * the platform names) with what hangs on them and its final marks. Versions that have ended since are sought by an index
 * of their own.
 */
export async function historiesAt(
  db: Kysely<Schema>,
  { school, windows, at }: StandingAt,
  only: ClassRequest['only'],
): Promise<History[]> {
  // Lessons and final marks stand in windows of their own: what hangs on lessons is twenty times as much.
  const keysOf = (...resources: readonly Resource[]) =>
    windows.filter(({ resource }) => resources.includes(resource)).map(windowKey)
  const standing = (keys: readonly string[], wanted: RawBuilder<unknown>) =>
    versionsAt(db, { school, keys, at }, wanted)
  if (only === 'lessons') return standing(keysOf('lessons'), sql`v.kind = 'lesson'`)
  if (only === 'final-marks')
    return standing(keysOf('final-marks', 'exam-marks'), sql`v.kind in ('final-mark', 'exam-mark')`)
  const ofSubject = sql`v.content->>'subjectId' is not distinct from ${only.subject}::text`
  const lessons = await standing(keysOf('lessons'), sql`v.kind = 'lesson' and ${ofSubject}`)
  const ids = historiesOf(lessons, 'lesson').map(({ newest }) => newest.content.id)
  const rest = await standing(
    windows.map(windowKey),
    sql`(v.kind in ('work', 'mark', 'attendance') and v.content->>'lessonId' = any(${ids}::text[])
      or v.kind = 'final-mark' and ${ofSubject})`,
  )
  return [...lessons, ...rest]
}

async function versionsAt(
  db: Kysely<Schema>,
  { school, keys, at }: Pick<StandingAt, 'school' | 'at'> & { readonly keys: readonly string[] },
  wanted: RawBuilder<unknown>,
): Promise<History[]> {
  const clockOff = await looksWithClockOff(db, school)
  const here = sql`select ${columns(clockOff)} from mirror.version v where v.window_key = any(${keys}::text[])`
  const { rows } =
    at === null
      ? await sql<VersionRow>`${here} and v.ended_at is null and ${wanted}`.execute(db)
      : await sql<VersionRow>`
          ${here} and v.ended_at is null and v.present_at <= ${at} and ${wanted}
          union all
          ${here} and v.ended_at is not null and v.ended_at > ${at} and v.present_at <= ${at} and ${wanted}`.execute(
          db,
        )
  return group([...(await earlierVersions(db, school, { of: rows, clockOff })), ...asOf(rows, at)])
}

const listKinds: readonly RecordKind[] = [
  'group',
  'member',
  'teacher',
  'class-teacher',
  'subject',
  'class-subject',
  'work-type',
  'mark-value',
  'period',
  'bell',
  'holiday',
]

/** Histories of all lists' records that ever stood in windows without a week, gone ones included. */
export async function listHistories(db: Kysely<Schema>, school: Id): Promise<History[]> {
  const { rows } = await sql<VersionRow>`
    select ${columns([])}
    from (select distinct group_id from mirror.chain where school = ${school} and week is null) c
    cross join unnest(${listKinds}::text[]) k (kind)
    cross join lateral (
      select * from mirror.version where school = ${school} and group_id = c.group_id and kind = k.kind offset 0
    ) v`.execute(db)
  return group(rows)
}

/** As `asOf`, of whole histories; records that hadn't come yet are left out. */
export function historiesAsOf(histories: readonly History[], at: Instant): History[] {
  return histories.flatMap(({ groupId, kind, versions }) => {
    const [first, ...later] = versions
      .filter(({ seen }) => seen.presentAt <= at)
      .map(version =>
        version.ended === null || version.ended.presentAt <= at
          ? version
          : { ...version, ended: null, gone: false },
      )
    return first ? [historyOf({ groupId, kind }, [first, ...later])] : []
  })
}
