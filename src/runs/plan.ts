import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'

/** What makes a look worth taking. */
export type LookKind =
  | 'homework-due'
  | 'before-midnight'
  | 'after-midnight'
  | 'night'
  | 'open-period'
  | 'closed-periods'
  | 'catch-up'
  | 'digest'

/** A look that is to be taken: what to read when, and what it decides. */
export interface LookDraft {
  /** A function of school, kind and instant. */
  readonly id: string
  readonly kind: LookKind
  readonly at: Instant
  /** From here on it would decide nothing any more. */
  readonly until: Instant
  /** Days whose journal it reads. */
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null for the whole school. */
  readonly classIds: readonly Id[] | null
  /** Clauses of the regulation. */
  readonly decides: readonly string[]
  /** Requests at the least. */
  readonly price: number
  /** Left out, because the day's requests are spoken for. */
  readonly dropped: boolean
}

/** `not-running`: nobody was there to take it. Else the code of the error that ended its run. */
export type MissedReason = 'not-running' | 'over-budget' | (string & {})

export interface PlannedLook extends LookDraft {
  readonly date: IsoDate
  readonly state: 'planned' | 'taken' | 'missed'
  readonly reason: MissedReason | null
  /** Its newest run. */
  readonly run: string | null
}

/**
 * The plan of a school's days. It stands in the database, so a look whose time passed without a run is known as
 * missed, whoever asks and whether or not anything ran meanwhile.
 */
export interface LookPlan {
  /**
   * Enters a day's looks as they should be now. Looks still ahead and not taken are replaced; what has passed stays
   * as it was. A look that had passed before the day was first planned is entered too: it was missed.
   */
  write(day: { school: Id; date: IsoDate }, looks: readonly LookDraft[], now: Instant): Promise<void>
  /** Looks of some days as they stand now, by time. */
  looks(days: { school: Id; from: IsoDate; to: IsoDate }, now: Instant): Promise<PlannedLook[]>
  /** Those of them that were missed: a year has thousands of looks, and few are. */
  missed(days: { school: Id; from: IsoDate; to: IsoDate }, now: Instant): Promise<PlannedLook[]>
  /** Looks whose time is now: not taken yet, or taken by a run that failed. */
  due(school: Id, now: Instant): Promise<PlannedLook[]>
  /** Notes the run that takes a look. */
  take(school: Id, id: string, run: string): Promise<void>
  /** Days that have a plan, and since when, oldest first. */
  plannedDays(school: Id, from: IsoDate): Promise<{ date: IsoDate; plannedAt: Instant }[]>
}
