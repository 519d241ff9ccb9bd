import type { Instant } from '../../clock.js'
import type { Id, IsoDate, Period, PlatformStamp, Window } from '../../journal/index.js'
import type { Findings, LedgerEntry, LedgerEvent, Statement } from '../../ledger/index.js'
import type { ChainLook } from '../../mirror/index.js'
import type { Edition, Exemption, Rule } from '../../regulation/index.js'
import type { ReportCoverage } from '../../report/index.js'
import type { Checked } from './settings.js'

/** What the pages about findings need from the rest of the program. */

export interface Named {
  readonly id: Id
  readonly name: string
}

/** Whom and what the school has, by name; lists in Russian order. */
export interface SchoolNames {
  readonly classes: readonly Named[]
  readonly subjects: readonly Named[]
  readonly teachers: readonly Named[]
  readonly periods: readonly Period[]
  /** «№ …» where the school's lists name nobody of that id. */
  className(id: Id): string
  subjectName(id: Id): string
  teacherName(id: Id): string
  /** Full name; null where no list names the pupil. Only for who may see the journal. */
  pupilName(id: Id): string | null
}

/** Everything that one verdict rests on: the program's `verdictStory`. */
export interface Story {
  readonly entry: LedgerEntry
  readonly closed: boolean
  readonly events: readonly LedgerEvent[]
  readonly rule: Pick<Rule, 'id' | 'title' | 'termFrom'> | null
  readonly demands: readonly string[]
  readonly edition: Edition
  readonly bells: { readonly start: Instant; readonly end: Instant } | null
  readonly stamps: readonly { readonly of: 'work' | 'mark' | 'attendance'; readonly stamp: PlatformStamp }[]
  readonly looks: readonly { readonly window: Window; readonly looks: readonly ChainLook[] }[]
  readonly replies: readonly Statement<'reply'>[]
  readonly statement: Statement<'exemption'> | Statement<'incident'> | null
  readonly formerDecisions: readonly {
    readonly by: 'exemption' | 'incident'
    readonly statement: Statement<'exemption'> | Statement<'incident'>
  }[]
}

export interface Signed {
  readonly author: string
}

export interface FindingsDeps {
  /** The ledger: what the last check found. */
  readonly found: Findings
  names(school: Id): Promise<SchoolNames>
  /** What of these days wasn't read; null for all classes. */
  coverage(
    school: Id,
    days: { from: IsoDate; to: IsoDate },
    classIds: readonly Id[] | null,
  ): Promise<ReportCoverage>
  /** @throws BridgeError NOT_FOUND for an entry that this school hasn't */
  story(school: Id, entry: string): Promise<Story>
  /** How many cases the exemption would excuse; nothing is written. @throws BridgeError NOT_FOUND */
  previewExemption(school: Id, exemption: Exemption, signal: AbortSignal): Promise<number>
  enterExemption(
    school: Id,
    exemption: Exemption,
    signed: Signed,
  ): Promise<Checked & { readonly number: number }>
  enterReply(
    school: Id,
    reply: { readonly entry: string; readonly text: string },
    signed: Signed,
  ): Promise<void>
}
