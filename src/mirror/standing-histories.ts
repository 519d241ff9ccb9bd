import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import type { Bracket, Id, PlatformRecord } from '../journal/index.js'
import { eachOneAhead } from '../one-ahead.js'
import { looksWithClockOff } from './clock-skew.js'
import { earlierVersions, group, type History, type VersionRow } from './histories.js'
import { stopIfAsked } from './stop.js'

/**
 * Standing versions of a window that one look brought, of which only the contents differ: half a million rows cost more
 * than all that is in them.
 */
interface Arrival {
  readonly windowKey: string
  readonly groupId: Id
  readonly seq: number
  readonly absentAt: Instant | null
  readonly presentAt: Instant
  readonly clockOff: boolean
  readonly contents: readonly PlatformRecord[]
}

/** Of a school-year of a class: what PostgreSQL makes ready while the windows before are taken apart here. */
const windowsAtOnce = 100

/**
 * Histories of the records that stand in the windows now; earlier versions may have stood elsewhere.
 * @throws BridgeError INTERRUPTED
 */
export async function standingHistories(
  db: Kysely<Schema>,
  school: Id,
  windowKeys: readonly string[],
  { wanted = sql<boolean>`true`, signal }: Narrowed = {},
): Promise<History[]> {
  const clockOff = await looksWithClockOff(db, school)
  const histories: History[] = []
  const changed: VersionRow[] = []
  const take = (arrivals: readonly Arrival[]) => {
    stopIfAsked(signal)
    for (const { contents, ...arrival } of arrivals) {
      const seen = { absentAt: arrival.absentAt, presentAt: arrival.presentAt }
      for (const content of contents) {
        if (arrival.seq === 1) histories.push(unchanged(arrival, seen, content))
        else changed.push(rowOf(arrival, content))
      }
    }
  }
  await eachOneAhead(inParts(windowKeys), keys => arrivalsIn(db, keys, { clockOff, wanted }), take)
  const earlier = await earlierVersions(db, school, { of: changed, clockOff })
  return [...histories, ...group([...earlier, ...changed])]
}

interface Narrowed {
  /** Of the rows of `mirror.version`; all of them where this isn't given. */
  readonly wanted?: RawBuilder<boolean>
  readonly signal?: AbortSignal | undefined
}

interface Asked {
  readonly clockOff: readonly string[]
  readonly wanted: RawBuilder<boolean>
}

function inParts(windowKeys: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = []
  for (let start = 0; start < windowKeys.length; start += windowsAtOnce)
    parts.push(windowKeys.slice(start, start + windowsAtOnce))
  return parts
}

/**
 * Window by window, so that contents are gathered where they are found: sorting a class-year of them by what they came with
 * costs PostgreSQL twice as much as all the rest. They are read here, from one text: JSON that PostgreSQL gathers is built twice.
 */
async function arrivalsIn(
  db: Kysely<Schema>,
  windowKeys: readonly string[],
  { clockOff, wanted }: Asked,
): Promise<readonly Arrival[]> {
  const { rows } = await sql<Omit<Arrival, 'contents'> & { readonly contents: string }>`
    select w.key as "windowKey", v.*
    from unnest(${windowKeys}::text[]) w (key)
    cross join lateral (
      select group_id as "groupId", seq, absent_at::float8 as "absentAt", present_at::float8 as "presentAt",
        observation = any(${clockOff}::bigint[]) as "clockOff", '[' || string_agg(content::text, ',') || ']' as contents
      from mirror.version where window_key = w.key and ended_at is null and ${wanted}
      group by 1, 2, 3, 4, 5
    ) v`.execute(db)
  return rows.map(row => ({ ...row, contents: JSON.parse(row.contents) }))
}

/** Whatever one look brought has one bracket: a slice holds hundreds of thousands, and a window's are few. */
function unchanged(
  { windowKey, groupId, clockOff }: Omit<Arrival, 'contents'>,
  seen: Bracket,
  content: PlatformRecord,
): History {
  const version = { windowKey, content, seen, ended: null, gone: false, clockOff }
  return { groupId, kind: content.kind, newest: version, versions: [version] }
}

function rowOf(arrival: Omit<Arrival, 'contents'>, content: PlatformRecord): VersionRow {
  const { groupId, seq, windowKey, absentAt, presentAt, clockOff } = arrival
  const { kind, id: record } = content
  const ended = { endedAfter: null, endedAt: null, gone: false }
  return { groupId, kind, record, seq, windowKey, content, absentAt, presentAt, ...ended, clockOff }
}
