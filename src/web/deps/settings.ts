import type { Id, IsoDate } from '../../journal/index.js'
import type { Statement } from '../../ledger/index.js'
import type {
  Rule,
  RuleValues,
  SettingsChange,
  StatedChange,
  VerdictChange,
  VerdictKind,
} from '../../regulation/index.js'
import type { PassportLine } from '../../report/index.js'

/** What is entered concerns days that were judged. */
export interface Checked {
  /** Id of the run that judges them again; null where that is done. */
  readonly checking: string | null
}

/** What the rules are set to, who set it, and what other settings would say. */
export interface SettingsDeps {
  /** The rules that may be changed, in the order of the regulation, as they are set on a day. */
  book(school: Id, on: IsoDate): Promise<readonly RuleSet[]>
  /** Of the edition of the regulation that is in force on a day. */
  passport(school: Id, on: IsoDate): readonly PassportLine[]
  /** What only the settings file may say, without secrets and addresses. */
  fixed(school: Id): readonly FixedSetting[]
  /** Null where none of the days has come. @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN; INTERRUPTED */
  try(school: Id, change: SettingsChange, over: TrialDays, signal: AbortSignal): Promise<SettingsTrial | null>
  /** @throws BridgeError CHANGED_MEANWHILE, NOT_FOUND, USAGE */
  change(
    school: Id,
    change: SettingsChange,
    by: { readonly author: string; readonly seen: { readonly on: IsoDate; readonly version: string } },
  ): Promise<Checked & { readonly number: number }>
  /** @throws BridgeError NOT_FOUND where it doesn't stand */
  withdraw(
    school: Id,
    number: number,
    by: { readonly author: string; readonly why: string },
  ): Promise<Checked>
}

/** The reporting period that runs, or the study year. */
export type TrialDays = 'term' | 'year'

export interface RuleSet {
  readonly rule: Rule
  readonly settings: readonly {
    readonly key: string
    readonly value: unknown
    readonly usual: unknown
    readonly source:
      | { readonly kind: 'usual' | 'test' }
      | { readonly kind: 'file'; readonly edition: string; readonly since: IsoDate | null }
      | { readonly kind: 'change'; readonly number: number; readonly content: SettingsChange }
  }[]
  readonly values: RuleValues
  /** Changes that stand and begin later. */
  readonly ahead: readonly StatedChange[]
  /** When the settings file's next edition ends all changes. */
  readonly until: IsoDate | null
  /** All that was ever entered, each with what would be in force on its first day without it and later ones. */
  readonly history: readonly (Statement<'settings'> & { readonly before: RuleValues })[]
  /** Another one whenever somebody else has changed something of this rule. */
  readonly version: string
}

export interface FixedSetting {
  /** `archive.reportYears` */
  readonly key: string
  readonly about: string
  readonly value: string
}

export interface ChangesTold {
  readonly count: number
  readonly items: readonly VerdictChange[]
}

type Counts = Readonly<Record<VerdictKind, number>>

export interface SettingsTrial {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly rules: readonly { readonly rule: string; readonly before: Counts; readonly after: Counts }[]
  /** What would become a breach if it had always been so, and what would cease to be one: how many, and the first of them. */
  readonly accused: ChangesTold
  readonly cleared: ChangesTold
  /** How many verdicts of these days will really be judged otherwise. */
  readonly real: number
}
