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

export function readAnswer(answer: Answer): Reading {
  const parsed = answer.parse()
  return { parsed, seen: seenRecords(parsed.records), untouched: 0, packed: packed(answer.body) }
}

/** An answer that may be read before somebody needs what it says. */
export interface Upcoming {
  read(): Reading
  /** Nobody will need it. */
  drop(): void
}

/**
 * Reads answers ahead while PostgreSQL is at work for others. Neither sooner nor all at once: reading holds up
 * everything else of this process, the next question to PostgreSQL too, and what was read early waits in memory.
 */
export interface ReadingAhead {
  upcoming(answer: Answer): Upcoming
  /** PostgreSQL has just got long work. */
  readNext(): void
}

export function createReadingAhead(): ReadingAhead {
  const waiting = new Set<() => void>()
  return {
    upcoming(answer) {
      let outcome: (() => Reading) | null = null
      const readNow = () => {
        waiting.delete(readNow)
        outcome = outcomeOf(() => readAnswer(answer))
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

/** What comes of it, be it an error, counts only where it is asked for. */
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
