import { sha512 } from './digest.js'
import { type EntryFields, Fields, orders } from './entry-forms.js'

/**
 * One entry of the signed log: `key=value` lines in fixed order, UTF-8, LF. Signed and hashed as stored; it is
 * never parsed and written again. The hash of an entry stands in the next one as `prev`.
 */

export const firstPrev = '0'.repeat(128)
/** Of an entry `key`: the new key signs it as well, so that it vouches for what stands before. */
export const newKeySignature = 'new-key.sig'

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
  readonly op: 'backup' | 'backup-sealed'
  /** The newest entry in the copy. */
  readonly upto: string
  readonly place: string
  readonly disk: 'other' | 'same'
}

export interface TrialRestoreEntry extends AnyEntry {
  readonly op: 'trial-restore'
  readonly findings: number
}

export interface HoldEntry extends AnyEntry {
  readonly op: 'hold'
  readonly id: string
  readonly actor: string
  readonly reason: string
}

export interface ReleaseEntry extends AnyEntry {
  readonly op: 'release'
  readonly id: string
  /** The entry that it lifts. */
  readonly hold: string
}

export interface DisposeEntry extends AnyEntry {
  readonly op: 'dispose'
  readonly id: string
  /** Where the object lay, relative to the archive. */
  readonly path: string
  readonly version: string
  readonly inventorySha512: string
  readonly act: string
  readonly actEntry: string
}

export interface DisposedEntry extends AnyEntry {
  readonly op: 'disposed'
  readonly id: string
  /** The entry that it says to be carried out. */
  readonly dispose: string
}

export interface RestoreEntry extends AnyEntry {
  readonly op: 'restore'
  /** The newest entry of the copy, and its hash. */
  readonly upto: string
  readonly head: string
}

export interface KeyEntry extends AnyEntry {
  readonly op: 'key'
  /** Signs from the next entry on. */
  readonly newKey: string
}

export interface KeyLostEntry extends AnyEntry {
  readonly op: 'key-lost'
  readonly lostKey: string
  /** The object by which two people vouch for the new key, and the digest of its `act.json`. */
  readonly act: string
  readonly actSha512: string
}

type CopyEntry = BackupEntry | TrialRestoreEntry | RestoreEntry
type KeyChange = KeyEntry | KeyLostEntry
type DisposalEntry = HoldEntry | ReleaseEntry | DisposeEntry | DisposedEntry
export type LogEntry = StoreEntry | ScrubEntry | CopyEntry | DisposalEntry | KeyChange

/** Names of the files that make up an entry, in the order in which they are written. */
export function recordNames({ op }: Pick<LogEntry, 'op'>): readonly string[] {
  if (op === 'store') return ['entry.txt', 'files.sha512', 'entry.sig']
  return op === 'key' ? ['entry.txt', 'entry.sig', newKeySignature] : ['entry.txt', 'entry.sig']
}

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
    case 'backup-sealed':
      return { ...any, op: fields.op, upto: fields.upto, place: fields.place, disk: fields.disk }
    case 'trial-restore':
      return { ...any, op: 'trial-restore', findings: Number(fields.findings) }
    case 'restore':
      return { ...any, op: 'restore', upto: fields.upto, head: fields.head }
    case 'key':
      return { ...any, op: 'key', newKey: fields['new-key'] }
    case 'key-lost':
      return {
        ...any,
        op: 'key-lost',
        lostKey: fields['lost-key'],
        act: fields.act,
        actSha512: fields['act-sha512'],
      }
    case 'hold':
      return { ...any, op: 'hold', id: fields.id, actor: fields.actor, reason: fields.reason }
    case 'release':
      return { ...any, op: 'release', id: fields.id, hold: fields.hold }
    case 'dispose':
      return {
        ...any,
        op: 'dispose',
        id: fields.id,
        path: fields.path,
        version: fields['object-version'],
        inventorySha512: fields['inventory-sha512'],
        act: fields.act,
        actEntry: fields['act-entry'],
      }
    case 'disposed':
      return { ...any, op: 'disposed', id: fields.id, dispose: fields.dispose }
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
