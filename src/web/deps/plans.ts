import type { Id, IsoDate } from '../../journal/index.js'
import type { EnteredPlan, KeptPlan, PlanDraft, PlanUpload, Sender } from '../../ledger/index.js'
import type { PlanFile } from '../../plan-file/index.js'
import type { PlanChange, PlanScope } from '../../regulation/index.js'
import type { Correction, PlanSheet } from '../../report/index.js'
import type { Choice } from '../decisions/field.js'
import type { Checked } from './settings.js'

/** Calendar-thematic plans: what stands, and the way of a file from its sender to a plan. */
export interface PlanDeps {
  choices(school: Id): Promise<PlanChoices>
  /** @param year in which the study year begins */
  list(school: Id, year: number): Promise<PlanBoard>
  /** Of which classes and subjects that teacher has lessons in a study year. */
  taught(
    school: Id,
    teacher: Id,
    year: number,
  ): Promise<readonly { readonly classId: Id; readonly subjectId: Id | null }[]>
  /** With the topics of a version, the newest for null. @throws BridgeError NOT_FOUND */
  plan(school: Id, wanted: { readonly number: number; readonly version: number | null }): Promise<ShownPlan>
  file(sheet: PlanSheet): Promise<Uint8Array>
  /** @throws BridgeError NOT_FOUND where there is no version before that one */
  correction(school: Id, wanted: { readonly number: number; readonly version: number }): Promise<Correction>
  correctionFile(correction: Correction): Promise<Uint8Array>
  /** Keeps a file that was sent, for some hours. @returns its id */
  keep(sender: Sender, upload: PlanUpload): Promise<string>
  /**
   * What entering a sent file as `asked` would do. Null where the file isn't there any more.
   * @throws BridgeError NOT_FOUND, USAGE for a class, subject, day … that can't be
   */
  preview(sender: Sender, id: string, asked: AskedPlan): Promise<SentPlan | null>
  /**
   * Enters what `preview` showed, all or nothing, judges the days again, and drops the file.
   * @throws BridgeError PLAN_STANDS where a plan stands and no reason is given
   */
  enter(
    sender: Sender,
    sent: SentPlan,
    signature: { readonly author: string; readonly why: string | null },
  ): Promise<Checked & { readonly entered: readonly EnteredPlan[] }>
  /** @throws BridgeError NOT_FOUND where it doesn't stand */
  withdraw(
    school: Id,
    number: number,
    revision: { readonly author: string; readonly why: string },
  ): Promise<Checked>
}

/** What may be chosen in the form; each list in the order in which people look for it. */
export interface PlanChoices {
  readonly classes: readonly Choice[]
  readonly parallels: readonly Choice[]
  readonly subjects: readonly Choice[]
  readonly subgroups: readonly Choice[]
  readonly teachers: readonly Choice[]
  /** In which study years begin: the one that runs (in August the next), and those beside it. */
  readonly years: readonly Choice[]
  readonly thisYear: number
}

/** As `PlanImport` of the jobs has it, without the file's bytes. */
export interface AskedPlan {
  readonly classes: readonly string[] | null
  readonly parallel: number | null
  readonly subject: string
  readonly subgroup: string | null
  readonly teacher: string | null
  readonly studyYear: number | null
  readonly from: IsoDate | null
  readonly sheet: string | null
}

export interface SentPlan {
  readonly id: string
  readonly fileName: string
  readonly studyYear: number
  readonly subjectName: string
  readonly file: PlanFile
  /** None while the file has problems. */
  readonly versions: readonly {
    readonly draft: PlanDraft
    readonly className: string
    readonly supersedes: { readonly number: number; readonly version: number } | null
    readonly changes: readonly PlanChange[]
    readonly unchanged: boolean
    readonly isTaught: boolean
  }[]
}

/** A plan under the names that people call it by. */
export interface NamedPlan extends PlanScope {
  readonly number: number
  readonly className: string
  /** Subgroup, subject, teacher: whatever it names besides the class. */
  readonly title: string
  readonly versions: KeptPlan['versions']
  /** Numbers of the versions that count; none where it was taken back. */
  readonly standing: readonly number[]
}

export interface PlanBoard {
  readonly plans: readonly NamedPlan[]
  readonly missing: readonly {
    readonly classId: Id
    readonly className: string
    readonly subjectId: Id
    readonly subjectName: string
  }[]
}

export interface ShownPlan {
  readonly plan: NamedPlan
  /** The version asked for. */
  readonly sheet: PlanSheet
}
