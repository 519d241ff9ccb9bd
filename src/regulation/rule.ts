import type { z } from 'zod'
import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal, Resource } from '../journal/index.js'
import type { ArchiveFacts } from './archive-facts.js'
import type { Decisions } from './decisions.js'
import type { SchoolQuestion, SchoolWide } from './school-wide.js'
import type { Speech, Words } from './speech.js'
import type { Substitutions } from './substitutions.js'
import type { ThematicPlan } from './thematic-plan.js'
import type { Severity, VerdictEvidence, VerdictKind, VerdictSubject } from './verdict.js'

/** Which reading of zoneless stamps the school has proved; `uncalibrated` keeps all of them possible. */
export type StampZone = 'uncalibrated' | 'utc' | 'local' | 'moscow'

/** What a rule says of one subject; the engine adds rule, clause, severity and the finished message. */
export interface Finding {
  readonly verdict: VerdictKind
  /** Key of the rule's `messages`. */
  readonly reason: string
  readonly subject: VerdictSubject
  readonly date: IsoDate
  readonly deadline: Instant | null
  readonly evidence: VerdictEvidence
  readonly responsible: readonly Id[]
  /**
   * Values of the message's `{placeholders}`; never a person's name. As a function where they cost something: not every
   * finding is put into words.
   */
  readonly values: Words | (() => Words)
  /** Only where it differs from the rule's own. */
  readonly severity?: Severity
  /** Lessons besides the subject's own that the verdict rests on: their status, window and appearance count too. */
  readonly restsOn?: readonly Id[]
  /** Windows whose data it rests on, where these aren't all that its rule reads. */
  readonly needs?: readonly Resource[]
}

/** Where a duty is counted: a class and a day, and the lesson that the verdict is about, if it is about one. */
export interface DutyPlace {
  readonly classId: Id
  readonly date: IsoDate
  /** Of the lesson. */
  readonly id?: Id | undefined
  /** Of the lesson, or of the cell that a final mark stands in, as are those who answer for it; elsewhere there may be neither. */
  readonly subjectId?: Id | null
  readonly teacherIds?: readonly Id[]
}

export interface RuleContext<Settings> {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly settings: Settings
  /** What the school has set for another rule: where two rest on one term, it is set once. */
  settingsOf<Schema extends z.ZodObject>(rule: Pick<Rule<Schema>, 'id' | 'settings'>): z.infer<Schema>
  readonly stampZone: StampZone
  /** What people stated. */
  readonly decisions: Decisions
  readonly plans: readonly ThematicPlan[]
  /** What our own archive shows. */
  readonly archived: ArchiveFacts
  /** Lessons of the journal that stand there with who stood in, and by which statement. */
  readonly substitutions: Substitutions
  /** The instant for which the verdicts are computed. */
  readonly asOf: Instant
  /** Days whose duties are to be judged, inclusive. */
  readonly from: IsoDate
  readonly to: IsoDate
  /** All days asked for; those above are the part of them under one edition. */
  readonly asked: { readonly from: IsoDate; readonly to: IsoDate }
  readonly speech: Speech
  /** What the journal of all classes together shows: a class judged by itself is judged by that too. */
  readonly school: SchoolWide
  /** Counts a thing, or so many, that the rule looked at and doesn't apply to. */
  notApplicable(things?: number): void
  /**
   * Whether the duty is kept and nobody asks for more: then it has been counted and isn't to be reported. Of a million
   * duties a year nearly all end here, so rules ask before they make evidence and words; of several of one place at once,
   * where they know that all are kept.
   */
  isCounted(verdict: VerdictKind, place: DutyPlace, duties?: number): boolean
}

export interface Rule<Schema extends z.ZodObject = z.ZodObject> {
  /** The file's name without ending. */
  readonly id: string
  readonly clause: string
  /** Russian, short. */
  readonly title: string
  readonly severity: Severity
  /** `must`: a breach; `should`: a remark. */
  readonly level: 'must' | 'should'
  /** Who set the deadline: the regulation itself, or the school's own settings (said in every message). */
  readonly termFrom: 'regulation' | 'school'
  /** What messages of a term of the school's own end with, where it isn't the usual words: the engine's doubts do so too. */
  readonly termLabel?: string
  readonly scope: 'lesson' | 'class-day' | 'class-week' | 'class-period' | 'school-year'
  /** Windows whose data the rule reads. */
  readonly needs: readonly Resource[]
  /** Whether days of study or work decide, which a production calendar may tell provisionally; said in the message then. */
  readonly countsDays?: true
  readonly settings: Schema
  /** Rules whose settings it asks for beside its own, by id. */
  readonly settingsFrom?: readonly string[]
  /** What it asks of the journal of all classes together. */
  readonly asksSchool?: readonly SchoolQuestion[]
  /**
   * Its duties are due by the day of a lesson: nobody owes them by one that the timetable has left standing on a day off. What happens to
   * a mark is an event whatever day it is.
   */
  readonly dueByLesson?: true
  /** One duty of the school, told from lists alone: whoever judges class by class judges it once. */
  readonly isOfSchool?: true
  /** Its messages tell what marks a pupil had: letters say it in other words. */
  readonly tellsMarks?: true
  /** Russian templates with `{placeholders}`, by reason. */
  readonly messages: Readonly<Record<string, string>>
  /** Pure and synchronous. */
  check(context: RuleContext<z.infer<Schema>>, report: (finding: Finding) => void): void
}

export function defineRule<Schema extends z.ZodObject>(rule: Rule<Schema>): Rule<Schema> {
  return rule
}
