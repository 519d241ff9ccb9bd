import type { Instant } from '../clock.js'
import type { Session } from '../database/index.js'
import { type RecordKind, type Window, windowKey } from '../journal/index.js'
import { type ByRecord, recordKey, type StandingVersion } from './compare.js'
import { unpacked } from './reading.js'

/**
 * What a window said last, while something of it is in quarantine. Looks in a row that brought the same body are one
 * here: whatever can be read of it now was there since the first of them.
 */
export interface KeptLook {
  /** Of the looks that brought the body one after the other, oldest first. */
  readonly observations: readonly [string, ...string[]]
  /** Of the first of them. */
  readonly askedAt: Instant
  readonly answeredAt: Instant
  /** Of the last of them. */
  readonly repeatedAt: Instant
  /** Of the chain: older than all of them, since none was complete. */
  readonly proofAt: Instant | null
  /** Elements that couldn't be read. */
  readonly quarantined: number
  readonly body: string
}

interface LookRow {
  readonly id: string
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly quarantined: number
  readonly sha256: string
  readonly proofAt: Instant | null
}

/** @returns null when nothing of what the window said last is in quarantine; the chain has to be locked */
export async function readKeptLook(session: Session, window: Window): Promise<KeptLook | null> {
  const { rows } = await session.query<LookRow>(
    `select o.id, o.asked_at::float8 as "askedAt", o.answered_at::float8 as "answeredAt", o.quarantined, o.sha256,
       c.proof_asked_at::float8 as "proofAt"
     from mirror.chain c
     join mirror.observation d on d.school = c.school and d.id = c.data_look and d.quarantined > 0
     join mirror.observation o on o.school = c.school and o.window_key = c.window_key and o.sha256 = d.sha256
       and o.id <= d.id and o.id > coalesce((
         select max(b.id) from mirror.observation b
         where b.school = c.school and b.window_key = c.window_key and b.id < d.id
           and (b.sha256 <> d.sha256 or (b.sha256 is not null and b.quarantined = 0))
       ), 0)
     where c.school = $1 and c.window_key = $2
     order by o.id`,
    [window.school, windowKey(window)],
  )
  const [first, ...later] = rows
  const last = rows.at(-1)
  if (!first || !last) return null
  const { rows: bodies } = await session.query<{ gzip: Buffer }>(
    'select gzip from mirror.body where school = $1 and sha256 = $2',
    [window.school, last.sha256],
  )
  const [kept] = bodies
  if (!kept) throw new Error('the body of what a window said last is kept as long as it is that')
  return {
    observations: [first.id, ...later.map(({ id }) => id)],
    askedAt: first.askedAt,
    answeredAt: first.answeredAt,
    repeatedAt: last.askedAt,
    proofAt: last.proofAt,
    quarantined: last.quarantined,
    body: unpacked(kept.gzip),
  }
}

/** The versions of a window, as seen from a look of the past. */
export interface VersionsAtLook {
  /** What stood when the look came; `open` tells whether it still does. */
  readonly before: ByRecord<StandingVersion & { readonly open: boolean }>
  /** What the look has brought and still stands. */
  readonly brought: ByRecord<StandingVersion>
}

export async function versionsAtLook(
  session: Session,
  window: Window,
  { askedAt, answeredAt }: KeptLook,
): Promise<VersionsAtLook> {
  const { rows } = await session.query<StandingVersion & { kind: RecordKind; open: boolean }>(
    `select id, kind, record, seq, hash, asked_at::float8 as "askedAt", missing_at::float8 as "missingAt",
       ended_at is null as open
     from mirror.version
     where school = $1 and group_id = $2 and window_key = $3
       and (ended_at is null or (asked_at < $4 and ended_at >= $5))`,
    [window.school, window.group ?? '', windowKey(window), askedAt, answeredAt],
  )
  const keyed = (versions: typeof rows) =>
    new Map(versions.map(version => [recordKey(version.kind, version.record), version]))
  return {
    before: keyed(rows.filter(version => version.askedAt < askedAt)),
    brought: keyed(rows.filter(version => version.askedAt >= askedAt)),
  }
}
