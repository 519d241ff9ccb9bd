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

/** As soon as it is likely to be needed; what it finds, be it an error, counts only where it is asked for. */
export function readAhead(answer: Answer): () => Reading {
  try {
    const reading = readAnswer(answer)
    return () => reading
  } catch (error) {
    return () => {
      throw error
    }
  }
}
