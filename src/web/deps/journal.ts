import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { RecordChange } from '../../mirror/index.js'
import type { ClassJournal } from '../../report/index.js'

/** Journals as teachers know them, now and as they stood. */
export interface JournalDeps {
  /** Classes with lessons of that teacher in the last weeks and the next. */
  taught(school: Id, teacher: Id): Promise<readonly Id[]>
  /** An instant of the school's clock, typed as `2026-10-20T18:00`; null where it isn't one. */
  instantOf(school: Id, typed: string): Promise<Instant | null>
  /** @throws BridgeError NOT_FOUND for an unknown class or period; USAGE where the days asked for haven't come */
  view(request: ViewRequest): Promise<JournalView>
}

export interface ViewRequest {
  readonly school: Id
  readonly classId: Id
  /** Null: the period of the day. */
  readonly periodId: Id | null
  /** Null for now. */
  readonly at: Instant | null
  /** Whose lessons alone are shown; null for all. */
  readonly teacher: Id | null
  /** With what was changed in this section. */
  readonly section: string | null
}

export interface JournalView {
  readonly journal: ClassJournal
  readonly changes: readonly RecordChange[]
  readonly periods: readonly { readonly id: Id; readonly name: string }[]
  readonly periodId: Id | null
}
