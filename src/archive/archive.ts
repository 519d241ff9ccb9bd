import type { Instant } from '../clock.js'
import type {
  DisposalPlan,
  DisposalQuestion,
  DisposalRecord,
  DisposalReport,
  DisposalRequest,
  Hold,
  HoldRequest,
  HoldResult,
  KeptTerm,
  ReleaseRequest,
  RetentionRules,
} from './keeping.js'
import type {
  Attached,
  AttachRequest,
  KeptCheckpoint,
  Stamped,
  TimeStampService,
  Witnesses,
} from './witnesses.js'

/** A file of an archived object; `path` is its logical path, `/`-separated. */
export interface ArchiveFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface PutRequest {
  /** ASCII URN without personal data, e.g. `urn:dnevnik-bridge:<school>:2026-2027:07a:summary`. */
  readonly id: string
  readonly files: readonly ArchiveFile[]
  /** Why this version exists, in Russian, without persons. */
  readonly message: string
  /** A role, e.g. `archivist`; never a person's name. */
  readonly actor: string
}

export interface PutResult {
  readonly id: string
  /** `v1`, `v2`, … */
  readonly version: string
  /** False when the files equal the head version: no new version is made. */
  readonly changed: boolean
  /** The object's folder, absolute. */
  readonly folder: string
}

/** Logical path, size in bytes, SHA-512 in hex. */
export interface ArchivedFile {
  readonly path: string
  readonly size: number
  readonly sha512: string
}

export interface ArchivedObject {
  readonly id: string
  readonly head: string
  readonly versions: readonly {
    readonly version: string
    readonly created: string
    readonly message: string
  }[]
  /** Of the head version. */
  readonly files: readonly ArchivedFile[]
}

export interface ArchivedVersion {
  readonly version: string
  /** RFC 3339, UTC. */
  readonly created: string
  readonly message: string
  /** A role. */
  readonly actor: string
  /** The log entry that vouches for it: `00000042`. */
  readonly entry: string
  readonly files: readonly ArchivedFile[]
}

/**
 * What has to be known outside the archive, so that a cut tail or an old copy shows: the newest log entry. Whoever
 * holds it holds the whole chain before it.
 */
export interface Checkpoint {
  readonly archive: string
  /** Of the newest entry, eight digits; all zeros for an empty log. */
  readonly seq: string
  /** SHA-512 of that entry, hex; 128 zeros for an empty log. */
  readonly head: string
}

/** The log in short: by which entries an archive is known, and what it vouches for. */
export interface ArchiveOutline {
  /** False where its chain is broken: entries may be missing here then. */
  readonly isSound: boolean
  /** SHA-512 of each entry, hex, by its number, oldest first. */
  readonly hashes: ReadonlyMap<string, string>
  /** Versions that came in and weren't disposed of, oldest first. */
  readonly versions: readonly { readonly id: string; readonly version: string }[]
}

export interface VerifyOptions {
  /** Counts bytes. */
  readonly progress?: (done: number, total: number) => void
  /** A head that is known from outside. */
  readonly expected?: Pick<Checkpoint, 'seq' | 'head'>
  /** It may be of an earlier day, and end with a key that has been changed since. */
  readonly isCopy?: boolean
  /** PEM: authorities of time stamps. Without them no stamp is checked. */
  readonly stampCaFile?: string | undefined
}

/** One thing that is wrong, located. */
export interface ArchiveFinding {
  /** OCFL's code where there is one (`E092`), else ours (`LOG_SIGNATURE`): `docs/archive.md`. */
  readonly code: string
  readonly object: string | null
  readonly version: string | null
  /** Relative to the archive's folder. */
  readonly file: string | null
  /** Russian. */
  readonly message: string
}

export interface VerifyReport {
  readonly objects: number
  readonly versions: number
  readonly files: number
  readonly bytes: number
  readonly logEntries: number
  /** Number of the newest log entry, eight digits; null for an empty log. */
  readonly seq: string | null
  /** Its hash, hex. */
  readonly head: string | null
  readonly findings: readonly ArchiveFinding[]
  readonly witnesses: Witnesses
  /** Worth telling, but no damage: an interrupted write that the next one finishes, leftovers, an unpinned key. */
  readonly notes: readonly ArchiveFinding[]
}

export interface ScrubRequest {
  /**
   * `new`: only what came since the last scrub that found nothing. All the same where all of it wasn't read for a week, or
   * was and something was found.
   */
  readonly scope: 'all' | 'new'
  /** A role. */
  readonly actor: string
  readonly progress?: VerifyOptions['progress']
}

export interface ScrubReport extends VerifyReport {
  /** All of the archive was read, not only what was new. */
  readonly whole: boolean
  /** The log entry that says so; null where there was nothing new, or the log is too damaged to go on. */
  readonly entry: string | null
}

/** That the archive was read and compared, as the log tells it. */
export interface ScrubRecord {
  readonly at: Instant
  /** From the first entry on, not only what was new. */
  readonly whole: boolean
  readonly findings: number
}

