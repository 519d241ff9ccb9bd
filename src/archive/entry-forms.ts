import { createHash } from 'node:crypto'
import { z } from 'zod'
import { objectPath } from './paths.js'

/** Which lines an entry of the log has, by its `op`, in their order. */

const Hash = z.string().regex(/^[0-9a-f]{128}$/)
const Line = z.string().regex(/^[^\p{Cc}]*$/u)

const Version = z.string().regex(/^v[1-9][0-9]*$/)
const Seq = z.string().regex(/^[0-9]{8}$/)
const Count = z.string().regex(/^(0|[1-9][0-9]{0,15})$/)

const KeyId = z.string().regex(/^[0-9a-f]{32}$/)
/** A public key: SPKI, DER, in base64 on one line. */
const Spki = z.base64().min(1)

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
  key: KeyId,
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
  'object-version': Version,
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

/** The same of a copy that is encrypted: each file is as it was sealed, and what was new could be opened again. */
const BackupSealed = z.strictObject({
  ...opening,
  op: z.literal('backup-sealed'),
  tx,
  upto: Seq,
  head: Hash,
  place: Line.max(200),
  disk: z.enum(['other', 'same']),
  /** Public age keys, with commas between them. */
  recipients: Line.min(1),
  /** Digest of the copy's signed list. */
  'list-sha512': Hash,
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

/** Somebody forbade the disposal of an object; as many bans as there are reasons. */
const Hold = z.strictObject({ ...opening, op: z.literal('hold'), tx, id: Line.min(1), ...closing })

/** Lifts one ban: that of the entry `hold`. */
const Release = z.strictObject({
  ...opening,
  op: z.literal('release'),
  tx,
  id: Line.min(1),
  hold: Seq,
  ...closing,
})

/** From here on an object is disposed of, with all its versions: what follows only carries that out. */
const Dispose = z.strictObject({
  ...opening,
  op: z.literal('dispose'),
  tx,
  id: Line.min(1),
  path: Line.min(1),
  /** Its head, and that version's inventory: what was looked at when it was decided. */
  'object-version': Version,
  'inventory-sha512': Hash,
  /** The act that names it, and the entry by which that came in. */
  act: Line.min(1),
  'act-entry': Seq,
  ...closing,
})

/** Nothing of the object is left: the entry `dispose` is carried out. */
const Disposed = z.strictObject({
  ...opening,
  op: z.literal('disposed'),
  tx,
  id: Line.min(1),
  path: Line.min(1),
  dispose: Seq,
  ...closing,
})

/** This archive was made of a copy; what came after `upto` in the one that was lost isn't here. */
const Restore = z.strictObject({
  ...opening,
  op: z.literal('restore'),
  tx,
  upto: Seq,
  head: Hash,
  /** The head that somebody knew from outside, and that the copy was compared with; empty if nobody did. */
  known: Seq.or(z.literal('')),
  /** Where the copy lay, in somebody's words; may be empty. */
  place: Line.max(200),
  objects: Count,
  files: Count,
  bytes: Count,
  ...closing,
})

/** From the next entry on another key signs. The old one signs this entry, and so does the new one: `new-key.sig`. */
const Key = z.strictObject({
  ...opening,
  op: z.literal('key'),
  tx,
  'new-key': KeyId,
  'new-key-spki': Spki,
  ...closing,
})

/**
 * The key is lost, and another one begins anew: with this entry, which only the new key signs. What vouches for it is an
 * act of two people: an object that comes next, whose `act.json` has this digest.
 */
const KeyLost = z.strictObject({
  ...opening,
  op: z.literal('key-lost'),
  tx,
  'lost-key': KeyId,
  'new-key': KeyId,
  'new-key-spki': Spki,
  act: Line.min(1),
  'act-sha512': Hash,
  ...closing,
})

const forms = [
  Store,
  Scrub,
  Backup,
  BackupSealed,
  TrialRestore,
  Restore,
  Hold,
  Release,
  Dispose,
  Disposed,
  Key,
  KeyLost,
] as const

export const Fields = z
  .discriminatedUnion('op', forms)
  .refine(fields => !('path' in fields) || fields.path === objectPath(fields.id))
  .refine(fields => !('new-key' in fields) || fields['new-key'] === keyIdOfSpki(fields['new-key-spki']))
  .refine(fields => fields.op !== 'key-lost' || fields['new-key'] === fields.key)
export const orders = {
  store: Object.keys(Store.shape),
  scrub: Object.keys(Scrub.shape),
  backup: Object.keys(Backup.shape),
  'backup-sealed': Object.keys(BackupSealed.shape),
  'trial-restore': Object.keys(TrialRestore.shape),
  hold: Object.keys(Hold.shape),
  release: Object.keys(Release.shape),
  dispose: Object.keys(Dispose.shape),
  disposed: Object.keys(Disposed.shape),
  restore: Object.keys(Restore.shape),
  key: Object.keys(Key.shape),
  'key-lost': Object.keys(KeyLost.shape),
}

/** First 32 hex digits of the SHA-256 of the key's SPKI DER, here in base64. */
export function keyIdOfSpki(spki: string): string {
  return createHash('sha256').update(Buffer.from(spki, 'base64')).digest('hex').slice(0, 32)
}

/** An entry's text, line by line. */
export type EntryFields = z.infer<typeof Fields>
