import type {
  ArchivedObject,
  ArchivedVersion,
  Checkpoint,
  Hold,
  KeptTerm,
  ScrubRecord,
} from '../../archive/index.js'
import type { Id } from '../../journal/index.js'
import type { ArchiveCheck } from '../../runs/index.js'

/** What lies in the archive, whether it is whole, and the documents themselves. The archive is that of all schools. */
export interface ArchiveDeps {
  /** Null while there is none. @throws BridgeError ARCHIVE_DAMAGED */
  overview(school: Id): Promise<ArchiveOverview | null>
  /** Null for an object that isn't there, or isn't this school's. @throws BridgeError ARCHIVE_DAMAGED */
  object(school: Id, id: string): Promise<ArchiveObjectView | null>
  /** Checked against the signed log; null where there is no such file. @throws BridgeError ARCHIVE_DAMAGED */
  file(school: Id, place: ArchivePlace): Promise<Buffer | null>
  /** Adds the job that reads the whole archive; the one that is under way, where there is one. */
  startCheck(): Promise<string>
  check(id: string): Promise<ArchiveCheck | null>
}

export interface ArchivePlace {
  readonly id: string
  readonly version: string
  readonly path: string
}

export interface ArchiveOverview {
  /** Of this school, by id. */
  readonly objects: readonly ArchivedObject[]
  readonly checkpoint: Checkpoint
  /** Oldest first. */
  readonly scrubs: readonly ScrubRecord[]
  readonly copies: readonly {
    readonly at: number
    readonly place: string | null
    readonly onSameDisk: boolean
  }[]
  readonly holds: readonly Hold[]
  /** The newest that somebody asked for. */
  readonly check: ArchiveCheck | null
}

export interface ArchiveObjectView {
  readonly id: string
  /** Oldest first. */
  readonly versions: readonly ArchivedVersion[]
  readonly holds: readonly Hold[]
  readonly term: KeptTerm | null
}
