import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate, Journal, JournalSlice, Lesson } from '../journal/index.js'
import type { Judged, RegulationSettings, ThematicPlan } from '../regulation/index.js'
import type { FigureCells } from './figures-cells.js'

/** What the days of a check are counted from. */

export interface FigureInput {
  readonly slice: JournalSlice
  readonly calendar: Calendar
  readonly judged: Pick<Judged, 'found' | 'kept' | 'journal'>
  readonly settings: RegulationSettings
  readonly plans: readonly ThematicPlan[]
  readonly from: IsoDate
  readonly to: IsoDate
  readonly asOf: Instant
  /** Ids of the rules that were judged; all when absent. Counted is what rests on them. */
  readonly rules?: readonly string[]
}

/** What the parts count in. */
export interface Counting extends FigureInput {
  readonly journal: Journal
  readonly cells: FigureCells
  /** Held in the days counted, and over. */
  readonly over: readonly Lesson[]
  /** Of these the ones that were read since. */
  readonly lessons: readonly Lesson[]
}