/** Counts bytes. */
export type CopyProgress = (step: 'copying' | 'checking', done: number, total: number) => void

export interface BackupRequest {
  /** Of the copy: absent, empty, or an earlier copy of this archive. */
  readonly folder: string
  /** Where it lies, in words, for the log; no persons. Empty if nobody says. */
  readonly place: string
  /** The disk of the archive will do. */
  readonly sameDisk: boolean
  /** A folder without a copy is one whose disk isn't mounted: nothing is begun there. */
  readonly mustExist?: boolean
  /** Public age keys: the copy is encrypted for them. */
  readonly recipients?: readonly string[]
  /** A role. */
  readonly actor: string
  readonly progress?: CopyProgress
}

/** What a copy lacks. */
export interface BackupPlan {
  readonly folder: string
  readonly isNew: boolean
  readonly onSameDisk: boolean
  readonly isSealed: boolean
  /** The entry of the log that the copy reaches: eight digits, and its hash. */
  readonly upto: string
  readonly uptoHead: string
  /** To be brought over: entries of the log, files of versions and their bytes. */
  readonly missing: { readonly entries: number; readonly files: number; readonly bytes: number }
}

/**
 * `VerifyReport` is that of the copy, read whole. Of a sealed one: files and bytes as they are encrypted, each as it was when
 * it was sealed; what is new was opened again as well, with a key that only this process had.
 */
export interface BackupReport extends VerifyReport, BackupPlan {
  /** Files that the copy had lost or had otherwise, and that came anew; relative to the archive. */
  readonly healed: readonly string[]
  /** The log entry that says so; null where the copy isn't sound. */
  readonly entry: string | null
}

/** That a copy was made and read whole, as the log tells it. */
export interface BackupRecord {
  readonly at: Instant
  /** In somebody's words; null where nobody said. */
  readonly place: string | null
  readonly onSameDisk: boolean
}

export interface TrialRequest {
  /** A copy of this archive. */
  readonly from: string
  /** File of the private age key, for a sealed copy. */
  readonly identity?: string
  /** A folder in which it is restored, into a new one that is removed afterwards. */
  readonly within: string
  /** A role. */
  readonly actor: string
  readonly progress?: CopyProgress
}

/** `VerifyReport` is that of what was restored; of the copy, where that isn't sound. */
export interface TrialReport extends VerifyReport {
  /** Files whose digests were compared with those of the copy. */
  readonly compared: number
  /** The log entry that says so. */
  readonly entry: string
}

/** That a copy was restored on trial, as the log tells it. */
export interface TrialRecord {
  readonly at: Instant
  readonly findings: number
}

/** The archive's signing key was changed. */
export interface KeyChange {
  readonly formerKey: string
  readonly newKey: string
  /** The log entry that says so. */
  readonly entry: string
}

export interface KeyChangeRequest {
  readonly reason: string
  /** A role. */
  readonly actor: string
}

