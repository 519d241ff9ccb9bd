import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { FigureCounts, Severity, VerdictKind } from '../regulation/index.js'
import type { LedgerEntry } from './ledger.js'

/** What pages show of the ledger: what the last check found, asked for by whom, where and when. */

/** What somebody may see who isn't shown the whole school: these classes, and what this teacher answers for. */
export interface Within {
  readonly classIds: readonly Id[]
  readonly teacher: Id | null
}

export interface FindingFilter {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classId?: Id | undefined
  /** Who answers for it, or taught the lesson. */
  readonly teacher?: Id | undefined
  readonly subject?: Id | undefined
  readonly rules?: readonly string[] | undefined
  readonly kinds?: readonly VerdictKind[] | undefined
  readonly severity?: Severity | undefined
  /** When it last became what it is. */
  readonly became?: { readonly after?: Instant | undefined; readonly until?: Instant | undefined } | undefined
  /** Whose deadline lies between these, both included. */
  readonly deadline?: { readonly from: Instant; readonly to: Instant } | undefined
  /** Null for who may see all. */
  readonly within: Within | null
}

/** By what findings may be counted; by teachers, one for whom several answer is counted for each of them. */
export type Dimension = 'rule' | 'classId' | 'date' | 'week' | 'kind' | 'severity' | 'subject' | 'teacher'

export type Counted<By extends Dimension> = Readonly<Record<By, string>> & { readonly count: number }

export interface ListOptions {
  readonly limit: number
  readonly offset?: number
  /** `worst`: by severity, day, class; `deadline`: the next one first; `news`: what changed last first. */
  readonly order: 'worst' | 'deadline' | 'news'
  /** Only deadlines after this instant, and not after that one. */
  readonly due?: { readonly after: Instant; readonly until: Instant }
  readonly changedSince?: Instant
}

export interface FigureSum {
  /** The Monday; null where not asked by week. */
  readonly week: IsoDate | null
  readonly counts: FigureCounts
  readonly pupilWeeks: number
}

/** Final marks of one day on which periods end. */
export interface FinalsOfDay {
  readonly date: IsoDate
  readonly counts: FigureCounts
}

export interface Findings {
  /** Entries that stand. */
  list(filter: FindingFilter, options: ListOptions): Promise<LedgerEntry[]>
  counts<By extends Dimension>(filter: FindingFilter, by: readonly By[]): Promise<Counted<By>[]>
  /** What was kept, by rule: of classes only, since nobody keeps of a kept duty whose it was. */
  kept(filter: Pick<FindingFilter, 'school' | 'from' | 'to'> & KeptOf): Promise<ReadonlyMap<string, number>>
  /** The same by the Monday of its week; weeks of which nothing was kept aren't there. */
  keptByWeek(
    filter: Pick<FindingFilter, 'school' | 'from' | 'to'> & KeptOf,
  ): Promise<ReadonlyMap<IsoDate, number>>
  /** When the days were last checked: the oldest and the newest of their last checks; null where none was. */
  checked(days: Pick<FindingFilter, 'school' | 'from' | 'to'>): Promise<Checked | null>
  /** Classes of which the rule was heard on that day. */
  checkedClasses(days: { school: Id; from: IsoDate; to: IsoDate; rule: string }): Promise<ReadonlySet<Id>>
  /** Median days from the finding of a breach to its mending. */
  mendingDays(filter: FindingFilter): Promise<number | null>
  figures(filter: FindingFilter): Promise<FigureSum>
  figuresByWeek(filter: FindingFilter): Promise<FigureSum[]>
  finals(filter: FindingFilter): Promise<FinalsOfDay[]>
  /** Who taught what to whom in these days, as far as lessons were counted. */
  taught(filter: FindingFilter): Promise<readonly Taught[]>
}

export interface KeptOf {
  /** Null for all. */
  readonly classIds: readonly Id[] | null
  readonly rules?: readonly string[] | undefined
}

export interface Checked {
  readonly oldest: Instant
  readonly newest: Instant
}

export interface Taught {
  readonly classId: Id
  readonly subjectId: Id
  readonly teacherIds: readonly Id[]
}
