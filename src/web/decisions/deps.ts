import type { Id, IsoDate } from '../../journal/index.js'
import type { Content } from '../../ledger/index.js'
import type { CheckingTerms } from '../../regulation/index.js'
import type { Checked } from '../deps/settings.js'
import type { LeftOut } from '../line.js'
import type { Choice } from './field.js'

/** What people may enter on the pages. */
export const decisionKinds = [
  'exemption',
  'substitution',
  'outage',
  'incident',
  'order',
  'pupil-order',
  'control',
  'acquaintance',
  'written-limits',
  'backup',
  'restore',
  'hard-copy',
  'briefing',
  'class-opening',
] as const
export type DecisionKind = (typeof decisionKinds)[number]

export type Entry = {
  readonly [Kind in DecisionKind]: { readonly kind: Kind; readonly contents: readonly Content<Kind>[] }
}[DecisionKind]

/** What is known of the school where something is entered; each list in the order in which people look for it. */
export interface KnownNames {
  readonly today: IsoDate
  readonly timeZone: string
  /** An instant of the school's wall clock, `2026-11-16T18:00`; null for none. */
  instantOf(moment: string): number | null
  readonly classes: readonly Choice[]
  /** Classes and subgroups. */
  readonly groups: readonly Choice[]
  readonly teachers: readonly Choice[]
  readonly subjects: readonly Choice[]
  readonly periods: readonly Choice[]
  /** Only of classes that are asked for; a whole school's names are on no page. */
  readonly pupils: readonly Choice[]
  /** Those of them who are on the class's list no more. */
  readonly leftPupils: ReadonlySet<Id>
  readonly rules: readonly Choice[]
  /** `2026-2027` */
  readonly studyYear: string
  /** About the checking of written work, as in force today; only where its act is asked for. */
  readonly writtenTerms: CheckingTerms | null
  /** By class: which archived sheet its newest print kit holds; only where the printing is asked about. */
  readonly kitSheets: ReadonlyMap<Id, { readonly object: string; readonly version: string }>
}

/** What was entered, with its history; a statement is never changed or deleted. */
export interface Decision {
  readonly number: number
  readonly stands: boolean
  readonly revisions: readonly {
    /** What was stated, in a line; null where it was taken back. */
    readonly text: string | null
    readonly why: string | null
    readonly author: string
    readonly at: number
  }[]
  /** Where nothing in the journal answers to it: a Russian line. */
  readonly idle: string | null
}

/** What entering would do to the verdicts of days that have come. */
export interface DecisionEffect {
  /** What is stated, a line each. */
  readonly words: readonly string[]
  /** Russian lines, or why there are none. */
  readonly lines: readonly string[] | LeftOut
  readonly more: number
}

export interface StatedAcquaintance extends Content<'acquaintance'> {
  readonly number: number
  readonly author: string
}

export interface DecisionPages {
  known(school: Id, kind: DecisionKind, classId: Id | null): Promise<KnownNames>
  list(school: Id, kind: DecisionKind): Promise<readonly Decision[]>
  /** Acquaintances that stand, by number. */
  acquaintances(school: Id): Promise<readonly StatedAcquaintance[]>
  /** What is stated, a line each. */
  words(school: Id, entry: Entry): Promise<readonly string[]>
  /** @throws BridgeError NOT_FOUND, USAGE for what can't stand, CALENDAR_UNKNOWN for days that no calendar tells of; INTERRUPTED */
  preview(school: Id, entry: Entry, signal: AbortSignal): Promise<DecisionEffect>
  /** @throws BridgeError NOT_FOUND, USAGE for what can't stand, CALENDAR_UNKNOWN */
  enter(school: Id, entry: Entry, author: string): Promise<Checked & { readonly numbers: readonly number[] }>
  /** @throws BridgeError NOT_FOUND where it doesn't stand */
  withdraw(
    school: Id,
    statement: { readonly kind: DecisionKind; readonly number: number },
    revision: { readonly author: string; readonly why: string },
  ): Promise<Checked>
  /** What has happened since with an incident. @throws BridgeError NOT_FOUND, USAGE */
  updateIncident(
    school: Id,
    number: number,
    news: {
      readonly headToldAt?: number
      readonly supportToldAt?: number
      readonly passwordChangedAt?: number
    },
    revision: { readonly author: string; readonly why: string },
  ): Promise<Checked>
}