/** Bytes and digests; knows nothing of journals. */
export interface Archive {
  readonly folder: string
  /**
   * Stores a version. Atomic: after a crash at any point the archive is as before or as after.
   * @throws BridgeError ARCHIVE_BUSY, ARCHIVE_UNUSABLE, ARCHIVE_DAMAGED, ARCHIVE_REFUSED (a wrong id, path or text)
   */
  put(request: PutRequest): Promise<PutResult>
  /** Heads of all objects, by id. @throws BridgeError ARCHIVE_DAMAGED */
  list(): Promise<ArchivedObject[]>
  /**
   * A file's bytes, checked against the signed log; null if there is no such object, version or path.
   * @throws BridgeError ARCHIVE_DAMAGED
   */
  get(id: string, path: string, version?: string): Promise<Buffer | null>
  /** All versions of an object, oldest first; null if there is none. @throws BridgeError ARCHIVE_DAMAGED */
  show(id: string): Promise<ArchivedVersion[] | null>
  /** How long each object is kept, by id, and whether it may be set aside. @throws BridgeError ARCHIVE_DAMAGED */
  retention(rules: RetentionRules): Promise<KeptTerm[]>
  /** Bans on disposal that stand, oldest first. */
  holds(): Promise<Hold[]>
  /**
   * Forbids the disposal of an object; a ban for the same reason that stands is left as it is.
   * @returns null if there is no such object
   * @throws BridgeError ARCHIVE_REFUSED (a wrong text), ARCHIVE_BUSY, ARCHIVE_UNUSABLE, ARCHIVE_DAMAGED
   */
  hold(request: HoldRequest): Promise<HoldResult | null>
  /**
   * Lifts a ban. @returns null if there is no such object
   * @throws BridgeError as `hold`; NOT_FOUND (no such ban), USAGE (several stand, none is named)
   */
  release(request: ReleaseRequest): Promise<HoldResult | null>
  /** What `dispose` would take, and what stands in the way. @throws BridgeError NOT_FOUND (an id), ARCHIVE_DAMAGED */
  planDisposal(question: DisposalQuestion): Promise<DisposalPlan>
  /**
   * Disposes of objects whose term is over, by an act that comes in as an object of its own. Cut off at any point, what
   * the log says to go goes at the next write, and the same request goes on with the rest of its act.
   * @throws BridgeError DISPOSAL_REFUSED (term, ban, clock, another act), ARCHIVE_REFUSED (texts, one person),
   * ARCHIVE_DAMAGED, ARCHIVE_BUSY, ARCHIVE_UNUSABLE, NOT_FOUND (an id)
   */
  dispose(request: DisposalRequest): Promise<DisposalReport>
  /** What the log tells to be disposed of, oldest first. */
  disposals(): Promise<DisposalRecord[]>
  /** What scrubs have entered in the log, oldest first. */
  checks(): Promise<ScrubRecord[]>
  /** @throws BridgeError ARCHIVE_DAMAGED if the log's chain is broken */
  checkpoint(): Promise<Checkpoint>
  /** Needs the log only, damaged or not. */
  outline(): Promise<ArchiveOutline>
  /**
   * Writes one version (the newest unless named) as a BagIt bag into a folder that isn't there yet: its documents, and
   * what proves without the archive that they are the archived ones. Whole or not at all.
   * @returns files of the payload; null if there is no such object or version
   * @throws BridgeError ARCHIVE_DAMAGED, USAGE (the folder is there)
   */
  exportBag(id: string, folder: string, version?: string): Promise<readonly ArchivedFile[] | null>
  /** Reads every byte, changes nothing, needs no lock. */
  verify(options?: VerifyOptions): Promise<VerifyReport>
  /**
   * Verifies, and enters in the log that it was done and what was found.
   * @throws BridgeError ARCHIVE_BUSY, ARCHIVE_UNUSABLE
   */
  scrub(request: ScrubRequest): Promise<ScrubReport>
  /** What `backup` would bring over; the copy's files aren't read. @throws BridgeError as `backup` */
  planBackup(request: BackupRequest): Promise<BackupPlan>
  /**
   * Brings a copy in another folder up to the log, mends what it has lost, reads it whole, and enters in the log that
   * it is sound. Cut off at any point the copy is that of an earlier day, and the next run goes on. Nobody who writes
   * has to wait.
   * @throws BridgeError COPY_REFUSED, COPY_MISSING (the folder), COPY_DIVERGED (of another archive, or newer than this one),
   * ARCHIVE_BUSY, ARCHIVE_UNUSABLE, ARCHIVE_DAMAGED (the log)
   */
  backup(request: BackupRequest): Promise<BackupReport>
  /** What backups have entered in the log, oldest first. */
  backups(): Promise<BackupRecord[]>
  /**
   * Restores a copy of this archive into a folder that is removed afterwards, and enters in the log what came of it.
   * @throws BridgeError as `backup`
   */
  tryRestore(request: TrialRequest): Promise<TrialReport>
  /**
   * Makes a new signing key, which the one in force names in the log and which signs from then on. Cut off at any point,
   * the one that the log names is in force. The former key stays beside it.
   * @throws BridgeError ARCHIVE_DAMAGED (a log that nobody should vouch for anew), ARCHIVE_REFUSED (a text), ARCHIVE_BUSY
   */
  changeKey(request: KeyChangeRequest): Promise<KeyChange>
  /**
   * Attaches somebody's detached signature of a file, as a new version of its object. Nothing of it is checked.
   * @returns null if there is no such object
   * @throws BridgeError NOT_FOUND (the file), ARCHIVE_REFUSED (no such signature, a text), ARCHIVE_BUSY, ARCHIVE_DAMAGED
   */
  attachSignature(request: AttachRequest): Promise<Attached | null>
  /** Stores the checkpoint as an object, so that it can be signed. @throws BridgeError ARCHIVE_DAMAGED, ARCHIVE_BUSY, USAGE */
  keepCheckpoint(actor: string): Promise<KeptCheckpoint>
  /**
   * Has a time-stamping service vouch for the checkpoint, and stores both.
   * @returns null where nothing has come since the last one
   * @throws BridgeError STAMP_FAILED (then nothing was written), ARCHIVE_DAMAGED, ARCHIVE_BUSY
   */
  stampCheckpoint(request: {
    readonly service: TimeStampService
    readonly actor: string
  }): Promise<Stamped | null>
  /** What trial restores have entered in the log, oldest first. */
  trials(): Promise<TrialRecord[]>
  close(): Promise<void>
}

export interface ArchiveOptions {
  readonly folder: string
  /** The private signing key lies outside the archive; made at first use, mode 0600. */
  readonly keyFile: string
  /** Name in log and checkpoints, ASCII. */
  readonly name: string
  readonly now: () => Instant
  /** Readers never wait for the lock and never write. */
  readonly readOnly?: boolean
  /** Refuses to make an archive where there is none; readers never make one. */
  readonly mustExist?: boolean
  /** PEM: the authorities with which scrubs check time stamps. */
  readonly stampCaFile?: string | undefined
}
