import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import type { HardCopyStep } from '../../regulation/index.js'
import type { ClassReadiness } from '../../report/index.js'

/** The yearly printing. A study year is `2026-2027`; null is the one that runs. */
export interface PrintKitDeps {
  /** What is done on paper, and the kits; quick, nobody's readiness is judged. */
  board(school: Id, studyYear: string | null): Promise<PrintBoard>
  /**
   * Judges the class's year in its turn: a part of a second, once a look, entry, change of the archive or hour. Null for a class that
   * the school hasn't.
   * @throws BridgeError INTERRUPTED
   */
  readiness(school: Id, classId: Id, signal: AbortSignal): Promise<ClassOnPaper | null>
  /** Adds the job that makes a kit of these classes (all for null) and answers with the run's id. */
  startMaking(school: Id, classIds: readonly Id[] | null): Promise<string>
  /** A file of a kit, checked against the signed log. @throws BridgeError NOT_FOUND, ARCHIVE_DAMAGED */
  file(school: Id, file: KitFile): Promise<Uint8Array>
}

export interface KitFile {
  readonly studyYear: string | null
  readonly version: string
  readonly path: string
}

export interface PrintBoard {
  readonly studyYear: string
  /** Its sheets can still be made. */
  readonly isCurrent: boolean
  /** By which day all sheets have to be filed. */
  readonly due: IsoDate
  readonly classes: readonly {
    readonly id: Id
    readonly name: string
    readonly steps: ReadonlyMap<HardCopyStep, { readonly on: IsoDate; readonly who: string }>
    /** Null when all is done. */
    readonly next: HardCopyStep | null
    /** The newest kit that has its sheet. */
    readonly kit: string | null
  }[]
  /** Newest first. */
  readonly kits: readonly {
    readonly version: string
    readonly createdAt: Instant
    readonly missing: readonly { readonly name: string; readonly reason: string }[]
    readonly files: readonly { readonly path: string; readonly size: number }[]
  }[]
  /** Classes with debts that the platform doesn't let us read while resits are held. */
  readonly notGiven: readonly { readonly id: Id; readonly name: string }[]
}

export interface ClassOnPaper {
  readonly readiness: ClassReadiness
  /** Cells that the paper has otherwise than the journal has now; empty where nothing was printed or changed. */
  readonly changed: readonly string[]
}
