import type { Instant } from '../../clock.js'
import type { CoverageGap, Id, IsoDate, Resource } from '../../journal/index.js'
import type { Standing } from '../../pace/index.js'
import type { ReportCoverage } from '../../report/index.js'
import type { PlannedLook, Run } from '../../runs/index.js'

/** What was read when, what wasn't and why, and what it costs. */
export interface SyncDeps {
  overview(school: Id, days: { readonly from: IsoDate; readonly to: IsoDate }): Promise<SyncOverview>
  /** One of the places; null for a class that the school hasn't. */
  place(
    school: Id,
    classId: Id | null,
    days: { readonly from: IsoDate; readonly to: IsoDate },
  ): Promise<ReadPlace | null>
  /** Windows of whose newest data something couldn't be read, with what is wrong, without what stands there. */
  quarantine(school: Id): Promise<readonly QuarantinedPlace[]>
  /** Adds the job that reads them once more; null when there is nothing to read. Never asks the platform. */
  startReplay(school: Id): Promise<string | null>
  /** False when the run had ended already. */
  cancel(run: Run): Promise<boolean>
}

export interface SyncOverview {
  readonly coverage: ReportCoverage
  /** Of the days shown, oldest first: Mondays. */
  readonly weeks: readonly IsoDate[]
  /** The school itself (null) first, then its classes by name. */
  readonly places: readonly ReadPlace[]
  /** Of today, by time. */
  readonly looks: readonly PlannedLook[]
  readonly budget: RequestBudget
  /** Elements in quarantine, whatever their days. */
  readonly quarantined: number
  readonly unfinished: readonly Run[]
}

/** A class, or the school's own lists. */
export interface ReadPlace {
  readonly classId: Id | null
  readonly name: string
  readonly windows: readonly ReadWindow[]
}

export interface ReadWindow {
  readonly resource: Resource
  readonly week: IsoDate | null
  /** Of a subgroup's list, its name. */
  readonly subgroup: string | null
  /** When it was last read whole; null when never. */
  readonly readAt: Instant | null
  /** What is wrong with it; null where it is whole and fresh enough. */
  readonly gap: Pick<CoverageGap, 'state' | 'errorCode'> | null
}

export interface RequestBudget {
  /** Of today, by purpose, the dearest first. */
  readonly spent: readonly { readonly purpose: string; readonly calls: number; readonly failed: number }[]
  /** What the looks that are still ahead today cost at the least. */
  readonly ahead: number
  /** Looks of the day are left out beyond this. */
  readonly allowed: number
  /** Null while nothing was ever asked. */
  readonly standing: Standing | null
}

export interface QuarantinedPlace {
  readonly resource: Resource
  /** Class or subgroup; null for the whole school. */
  readonly groupName: string | null
  readonly week: IsoDate | null
  readonly askedAt: Instant
  readonly elements: number
  /** Where in the answer, and what is wrong there, the commonest first. */
  readonly problems: readonly QuarantineProblem[]
}

export interface QuarantineProblem {
  /** `[].date`: whichever element it is of. */
  readonly path: string
  readonly problem: string
  readonly elements: number
}
