import { z } from 'zod'
import { objectPath } from './paths.js'

/** Which lines an entry of the log has, by its `op`, in their order. */

const Hash = z.string().regex(/^[0-9a-f]{128}$/)
const Line = z.string().regex(/^[^\p{Cc}]*$/u)

const Version = z.string().regex(/^v[1-9][0-9]*$/)
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

export const Fields = z
  .discriminatedUnion('op', [Store, Scrub, Backup, TrialRestore, Hold, Release, Dispose, Disposed])
  .refine(fields => !('path' in fields) || fields.path === objectPath(fields.id))
export const orders = {
  store: Object.keys(Store.shape),
  scrub: Object.keys(Scrub.shape),
  backup: Object.keys(Backup.shape),
  'trial-restore': Object.keys(TrialRestore.shape),
  hold: Object.keys(Hold.shape),
  release: Object.keys(Release.shape),
  dispose: Object.keys(Dispose.shape),
  disposed: Object.keys(Disposed.shape),
}

/** An entry's text, line by line. */
export type EntryFields = z.infer<typeof Fields>
