import type { Kysely } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import type { Id, RecordKind } from '../journal/index.js'
import { type History, historiesAsOf, listHistories } from './histories.js'
import { recordsState } from './state.js'

/**
 * The lists of a school (classes, pupils, teachers, bells …) with their histories. Nearly every reading needs them, they are
 * those of all years, and they change rarely; so they are kept until a look or a replay enters anything, which each reading asks
 * within its own snapshot.
 */
export interface SchoolLists {
  /** Records of these kinds that ever stood in windows without a week, gone ones included; as of a moment, as they stood then. */
  of(kinds: readonly RecordKind[], at?: Instant | null): History[]
  /** What was made of these lists before under that key, or is made now. */
  made<T>(key: string, make: () => T): T
}

/** What one reading asks, all of it as of one moment. */
export interface Snapshot {
  readonly db: Kysely<Schema>
  readonly lists: SchoolLists
}

export interface ListKeeper {
  read(db: Kysely<Schema>, school: Id): Promise<SchoolLists>
}

/** Of all schools together: some 60 MB. */
const mostRecords = 100_000
/** Whatever is made of lists hangs on few things beside them. */
const mostMade = 8

interface Kept {
  readonly state: string
  readonly records: number
  readonly lists: SchoolLists
}

export function createListKeeper(): ListKeeper {
  const kept = new LRUCache<Id, Kept>({
    maxSize: mostRecords,
    // One that is larger than all together may be is kept alone.
    sizeCalculation: ({ records }) => Math.min(records + 1, mostRecords),
  })

  return {
    async read(db, school) {
      const state = await recordsState(db, school)
      const known = kept.get(school)
      if (known?.state === state) return known.lists
      const fresh = { state, ...keptOf(await listHistories(db, school)) }
      kept.set(school, fresh)
      return fresh.lists
    },
  }
}

function keptOf(histories: readonly History[]): Omit<Kept, 'state'> {
  const byKind = new Map<RecordKind, History[]>()
  for (const history of histories) {
    const known = byKind.get(history.kind)
    if (known) known.push(history)
    else byKind.set(history.kind, [history])
  }
  const made = new Map<string, unknown>()
  return {
    records: histories.length,
    lists: {
      of(kinds, at = null) {
        const wanted = kinds.flatMap(kind => byKind.get(kind) ?? [])
        return at === null ? wanted : historiesAsOf(wanted, at)
      },
      made<T>(key: string, make: () => T): T {
        if (made.has(key)) return made.get(key) as T
        const fresh = make()
        if (made.size >= mostMade) made.clear()
        made.set(key, fresh)
        return fresh
      },
    },
  }
}
