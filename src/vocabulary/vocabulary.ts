import type {
  AttendanceStatus,
  LessonStatus,
  MarkMeaning,
  PeriodType,
  WorkKind,
  WrittenKind,
} from '../journal/index.js'
import { writtenKinds } from '../journal/index.js'

const writtenMeanings: ReadonlySet<string> = new Set(writtenKinds)

/** What the platform and the school say of a work. */
export interface WorkWords {
  /** `Work.type`, or the kind of the work type when the work has none. */
  readonly kindWord: string | null
  /** The school's own title of the work type. */
  readonly title: string | null
  readonly periodTypeWord: string | null
}

/**
 * What the regulation calls what the platform says. Pure; upper and lower case are the same. A word that
 * `mappings/` doesn't translate is `unknown`, never guessed; a missing word is answered as the platform means it.
 */
export interface Vocabulary {
  /** A lesson without a status is held. */
  lessonStatus(word: string | null): LessonStatus
  /** An entry without a status is unset. */
  attendance(word: string | null): AttendanceStatus
  workKind(words: WorkWords): WorkKind
  /** Which of the written works it is: by the school's own title, without one by the platform's type. */
  writtenKind(words: WorkWords): WrittenKind
  periodType(word: string | null): PeriodType
  markMeaning(value: string): MarkMeaning
  /** What the column of a calendar-thematic plan is, by its heading. */
  planColumn(heading: string): PlanColumn | 'unknown'
  /** Whether a row of a plan, beginning so, sums up others. */
  isPlanTotal(text: string): boolean
}

/** The words of plans that schools write, as against those of the platform. */
export type PlanWords = Pick<Vocabulary, 'planColumn' | 'isPlanTotal'>

/** `held`: what came of the plan, which the journal tells. */
export type PlanColumn = 'number' | 'section' | 'topic' | 'hours' | 'date' | 'homework' | 'held'

/** Words of each meaning, as the mapping files list them. */
export interface Mappings {
  readonly lessonStatus: Words<Exclude<LessonStatus, 'unknown'>>
  readonly attendance: Words<Exclude<AttendanceStatus, 'unknown'>>
  readonly periodTypes: Words<Exclude<PeriodType, 'unknown'>>
  readonly workTypes: {
    readonly kinds: Words<Exclude<WorkKind, 'written' | 'unknown'> | WrittenKindOfType>
    readonly titles: Words<TitleMeaning>
  }
  readonly marks: Words<Exclude<MarkMeaning, 'number' | 'unknown'>>
  readonly plan: { readonly columns: Words<PlanColumn>; readonly totals: readonly string[] }
}
export type WrittenKindOfType = 'control' | 'essay' | 'creative' | 'laboratory'
export type TitleMeaning = 'lesson' | Exclude<WrittenKind, 'unknown'>
export type Words<Meaning extends string> = Readonly<Record<Meaning, readonly string[]>>

export function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}

export function meanings<Meaning extends string>(words: Words<Meaning>): [Meaning, readonly string[]][] {
  return Object.entries(words) as [Meaning, readonly string[]][]
}

function lookup<Meaning extends string>(words: Words<Meaning>, keyOf = plain) {
  const known = new Map(
    meanings(words).flatMap(([meaning, list]) => list.map(word => [keyOf(word), meaning])),
  )
  return (word: string): Meaning | 'unknown' => known.get(keyOf(word)) ?? 'unknown'
}

/** Headings are punctuated in every way: only letters, digits and «№» tell them apart. */
function bare(text: string): string {
  return plain(text.replace(/[^\p{L}\p{N}№]+/gu, ' '))
}

/** `5`, `4+`, `3−`, `4,5`, `5/4`: everything that is read as one or two numbers. */
const numberForm = /^\d{1,3}([.,]\d{1,2})?[+\-−]?(\s?\/\s?\d{1,3}[+\-−]?)?$/

type Meaning = WorkKind | TitleMeaning

function isWritten(meaning: Meaning): meaning is Exclude<WrittenKind, 'unknown'> {
  return writtenMeanings.has(meaning)
}

function workKindOf(meaning: Meaning): WorkKind {
  return isWritten(meaning) ? 'written' : meaning
}

export function createVocabulary(mappings: Mappings): Vocabulary {
  const lessonStatus = lookup(mappings.lessonStatus)
  const attendance = lookup(mappings.attendance)
  const periodType = lookup(mappings.periodTypes)
  const kind = lookup(mappings.workTypes.kinds)
  const mark = lookup(mappings.marks)
  const planColumn = lookup(mappings.plan.columns, bare)
  const totals = mappings.plan.totals.map(bare)
  const titles = meanings(mappings.workTypes.titles).map(([meaning, words]) => ({
    meaning,
    beginnings: words.map(plain),
  }))

  /** A beginning counts at the start of any word: «Письменная контрольная», but not «протест». */
  function titled(title: string | null): TitleMeaning | null {
    if (title === null) return null
    const text = ` ${plain(title).replace(/[^\p{L}\p{N}]+/gu, ' ')}`
    return titles.find(entry => entry.beginnings.some(start => text.includes(` ${start}`)))?.meaning ?? null
  }

  function ofType(kindWord: string | null): WorkKind | WrittenKindOfType {
    return kindWord?.trim() ? kind(kindWord) : 'unknown'
  }

  return {
    lessonStatus: word => (word?.trim() ? lessonStatus(word) : 'held'),
    attendance: word => (word?.trim() ? attendance(word) : 'unset'),
    periodType: word => (word?.trim() ? periodType(word) : 'unknown'),
    workKind({ kindWord, title, periodTypeWord }) {
      const byKind = workKindOf(ofType(kindWord))
      if (byKind === 'homework' || byKind === 'final') return byKind
      const byTitle = titled(title)
      if (byTitle !== null) return workKindOf(byTitle)
      if (byKind !== 'unknown' || kindWord?.trim()) return byKind
      // Without any type of its own, a work that hangs on a period carries that period's mark.
      return periodTypeWord?.trim() && periodType(periodTypeWord) !== 'unknown' ? 'final' : 'unknown'
    },
    writtenKind({ kindWord, title }) {
      const found = title?.trim() ? titled(title) : ofType(kindWord)
      return found === null || !isWritten(found) ? 'unknown' : found
    },
    markMeaning: value => (numberForm.test(value.trim()) ? 'number' : mark(value)),
    planColumn,
    isPlanTotal: text => totals.some(word => ` ${bare(text)} `.startsWith(` ${word} `)),
  }
}
