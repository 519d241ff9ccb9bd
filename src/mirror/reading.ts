import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Answer, ParsedAnswer } from '../journal/index.js'
import { seenRecords } from './canonical.js'
import type { ByRecord, SeenRecord } from './compare.js'

const compress = promisify(gzip)

/** The quickest level: packing shares the processors with parsing and with PostgreSQL. */
export function packed(body: string): Promise<Buffer> {
  return compress(body, { level: constants.Z_BEST_SPEED })
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

export async function readAnswer(answer: Answer): Promise<Reading> {
  // Packed by another thread while we parse.
  const packing = packed(answer.body)
  const parsed = answer.parse()
  const seen = seenRecords(parsed.records)
  return { parsed, seen, untouched: 0, packed: await packing }
}

/** As soon as it is likely to be needed; what it finds, be it an error, counts only where it is asked for. */
export async function readAhead(answer: Answer): Promise<() => Reading> {
  try {
    const reading = await readAnswer(answer)
    return () => reading
  } catch (error) {
    return () => {
      throw error
    }
  }
}
