import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Bracket, Id, PlatformRecord, RecordKind } from '../journal/index.js'
import { eachOneAhead } from '../one-ahead.js'
import { looksWithClockOff } from './clock-skew.js'
import {
  earlierVersions,
  type History,
  historyOf,
  type Version,
  type VersionRow,
  versionOf,
} from './histories.js'
import { stopIfAsked } from './stop.js'

/**
 * Versions of a window that came and went with the same looks, of which only the contents differ: half a million rows cost more
 * than all that is in them.
 */
interface Arrival extends Omit<VersionRow, 'kind' | 'record' | 'content'> {
  /** JSON of their records, empty once it was taken apart. */
  contents: string
}

/** Of a school-year of a class: what PostgreSQL makes ready while the windows before are taken apart here. */
const windowsAtOnce = 100

/**
 * Gives the histories of the records that stand in the windows now; earlier versions may have stood elsewhere. One by one, as
 * they are taken from their text: whoever keeps only what it makes of them lets go of the rest at once, before the collector has
 * to look at it. Those that never changed come first.
 * @throws BridgeError INTERRUPTED
 */
export async function eachStanding(
  db: Kysely<Schema>,
  school: Id,
  windowKeys: readonly string[],
  { use, wanted, signal }: Use,
): Promise<void> {
  const clockOff = await looksWithClockOff(db, school)
  const changed: Arrival[] = []
  const take = (arrivals: readonly Arrival[]) => {
    stopIfAsked(signal)
    for (const arrival of arrivals)
      if (arrival.seq === 1)
        eachVersion(arrival, (version, content) => use(unchanged(arrival, version, content)))
      else changed.push(arrival)
  }
  await eachOneAhead(
    inParts(windowKeys),
    keys => arrivalsIn(db, keys, { clockOff, standing: true, wanted }),
    take,
  )
  for (const history of await withEarlier(changed, db, { school, clockOff })) use(history)
}

interface Use {
  readonly use: (history: History) => void
  /** Of the rows of `mirror.version`; all of them where this isn't given. */
  readonly wanted?: RawBuilder<boolean> | undefined
  readonly signal?: AbortSignal | undefined
}

/** Whatever one look brought has one bracket: a slice holds hundreds of thousands, and a window's are few. */
function eachVersion(arrival: Arrival, use: (version: Version, content: PlatformRecord) => void): void {
  const { windowKey, gone, clockOff, endedAfter, endedAt } = arrival
  const seen: Bracket = { absentAt: arrival.absentAt, presentAt: arrival.presentAt }
  const ended: Bracket | null = endedAt === null ? null : { absentAt: endedAfter, presentAt: endedAt }
  const contents: readonly PlatformRecord[] = JSON.parse(arrival.contents)
  // By way of the driver's promise of them rows stay until the collector goes through the old heap; it would copy all the text.
  arrival.contents = ''
  for (const content of contents) use({ windowKey, content, seen, ended, gone, clockOff }, content)
}

function unchanged({ groupId }: Arrival, version: Version, { kind }: PlatformRecord): History {
  return { groupId, kind, newest: version, versions: [version] }
}

/** A record that was another before. */
interface Changed extends Pick<VersionRow, 'groupId' | 'kind' | 'record' | 'seq'> {
  readonly newest: Version
  readonly earlier: { readonly seq: number; readonly version: Version }[]
}

/** With what came before. Mostly it stood in the same windows: a topic was written. */
async function withEarlier(
  arrivals: readonly Arrival[],
  db: Kysely<Schema>,
  { school, clockOff }: { readonly school: Id; readonly clockOff: readonly string[] },
): Promise<readonly History[]> {
  const windows = [...new Set(arrivals.map(({ windowKey }) => windowKey))]
  if (windows.length === 0) return []
  const records = createRecords()
  for (const arrival of arrivals) {
    const { groupId, seq } = arrival
    eachVersion(arrival, (newest, { kind, id: record }) =>
      records.add({ groupId, kind, record, seq, newest, earlier: [] }),
    )
  }
  for (const arrival of await arrivalsIn(db, windows, { clockOff, standing: false })) {
    const { groupId, seq } = arrival
    eachVersion(arrival, (version, { kind, id }) =>
      records.find(groupId, kind, id)?.earlier.push({ seq, version }),
    )
  }
  const isWhole = ({ seq, earlier }: Changed) => earlier.length === seq - 1
  const whole = records.all.filter(isWhole)
  const moved = records.all.filter(record => !isWhole(record))
  for (const { earlier } of moved) earlier.length = 0
  for (const row of await earlierVersions(db, school, { of: moved, clockOff })) {
    const { groupId, kind, record, seq } = row
    records.find(groupId, kind, record)?.earlier.push({ seq, version: versionOf(row) })
  }
  return [...whole, ...moved].map(historyOfChanged)
}

function historyOfChanged({ groupId, kind, newest, earlier }: Changed): History {
  const [first, ...later] = earlier.sort((a, b) => a.seq - b.seq).map(({ version }) => version)
  return historyOf({ groupId, kind }, first ? [first, ...later, newest] : [newest])
}

/** By what tells records apart: one key made of all of it costs more than all else that is done with a record. */
function createRecords() {
  const all: Changed[] = []
  const groups = new Map<Id, Map<RecordKind, Map<Id, Changed>>>()
  return {
    all,
    add(record: Changed): void {
      all.push(record)
      const kinds = innerOf(groups, record.groupId)
      innerOf(kinds, record.kind).set(record.record, record)
    },
    find(groupId: Id, kind: RecordKind, id: Id): Changed | undefined {
      return groups.get(groupId)?.get(kind)?.get(id)
    },
  }
}

function innerOf<K, InnerK, V>(maps: Map<K, Map<InnerK, V>>, key: K): Map<InnerK, V> {
  const known = maps.get(key) ?? new Map<InnerK, V>()
  if (known.size === 0) maps.set(key, known)
  return known
}

function inParts(windowKeys: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = []
  for (let start = 0; start < windowKeys.length; start += windowsAtOnce)
    parts.push(windowKeys.slice(start, start + windowsAtOnce))
  return parts
}

interface Asked {
  readonly clockOff: readonly string[]
  /** Else those that have ended. */
  readonly standing: boolean
  readonly wanted?: RawBuilder<boolean> | undefined
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
  const { rows } = await sql<Arrival>`
    select w.key as "windowKey", v.*
    from unnest(${windowKeys}::text[]) w (key)
    cross join lateral (
      select group_id as "groupId", seq, absent_at::float8 as "absentAt", present_at::float8 as "presentAt",
        ended_after::float8 as "endedAfter", ended_at::float8 as "endedAt", gone,
        observation = any(${clockOff}::bigint[]) as "clockOff", '[' || string_agg(content::text, ',') || ']' as contents
      from mirror.version where window_key = w.key and ${standing ? stands : hasEnded} and ${wanted}
      group by 1, 2, 3, 4, 5, 6, 7, 8
    ) v`.execute(db)
  return rows
}

/** As the indices by window have it. */
const stands = sql<boolean>`ended_at is null`
const hasEnded = sql<boolean>`ended_at is not null`
