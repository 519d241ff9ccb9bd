import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Bracket, Id, PlatformRecord } from '../journal/index.js'
import { eachOneAhead } from '../one-ahead.js'
import { looksWithClockOff } from './clock-skew.js'
import { earlierVersions, group, type History, type VersionRow } from './histories.js'
import { stopIfAsked } from './stop.js'

/**
 * Versions of a window that came and went with the same looks, of which only the contents differ: half a million rows cost more
 * than all that is in them.
 */
interface Arrival extends Omit<VersionRow, 'kind' | 'record' | 'content'> {
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
  { wanted, signal }: Narrowed = {},
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
  await eachOneAhead(
    inParts(windowKeys),
    keys => arrivalsIn(db, keys, { clockOff, standing: true, wanted }),
    take,
  )
  const earlier = await earlierThan(changed, db, { school, clockOff })
  return [...histories, ...group([...earlier, ...changed])]
}

/** What came before these. Mostly it stood in the same windows: a topic was written. */
async function earlierThan(
  changed: readonly VersionRow[],
  db: Kysely<Schema>,
  { school, clockOff }: { readonly school: Id; readonly clockOff: readonly string[] },
): Promise<readonly VersionRow[]> {
  const windows = [...new Set(changed.map(({ windowKey }) => windowKey))]
  if (windows.length === 0) return []
  const here = new Map<string, VersionRow[]>(changed.map(row => [recordKey(row), []]))
  for (const { contents, ...arrival } of await arrivalsIn(db, windows, { clockOff, standing: false }))
    for (const content of contents) {
      const row = rowOf(arrival, content)
      here.get(recordKey(row))?.push(row)
    }
  const isWhole = (row: VersionRow) => here.get(recordKey(row))?.length === row.seq - 1
  const moved = changed.filter(row => !isWhole(row))
  return [
    ...changed.filter(isWhole).flatMap(row => here.get(recordKey(row)) ?? []),
    ...(await earlierVersions(db, school, { of: moved, clockOff })),
  ]
}

function recordKey({ groupId, kind, record }: VersionRow): string {
  return `${groupId}/${kind}/${record}`
}

interface Narrowed {
  /** Of the rows of `mirror.version`; all of them where this isn't given. */
  readonly wanted?: RawBuilder<boolean> | undefined
  readonly signal?: AbortSignal | undefined
}

interface Asked {
  readonly clockOff: readonly string[]
  /** Else those that have ended. */
  readonly standing: boolean
  readonly wanted?: RawBuilder<boolean> | undefined
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
  { clockOff, standing, wanted = sql<boolean>`true` }: Asked,
): Promise<readonly Arrival[]> {
  const { rows } = await sql<Omit<Arrival, 'contents'> & { readonly contents: string }>`
    select w.key as "windowKey", v.*
    from unnest(${windowKeys}::text[]) w (key)
    cross join lateral (
      select group_id as "groupId", seq, absent_at::float8 as "absentAt", present_at::float8 as "presentAt",
        ended_after::float8 as "endedAfter", ended_at::float8 as "endedAt", gone,
        observation = any(${clockOff}::bigint[]) as "clockOff", '[' || string_agg(content::text, ',') || ']' as contents
      from mirror.version where window_key = w.key and ${standing ? stands : hasEnded} and ${wanted}
      group by 1, 2, 3, 4, 5, 6, 7, 8
    ) v`.execute(db)
  return rows.map(row => ({ ...row, contents: JSON.parse(row.contents) }))
}

/** As the indices by window have it. */
const stands = sql<boolean>`ended_at is null`
const hasEnded = sql<boolean>`ended_at is not null`

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
  const { kind, id: record } = content
  return { ...arrival, kind, record, content }
}
