import type { Instant } from '../clock.js'
import type { Id, IsoDate, ResultMark } from '../journal/index.js'

/** What our own archive shows of sheets, of its checks and of its copies: an input of rules beside the slice, archived with each report. */

/** That every byte up to some point was read and compared. */
export interface ArchiveCheck {
  readonly at: Instant
  /** Of the whole archive, not only of what was new. */
  readonly whole: boolean
  /** How much was found damaged. */
  readonly findings: number
}

/** That a copy of the archive was made and read whole. */
export interface ArchiveBackup {
  readonly at: Instant
  /** Where it lies, in somebody's words; null where nobody said. */
  readonly place: string | null
  /** One broken disk takes both. */
  readonly onSameDisk: boolean
}

/** That a copy was restored on trial. */
export interface ArchiveTrial {
  readonly at: Instant
  /** How much was found damaged. */
  readonly findings: number
}

export interface SheetCell {
  readonly personId: Id
  readonly subjectId: Id
  /** Null for the mark of the year. */
  readonly periodId: Id | null
  /** Null for an empty cell; several values in order, with a slash between. */
  readonly value: string | null
}

/** Of the lines «Экзаменационная» and «Итоговая»; `value` as in other cells. */
export interface ResultCell extends Pick<ResultMark, 'personId' | 'subjectId' | 'line'> {
  readonly value: string | null
}

/** The archived sheet that somebody says to have printed. */
export interface PrintedSheet {
  /** Of the statement that it was printed. */
  readonly number: number
  readonly classId: Id
  readonly studyYear: string
  readonly printedOn: IsoDate
  /** When the journal was read of which it is the sheet. */
  readonly readAt: Instant
  readonly cells: readonly SheetCell[]
  /** Null where the sheet has no such lines. */
  readonly results: {
    /** When the sheet was made: these marks have looks of their own, all before it, and `readAt` is that of final marks. */
    readonly madeAt: Instant
    readonly cells: readonly ResultCell[]
  } | null
}

export interface ArchiveFacts {
  /** Oldest first; null where the archive can't be seen from here. */
  readonly checks: readonly ArchiveCheck[] | null
  readonly backups: readonly ArchiveBackup[]
  readonly trials: readonly ArchiveTrial[]
  readonly sheets: readonly PrintedSheet[]
  /** Statements whose sheet isn't in the archive any more, or is damaged. */
  readonly lostSheets: readonly {
    readonly number: number
    readonly classId: Id
    readonly printedOn: IsoDate
  }[]
}

/** As far as it is about some classes; what is of no class stays. */
export function factsAbout(facts: ArchiveFacts, isAbout: (classId: Id) => boolean): ArchiveFacts {
  const own = <T extends { readonly classId: Id }>(items: readonly T[]) =>
    items.filter(({ classId }) => isAbout(classId))
  return { ...facts, sheets: own(facts.sheets), lostSheets: own(facts.lostSheets) }
}

export const noArchiveFacts: ArchiveFacts = {
  checks: null,
  backups: [],
  trials: [],
  sheets: [],
  lostSheets: [],
}
