import type { Instant } from '../clock.js'
import { type DatabaseHandle, inTransaction, type Session } from '../database/index.js'
import { type ClockSkew, type Window, windowKey } from '../journal/index.js'
import type { ByRecord, Difference, SeenRecord, StandingVersion } from './compare.js'
import {
  changesVersions,
  type StandingColumns,
  standingColumns,
  standingOf,
  versionsFrom,
  versionValues,
} from './versions.js'

/**
 * The chain of looks at one window. Instants leave PostgreSQL as float8, which holds milliseconds exactly and
 * which `pg` gives as numbers.
 */
export interface Chain {
  readonly proofAt: Instant | null
  /** What stands isn't what the newest body said: see the table. */
  readonly reread: boolean
  /** The newest look that brought data. */
  readonly data: DataLook | null
}

export interface DataLook {
  readonly id: string
  readonly askedAt: Instant
  /** The look that the body came with; itself, unless it was unchanged. */
  readonly bodyOf: string
  readonly sha256: string
  readonly complete: boolean
  readonly suspect: boolean
  readonly records: number
}

/**
 * Looks at all weeks of one class and resource wait for one another, across processes: a lesson that moves from
 * week to week is a matter of two windows. Held until the transaction ends.
 *
 * The transaction's commit doesn't wait for the disk. Whatever is concluded from a look (that its window is finished,
 * a verdict, a mail sent) is committed after it, with waiting, and takes it along: the log is written in order. So
 * what a power failure can lose is a look of the last second that nobody has relied on, and it is asked again.
 */
export function inChain<T>(
  handle: DatabaseHandle,
  window: Window,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return inTransaction(handle, { lock: chainLockName(window), waitsForDisk: false, onlyByKeys: true }, work)
}

export function chainLockName({ school, resource, group }: Window): string {
  return ['mirror', school, resource, group ?? '-'].join('/')
}

interface ChainRow extends DataLook, StandingColumns {
  readonly proofAt: Instant | null
  readonly reread: boolean
}

export interface ChainNow {
  readonly chain: Chain
  readonly standing: ByRecord<StandingVersion>
}

/** Versions that stand in the window $2: all, or those of the records $3, $4 of the group $5. */
const standingIn = {
  all: 'select * from mirror.version where window_key = $2 and ended_at is null',
  ofRecords: `
    select v.* from unnest($3::text[], $4::text[]) r (kind, record) cross join lateral (
      select * from mirror.version
      where school = $1 and group_id = $5 and kind = r.kind and record = r.record and ended_at is null
      limit 1
    ) v
    where v.window_key = $2`,
} as const

/**
 * The chain and what stands in its window, in one question.
 * @param of only what stands of these records
 * @returns null where no look was ever entered: then nothing stands either
 */
export async function readChain(
  session: Session,
  window: Window,
  of?: ByRecord<SeenRecord>,
): Promise<ChainNow | null> {
  const place = [window.school, windowKey(window)]
  const named = of && [...of.values()]
  const { rows } = await session.query<ChainRow | (ChainRow & Record<keyof DataLook, null>)>({
    name: named ? 'mirror-chain-of-records' : 'mirror-chain',
    text: `
      select c.proof_asked_at::float8 as "proofAt", c.reread, o.id, o.asked_at::float8 as "askedAt",
        coalesce(o.unchanged_since, o.id) as "bodyOf", o.sha256, o.complete, o.suspect, o.records, s.*
      from mirror.chain c
      left join lateral (
        select * from mirror.observation where school = c.school and window_key = c.window_key and id = c.data_look
        limit 1
      ) o on true
      cross join lateral (
        select ${standingColumns} from (${named ? standingIn.ofRecords : standingIn.all}) v
      ) s
      where c.school = $1 and c.window_key = $2`,
    values: named
      ? [...place, named.map(({ kind }) => kind), named.map(({ record }) => record), window.group ?? '']
      : place,
  })
  const row = rows[0]
  if (!row) return null
  const { proofAt, reread, id, askedAt, bodyOf, sha256, complete, suspect, records } = row
  const data = id === null ? null : { id, askedAt, bodyOf, sha256, complete, suspect, records }
  return { chain: { proofAt, reread, data }, standing: standingOf(row) }
}

