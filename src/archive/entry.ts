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

const Seq = z.string().regex(/^[0-9]{8}$/)
const Count = z.string().regex(/^(0|[1-9][0-9]{0,15})$/)

/** What each entry begins with; then come the fields of its `op`, beginning with that. */
const opening = {
  version: z.literal('1'),
  seq: Seq,
  prev: Hash,
  time: z.iso.datetime({ offset: true }),
  /** `behind`: the clock showed less than in the entry before; the order is `seq`. */
  clock: z.enum(['ok', 'behind']),
  archive: Line.min(1),
}

/** What each entry ends with. */
const closing = {
  key: z.string().regex(/^[0-9a-f]{32}$/),
  alg: z.literal('ecdsa-p256-sha512'),
  actor: Line,
  reason: Line,
}

/** The staging folder, from which an interrupted write is finished. */
const tx = z.string().regex(/^[0-9]{8}-[0-9a-f]{16}(-[0-9]+)?$/)

/** A version came in. */
const Store = z.strictObject({
  ...opening,
  op: z.literal('store'),
  tx,
  id: Line.min(1),
  path: Line.min(1),
  'object-version': z.string().regex(/^v[1-9][0-9]*$/),
  'inventory-sha512': Hash,
  'files-sha512': Hash,
  ...closing,
})

/** What came after the entry `after` (all zeros: everything), up to `upto`, was read and compared. */
const Scrub = z.strictObject({
  ...opening,
  op: z.literal('scrub'),
  tx,
  after: Seq,
  upto: Seq,
  objects: Count,
  files: Count,
  bytes: Count,
  findings: Count,
  ...closing,
})

/** A copy was brought up to an entry and read whole, with nothing found. */
const Backup = z.strictObject({
  ...opening,
  op: z.literal('backup'),
  tx,
  upto: Seq,
  /** Of that entry. */
  head: Hash,
  /** Where the copy lies, in somebody's words; may be empty. */
  place: Line.max(200),
  /** Whether on the disk that the archive is on, by what the file system says. */
  disk: z.enum(['other', 'same']),
  objects: Count,
  files: Count,
  bytes: Count,
  ...closing,
})

/** A copy was restored into a folder of its own, to see whether it can be. */
const TrialRestore = z.strictObject({
  ...opening,
  op: z.literal('trial-restore'),
  tx,
  upto: Seq,
  head: Hash,
  objects: Count,
  files: Count,
  bytes: Count,
  findings: Count,
  ...closing,
})

const Fields = z
  .discriminatedUnion('op', [Store, Scrub, Backup, TrialRestore])
  .refine(fields => fields.op !== 'store' || fields.path === objectPath(fields.id))
const orders = {
  store: Object.keys(Store.shape),
  scrub: Object.keys(Scrub.shape),
  backup: Object.keys(Backup.shape),
  'trial-restore': Object.keys(TrialRestore.shape),
}

/** An entry's text, line by line. */
export type EntryFields = z.infer<typeof Fields>

interface AnyEntry {
  /** Eight digits, also the folder's name. */
  readonly seq: string
  readonly prev: string
  readonly time: string
  readonly archive: string
  readonly tx: string
  readonly key: string
  /** SHA-512 of entry.txt as stored. */
  readonly hash: string
}

export interface StoreEntry extends AnyEntry {
  readonly op: 'store'
  readonly id: string
  /** The object's folder, relative to the archive. */
  readonly path: string
  readonly version: string
  readonly inventorySha512: string
  readonly filesSha512: string
}

export interface ScrubEntry extends AnyEntry {
  readonly op: 'scrub'
  /** What came after this entry was looked at; all zeros: everything. */
  readonly after: string
  /** The newest entry that was looked at. */
  readonly upto: string
  readonly findings: number
}

export interface BackupEntry extends AnyEntry {
  readonly op: 'backup'
  /** The newest entry in the copy. */
  readonly upto: string
  readonly place: string
  readonly disk: 'other' | 'same'
}

export interface TrialRestoreEntry extends AnyEntry {
  readonly op: 'trial-restore'
  readonly findings: number
}

export type LogEntry = StoreEntry | ScrubEntry | BackupEntry | TrialRestoreEntry

export function entryBytes(entry: EntryFields): Buffer {
  const values: Readonly<Record<string, string>> = Fields.parse(entry)
  return Buffer.from(orders[entry.op].map(key => `${key}=${values[key]}\n`).join(''))
}

/** Null if the bytes aren't an entry of a form that is known. */
export function parseEntry(bytes: Buffer): LogEntry | null {
  const text = bytes.toString('utf8')
  if (!text.endsWith('\n')) return null
  const pairs = text
    .slice(0, -1)
    .split('\n')
    .map(line => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)] as const)
  const parsed = Fields.safeParse(Object.fromEntries(pairs))
  if (!parsed.success) return null
  const fields = parsed.data
  if (pairs.map(([key]) => key).join() !== orders[fields.op].join()) return null
  const { seq, prev, time, archive, tx: transaction, key } = fields
  const any = { seq, prev, time, archive, tx: transaction, key, hash: sha512(bytes) }
  switch (fields.op) {
    case 'scrub':
      return {
        ...any,
        op: 'scrub',
        after: fields.after,
        upto: fields.upto,
        findings: Number(fields.findings),
      }
    case 'backup':
      return { ...any, op: 'backup', upto: fields.upto, place: fields.place, disk: fields.disk }
    case 'trial-restore':
      return { ...any, op: 'trial-restore', findings: Number(fields.findings) }
    case 'store':
      return {
        ...any,
        op: 'store',
        id: fields.id,
        path: fields.path,
        version: fields['object-version'],
        inventorySha512: fields['inventory-sha512'],
        filesSha512: fields['files-sha512'],
      }
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
