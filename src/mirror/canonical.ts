import { hash } from 'node:crypto'
import type { PlatformRecord } from '../journal/index.js'
import { type ByRecord, recordKey, type SeenRecord } from './compare.js'

/**
 * A record as it is kept: canonical JSON (RFC 8785) and its SHA-256. Records are flat, with lists of plain values at
 * most, so sorting the names of the one object is all that it takes. Made once, for the hash and for the table.
 */
export function seenRecord(record: PlatformRecord): SeenRecord {
  const text = canonicalText(record)
  if (!unstorable.test(text)) return seenText(record, text)
  const kept = storable(record)
  return seenText(kept, canonicalText(kept))
}

/** Each record once; of two with one id the last counts, as in any list that is read from top to bottom. */
export function seenRecords(records: readonly PlatformRecord[]): ByRecord<SeenRecord> {
  const seen = new Map<string, SeenRecord>()
  for (const given of records) {
    const record = seenRecord(given)
    seen.set(recordKey(record.kind, record.record), record)
  }
  return seen
}

/** PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; the body keeps them. */
const unstorable = /\\u(0000|d[89a-f])/

function seenText({ kind, id }: PlatformRecord, text: string): SeenRecord {
  return { kind, record: id, text, hash: hash('sha256', text, 'base64url') }
}

function canonicalText(record: PlatformRecord): string {
  const fields = record as unknown as Readonly<Record<string, unknown>>
  let text = ''
  for (const [name, prefix] of namesOf(record)) text += prefix + jsonText(fields[name])
  return `${text}}`
}

/** JSON of ASCII that needs no escape is the text itself; most values are ids, words and stamps. */
const plain = /^[ !#-[\]-~]*$/

function jsonText(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'string' && plain.test(value) ? `"${value}"` : JSON.stringify(value)
}

type Names = readonly (readonly [name: string, prefix: string])[]
const names = new Map<string, Names>()

/** Every record of a kind has the same fields; should one have others, it is sorted for itself. */
function namesOf(record: PlatformRecord): Names {
  const known = names.get(record.kind)
  const own = Object.keys(record)
  if (known && known.length === own.length && known.every(([name]) => name in record)) return known
  const sorted = own
    .sort()
    .map((name, index) => [name, `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`] as const)
  names.set(record.kind, sorted)
  return sorted
}

function storable(record: PlatformRecord): PlatformRecord {
  return JSON.parse(
    JSON.stringify(record, (_, value) => (typeof value === 'string' ? storableText(value) : value)),
  )
}

export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\ufffd')
}
