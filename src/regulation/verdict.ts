import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'

/** `exempt` and `void` rest on what people state: an exemption, an incident with a login. */
export const verdictKinds = ['pending', 'kept', 'broken', 'mended', 'unproven', 'exempt', 'void'] as const
export type VerdictKind = (typeof verdictKinds)[number]

/** Nothing counted yet, for each kind. */
export function noCounts(): Record<VerdictKind, number> {
  return { pending: 0, kept: 0, broken: 0, mended: 0, unproven: 0, exempt: 0, void: 0 }
}

export type Severity = 'critical' | 'major' | 'minor' | 'info'

/**
 * Strength of proof: A the platform's stamp and our own interval agree; B our interval alone; C the stamp alone; D what a
 * person stated, with name and time. Null where there is nothing to weigh yet.
 */
export type EvidenceLevel = 'A' | 'B' | 'C' | 'D'

export interface VerdictEvidence {
  readonly level: EvidenceLevel | null
  /** Newest look without the fact; later than `presentAt` where it was there and went again. */
  readonly absentAt: Instant | null
  readonly presentAt: Instant | null
  /** The platform's stamp in the reading that was used. */
  readonly platformAt: Instant | null
}

/** What the verdict is about; only the parts that apply are there. */
export interface VerdictSubject {
  /** `wholeSchool` for what concerns no class. */
  readonly class: Id
  readonly lesson?: Id
  readonly work?: Id
  readonly mark?: Id
  readonly person?: Id
  readonly subject?: Id
  readonly period?: Id
  /** Number of the incident with a login. */
  readonly incident?: Id
  /** What the other parts don't tell apart: a day, the Monday of a week, an item of a list. */
  readonly part?: string
}

/** In the place of a class, of what concerns the school. */
export const wholeSchool: Id = ''

export interface Verdict {
  /** File name of the rule, e.g. `2.6-homework-in-time`. */
  readonly rule: string
  readonly clause: string
  readonly verdict: VerdictKind
  readonly severity: Severity
  readonly subject: VerdictSubject
  /** The school's day that the duty belongs to. */
  readonly date: IsoDate
  readonly deadline: Instant | null
  readonly evidence: VerdictEvidence
  /** Person ids of the teachers who answer for it. */
  readonly responsible: readonly Id[]
  /** Id of the rule's message, e.g. `broken`, `unproven-no-bells`. */
  readonly reason: string
  /** Russian, complete, without names of persons. */
  readonly message: string
  /** The exemption that excuses it or the incident that voids it, and what the rule had said; only where there is one. */
  readonly decision?: {
    readonly by: 'exemption' | 'incident'
    readonly number: number
    readonly insteadOf: VerdictKind
  }
}

/**
 * A verdict as canonical JSON (RFC 8785). Ledger and reports write hundreds of thousands, so their keys stand in order here,
 * which takes a third of the time of looking for that order each time.
 */
export function verdictText(verdict: Verdict): string {
  const { subject, evidence, decision } = verdict
  const inOrder = {
    clause: verdict.clause,
    date: verdict.date,
    deadline: finite(verdict.deadline),
    decision: decision && { by: decision.by, insteadOf: decision.insteadOf, number: finite(decision.number) },
    evidence: {
      absentAt: finite(evidence.absentAt),
      level: evidence.level,
      platformAt: finite(evidence.platformAt),
      presentAt: finite(evidence.presentAt),
    } satisfies VerdictEvidence,
    message: verdict.message,
    reason: verdict.reason,
    responsible: verdict.responsible,
    rule: verdict.rule,
    severity: verdict.severity,
    subject: {
      class: subject.class,
      incident: subject.incident,
      lesson: subject.lesson,
      mark: subject.mark,
      part: subject.part,
      period: subject.period,
      person: subject.person,
      subject: subject.subject,
      work: subject.work,
    } satisfies Record<keyof VerdictSubject, string | undefined>,
    verdict: verdict.verdict,
  } satisfies Record<keyof Verdict, unknown>
  return JSON.stringify(inOrder)
}

/** JSON would write `null` of any other number. */
function finite(number: number | null): number | null {
  if (number === null || Number.isFinite(number)) return number
  throw new RangeError(`Not a number for JSON: ${number}`)
}

/** Identity of a verdict over time: rule and subject, never the outcome. */
export function verdictKey(verdict: Pick<Verdict, 'rule' | 'subject'>): string {
  const { subject } = verdict
  const parts = [
    subject.class,
    subject.lesson,
    subject.work,
    subject.mark,
    subject.person,
    subject.subject,
    subject.period,
    ...(subject.incident === undefined ? [] : [subject.incident]),
  ]
  const key = `${verdict.rule}/${parts.map(part => part ?? '-').join('/')}`
  return subject.part === undefined ? key : `${key}/${subject.part}`
}

/** The lesson that a key names; undefined where it is about no lesson. */
export function lessonOfKey(key: string): Id | undefined {
  const [, , lesson] = key.split('/', 3)
  return lesson === '-' ? undefined : lesson
}
