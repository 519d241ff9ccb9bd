import { z } from 'zod'
import { sha512 } from './digest.js'
import { objectPath } from './paths.js'

/**
 * One entry of the signed log: `key=value` lines in fixed order, UTF-8, LF. Signed and hashed as stored; it is
 * never parsed and written again. The hash of an entry stands in the next one as `prev`.
 */

export const firstPrev = '0'.repeat(128)

const Hash = z.string().regex(/^[0-9a-f]{128}$/)
const Line = z.string().regex(/^[^\p{Cc}]*$/u)

const Entry = z
  .strictObject({
    version: z.literal('1'),
    seq: z.string().regex(/^[0-9]{8}$/),
    prev: Hash,
    time: z.iso.datetime({ offset: true }),
    /** `behind`: the clock showed less than in the entry before; the order is `seq`. */
    clock: z.enum(['ok', 'behind']),
    archive: Line.min(1),
    op: z.literal('store'),
    /** The staging folder, from which an interrupted write is finished. */
    tx: z.string().regex(/^[0-9]{8}-[0-9a-f]{16}(-[0-9]+)?$/),
    id: Line.min(1),
    path: Line.min(1),
    'object-version': z.string().regex(/^v[1-9][0-9]*$/),
    'inventory-sha512': Hash,
    'files-sha512': Hash,
    key: z.string().regex(/^[0-9a-f]{32}$/),
    alg: z.literal('ecdsa-p256-sha512'),
    actor: Line,
    reason: Line,
  })
  .refine(entry => entry.path === objectPath(entry.id))
type Entry = z.infer<typeof Entry>

const order = Object.keys(Entry.shape)

export interface LogEntry {
  /** Eight digits, also the folder's name. */
  readonly seq: string
  readonly prev: string
  readonly time: string
  readonly archive: string
  readonly tx: string
  readonly id: string
  /** The object's folder, relative to the archive. */
  readonly path: string
  readonly version: string
  readonly inventorySha512: string
  readonly filesSha512: string
  readonly key: string
  /** SHA-512 of entry.txt as stored. */
  readonly hash: string
}

export interface NewEntry extends Omit<LogEntry, 'hash'> {
  readonly clock: 'ok' | 'behind'
  readonly actor: string
  readonly reason: string
}

export function entryBytes(entry: NewEntry): Buffer {
  const values: Entry = {
    version: '1',
    seq: entry.seq,
    prev: entry.prev,
    time: entry.time,
    clock: entry.clock,
    archive: entry.archive,
    op: 'store',
    tx: entry.tx,
    id: entry.id,
    path: entry.path,
    'object-version': entry.version,
    'inventory-sha512': entry.inventorySha512,
    'files-sha512': entry.filesSha512,
    key: entry.key,
    alg: 'ecdsa-p256-sha512',
    actor: entry.actor,
    reason: entry.reason,
  }
  return Buffer.from(
    Object.entries(Entry.parse(values))
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
}

/** Null if the bytes aren't an entry of this form. */
export function parseEntry(bytes: Buffer): LogEntry | null {
  const text = bytes.toString('utf8')
  if (!text.endsWith('\n')) return null
  const pairs = text
    .slice(0, -1)
    .split('\n')
    .map(line => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)] as const)
  if (pairs.map(([key]) => key).join() !== order.join()) return null
  const parsed = Entry.safeParse(Object.fromEntries(pairs))
  if (!parsed.success) return null
  const { seq, prev, time, archive, tx, id, path, key } = parsed.data
  return {
    seq,
    prev,
    time,
    archive,
    tx,
    id,
    path,
    version: parsed.data['object-version'],
    inventorySha512: parsed.data['inventory-sha512'],
    filesSha512: parsed.data['files-sha512'],
    key,
    hash: sha512(bytes),
  }
}

/** `sha512sum` format, sorted by path; paths relative to the archive. */
export function filesList(digests: ReadonlyMap<string, string>): Buffer {
  const lines = [...digests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, hash]) => `${hash}  ${path}\n`)
  return Buffer.from(lines.join(''), 'utf8')
}

/** Path -> digest; null if a line has another form. */
export function parseFilesList(bytes: Buffer): Map<string, string> | null {
  const digests = new Map<string, string>()
  for (const line of bytes.toString('utf8').split('\n').slice(0, -1)) {
    const match = /^([0-9a-f]{128}) {2}(.+)$/.exec(line)
    if (match?.[1] === undefined || match[2] === undefined) return null
    digests.set(match[2], match[1])
  }
  return digests
}
