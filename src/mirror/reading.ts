import { constants, gunzipSync, gzipSync } from 'node:zlib'
import type { Answer, ParsedAnswer } from '../journal/index.js'
import { seenRecords } from './canonical.js'
import type { ByRecord, SeenRecord } from './compare.js'

/**
 * The body of a window as it is kept, gzip. Packed here and now, at the quickest level: handing a body of a hundred
 * kilobytes to another thread costs more than packing it.
 */
export function packed(body: string): Buffer {
  return gzipSync(body, { level: constants.Z_BEST_SPEED })
}

export function unpacked(gzip: Buffer): string {
  return gunzipSync(gzip).toString()
}

/** What a body says, ready to be compared and kept. */
export interface Reading {
  readonly parsed: ParsedAnswer
  readonly seen: ByRecord<SeenRecord>
  /** How many more records the body says, of which each stands as it is said; see `change.ts`. */
  readonly untouched: number
  /** The body. */
  readonly packed: Buffer
}

/** Whether what a look doesn't say isn't there. */
export function isComplete({ quarantined, partial = false }: ParsedAnswer): boolean {
  return quarantined.length === 0 && !partial
}

export function readAnswer(answer: Answer): Reading {
  const parsed = answer.parse()
  return { parsed, seen: seenRecords(parsed.records), untouched: 0, packed: packed(answer.body) }
}

/** What may be read before somebody needs it. */
export interface Upcoming<T> {
  /** What comes of it, be it an error, counts only here. */
  read(): T
  /** Nobody will need it. */
  drop(): void
}

/**
 * Reads answers ahead while PostgreSQL is at work for others. Neither sooner nor all at once: reading holds up
 * everything else of this process, the next question to PostgreSQL too, and what was read early waits in memory.
 */
export interface ReadingAhead {
  upcoming<T>(read: () => T): Upcoming<T>
  /** PostgreSQL has just got long work. */
  readNext(): void
}

export function createReadingAhead(): ReadingAhead {
  const waiting = new Set<() => void>()
  return {
    upcoming<T>(read: () => T): Upcoming<T> {
      let outcome: (() => T) | null = null
      const readNow = () => {
        waiting.delete(readNow)
        outcome = outcomeOf(read)
        return outcome
      }
      waiting.add(readNow)
      return {
        read: () => (outcome ?? readNow())(),
        drop: () => void waiting.delete(readNow),
      }
    },
    readNext() {
      const [next] = waiting
      next?.()
    },
  }
}

function outcomeOf<T>(work: () => T): () => T {
  try {
    const result = work()
    return () => result
  } catch (error) {
    return () => {
      throw error
    }
  }
}
