import type { Instant } from '../clock.js'

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

export interface ArchivedObject {
  readonly id: string
  readonly head: string
  readonly versions: readonly {
    readonly version: string
    readonly created: string
    readonly message: string
  }[]
  /** Logical paths of the head version with size in bytes and SHA-512, hex. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha512: string }[]
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
  /** Hash of the newest log entry, hex; null for an empty log. */
  readonly head: string | null
  readonly findings: readonly ArchiveFinding[]
  /** Worth telling, but no damage: an interrupted write that the next one finishes, leftovers, an unpinned key. */
  readonly notes: readonly ArchiveFinding[]
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
  /** Reads every byte, changes nothing, needs no lock; `progress` counts bytes. */
  verify(progress?: (done: number, total: number) => void): Promise<VerifyReport>
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
}