export interface Observation {
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly complete: boolean
  readonly suspect: boolean
  readonly unchangedSince: string | null
  readonly sha256: string | null
  readonly records: number
  readonly changed: number
  readonly gone: number
  readonly quarantined: number
  readonly requests: number
  /** A record was refused as old news: see the table. */
  readonly reread: boolean
  readonly drift: readonly string[]
  readonly skew: ClockSkew | null
  readonly errorCode: string | null
}

/** What comes with a look: its body (gzip), unless it is there already, and the versions that it ends and opens. */
export interface Brought {
  readonly body?: Buffer
  readonly difference?: Difference
}

/**
 * Enters a look with all that it brings, and moves the chain on, in one statement. A failed look changes neither the data
 * nor the proof; and a look that was on its way while a later one failed brings its data without becoming the newest.
 * @returns the observation's id
 */
export async function enterLook(
  session: Session,
  window: Window,
  look: Observation,
  { body, difference }: Brought = {},
): Promise<string> {
  const values = [
    window.school,
    windowKey(window),
    look.askedAt,
    look.answeredAt,
    look.complete,
    look.suspect,
    look.unchangedSince,
    look.sha256,
    look.records,
    look.changed,
    look.gone,
    look.quarantined,
    look.requests,
    look.drift,
    look.errorCode,
    look.skew?.ms ?? null,
    look.skew?.errorMs ?? null,
    body ?? null,
    window.resource,
    window.group ?? '',
    window.week,
    look.reread,
  ]
  const changes = difference && changesVersions(difference) ? versionValues(difference) : null
  const { rows } = await session.query<{ id: string }>(
    changes
      ? { name: 'mirror-enter-change', text: enterChangeText, values: [...values, ...changes] }
      : { name: 'mirror-enter-look', text: enterLookText, values },
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('an insert without a row')
  return id
}

const entered = `
  entered as (
    insert into mirror.observation (school, window_key, asked_at, answered_at, complete, suspect, unchanged_since,
      sha256, records, changed, gone, quarantined, requests, drift, error_code, skew_ms, skew_error_ms)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    returning id, school, window_key, $20::text as group_id, asked_at, answered_at, sha256,
      sha256 is not null as brought, complete and not suspect as proves
  ),
  kept as (
    insert into mirror.body (school, sha256, gzip)
    select school, sha256, $18::bytea from entered where $18::bytea is not null
    on conflict do nothing
  )`

const movedOn = `
  insert into mirror.chain as c (school, window_key, resource, group_id, week, newest_look, newest_asked_at,
    data_look, proof_look, proof_asked_at, reread)
  select school, window_key, $19, group_id, $21, id, asked_at, case when brought then id end,
    case when proves then id end, case when proves then asked_at end, $22
  from entered
  on conflict (school, window_key) do update set
    newest_look = case when excluded.newest_asked_at >= c.newest_asked_at then excluded.newest_look
      else c.newest_look end,
    newest_asked_at = greatest(excluded.newest_asked_at, c.newest_asked_at),
    data_look = coalesce(excluded.data_look, c.data_look),
    proof_look = coalesce(excluded.proof_look, c.proof_look),
    proof_asked_at = coalesce(excluded.proof_asked_at, c.proof_asked_at),
    reread = case when excluded.data_look is null then c.reread else excluded.reread end
  returning (select id from entered) as id`

const enterLookText = `with ${entered} ${movedOn}`
const enterChangeText = `with ${entered}, ${versionsFrom(23)} ${movedOn}`

/** The next look at these windows is compared whatever its body. */
export async function askForReread(
  session: Session,
  school: string,
  windowKeys: readonly string[],
): Promise<void> {
  if (windowKeys.length === 0) return
  await session.query(
    'update mirror.chain set reread = true where school = $1 and window_key = any($2::text[])',
    [school, windowKeys],
  )
}
