import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { FigureDay, Judged, Verdict, VerdictKind } from '../regulation/index.js'

export interface RecordedScope {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null for the whole school. */
  readonly classIds: readonly Id[] | null
  /** Rules that were run. */
  readonly rules: readonly string[]
  /** Rules of which this check has told all of its days, where those are more: the others were entered before, class by class. */
  readonly told?: readonly string[]
  readonly asOf: Instant
  /** Of the slice that the verdicts were computed from, as `SliceRead` has it. */
  readonly looksHash: string
  readonly runId: string | null
}

/** What is kept is only counted, and asked for where an entry turns out kept. */
export interface JudgedDuties extends Pick<Judged, 'found' | 'kept'> {
  /** What was counted of the scope's days, worked out while the database writes; those that stand stay where this isn't given. */
  figures?(): Promise<readonly FigureDay[]>
}

export interface LedgerChange {
  /** Verdicts now in the ledger that weren't, by kind. */
  readonly opened: number
  /** Verdicts whose kind changed. */
  readonly changed: number
  readonly mended: number
  /** Verdicts of the scope that no longer stand (kept, or their subject is gone). */
  readonly closed: number
}

export interface LedgerEntry {
  /** Stable id, shown to people and used in links. */
  readonly id: string
  readonly verdict: Verdict
  readonly openedAt: Instant
  readonly changedAt: Instant
}

export interface LedgerEvent {
  readonly at: Instant
  /** `closed`: the duty turned out kept or its subject is gone. */
  readonly to: VerdictKind | 'closed'
  readonly from: VerdictKind | null
  readonly runId: string | null
  readonly verdict: Verdict
}

export interface LedgerFilter {
  readonly school: Id
  readonly from?: IsoDate
  readonly to?: IsoDate
  readonly classIds?: readonly Id[]
  readonly rules?: readonly string[]
  readonly kinds?: readonly VerdictKind[]
}

export interface EntryFilter extends LedgerFilter {
  readonly ids?: readonly string[]
  /** Who answers for it. */
  readonly teacher?: Id
}

export interface KeptCount {
  readonly rule: string
  readonly classId: Id
  readonly week: IsoDate
  readonly kept: number
}

/**
 * What was found, with its history: rows for whatever isn't `kept`, counts by rule and class-week for what is.
 * Never rebuilt, nothing deleted.
 */
export interface Ledger {
  /** Enters what a run has judged. Entering the same twice changes nothing. */
  record(scope: RecordedScope, judged: JudgedDuties): Promise<LedgerChange>
  /** Entries that stand now (not closed), by date, rule, subject. */
  list(filter: EntryFilter): Promise<LedgerEntry[]>
  /** Entries by their ids, closed ones too (with the verdict that stood last); unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<(LedgerEntry & { readonly closed: boolean })[]>
  keptCounts(filter: LedgerFilter): Promise<KeptCount[]>
  /** How often a check of the school was recorded: what is made of the ledger is good until the next time. Null while none was. */
  recorded(school: Id): Promise<string | null>
  /** The story of one entry; null when unknown. */
  history(id: string): Promise<{ entry: LedgerEntry; closed: boolean; events: LedgerEvent[] } | null>
}
