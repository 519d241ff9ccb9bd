import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'

/** What the generator planted, so that a checker's precision and recall can be measured. */

export const plantedRules = [
  '2.1-class-teacher-set',
  '2.1-homework-author',
  '2.1-lesson-teacher-set',
  '2.2-sections-formed',
  '2.2-sections-kept',
  '2.3-topic-filled',
  '2.3-topics-by-plan',
  '2.4-class-teacher-edits',
  '2.5-attendance-daily',
  '2.5-attendance-gaps',
  '2.5-marks-in-place',
  '2.5-marks-not-changed',
  '2.5-marks-not-deleted',
  '2.5-marks-same-day',
  '2.5-marks-while-absent',
  '2.5-waiting-marks-closed',
  '2.5-written-works-in-time',
  '2.5-written-works-marked',
  '2.6-homework-in-time',
  '2.6-homework-specified',
  '2.6-homework-unchanged',
  '2.7-final-marks-base',
  '2.7-final-marks-complete',
  '2.7-final-marks-mean',
  '2.7-final-marks-not-early',
  '2.7-final-marks-unchanged',
] as const
export type PlantedRule = (typeof plantedRules)[number]

export interface TruthSubject {
  /** The class, also where the lesson is a subgroup's. */
  readonly class: Id
  readonly lesson?: Id
  readonly work?: Id
  readonly mark?: Id
  readonly person?: Id
  readonly subject?: Id
  readonly period?: Id
  /** What the other parts don't tell apart: an item of a list, a place in the timetable. */
  readonly part?: string
}

export interface PlantedBreach {
  readonly rule: PlantedRule
  readonly subject: TruthSubject
  /** Day of the duty: the lesson's (for homework: of the lesson at which it was given), or the last study day. */
  readonly date: IsoDate
  /** ISO with offset, to the second. */
  readonly deadline: string
  /** When it was entered after all (or too early, changed or deleted); null: never. ISO with offset, to the second. */
  readonly enteredAt: string | null
  /** Of a correction: since when there was something to correct. ISO with offset, to the second. */
  readonly stoodFrom?: string
}

/** Looks like a breach and is none. */
export interface InnocentLookAlike extends PlantedBreach {
  readonly note: string
}

/** Somebody who comes or goes during the year; one who changes class does both on one day. */
export interface Move {
  readonly person: Id
  readonly class: Id
  readonly date: IsoDate
  readonly kind: 'joined' | 'left'
}

export interface Truth {
  readonly school: Id
  readonly seed: number
  readonly planted: readonly PlantedBreach[]
  readonly innocent: readonly InnocentLookAlike[]
  readonly moves: readonly Move[]
}

export interface Fact {
  readonly rule: PlantedRule
  readonly subject: TruthSubject
  readonly date: IsoDate
  readonly deadline: Instant
  readonly enteredAt: Instant | null
  readonly stoodFrom?: Instant
}

/** What was planted in one class's year; moments become texts only when somebody wants to read it. */
export class TruthBook {
  readonly #planted: Fact[] = []
  readonly #innocent: (Fact & { readonly note: string })[] = []

  plant(fact: Fact): void {
    this.#planted.push(fact)
  }

  absolve(note: string, fact: Fact): void {
    this.#innocent.push({ ...fact, note })
  }

  written(format: (instant: Instant) => string): Pick<Truth, 'planted' | 'innocent'> {
    return {
      planted: this.#planted.map(fact => writtenFact(fact, format)),
      innocent: this.#innocent.map(({ note, ...fact }) => ({ ...writtenFact(fact, format), note })),
    }
  }
}

function writtenFact(fact: Fact, format: (instant: Instant) => string): PlantedBreach {
  return {
    rule: fact.rule,
    subject: fact.subject,
    date: fact.date,
    deadline: format(fact.deadline),
    enteredAt: fact.enteredAt === null ? null : format(fact.enteredAt),
    ...(fact.stoodFrom === undefined ? {} : { stoodFrom: format(fact.stoodFrom) }),
  }
}
