import { hash } from 'node:crypto'
import type { PlatformRecord } from '../journal/index.js'
import type { SeenRecord } from './compare.js'

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

/** PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; the body keeps them. */
const unstorable = /\\u(0000|d[89a-f])/

function seenText({ kind, id }: PlatformRecord, text: string): SeenRecord {
  return { kind, record: id, text, hash: hash('sha256', text, 'base64url') }
}

function canonicalText(record: PlatformRecord): string {
  const fields = record as unknown as Readonly<Record<string, unknown>>
  const parts = namesOf(record).map(([name, prefix]) => prefix + JSON.stringify(fields[name]))
  return `{${parts.join()}}`
}

type Names = readonly (readonly [name: string, prefix: string])[]
const names = new Map<string, Names>()

/** Every record of a kind has the same fields; should one have others, it is sorted for itself. */
function namesOf(record: PlatformRecord): Names {
  const known = names.get(record.kind)
  const own = Object.keys(record)
  if (known && known.length === own.length && known.every(([name]) => name in record)) return known
  const sorted = own.sort().map(name => [name, `${JSON.stringify(name)}:`] as const)
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
