import type { AttendanceStatus, LessonStatus, MarkMeaning, PeriodType, WorkKind } from '../journal/index.js'

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
  periodType(word: string | null): PeriodType
  markMeaning(value: string): MarkMeaning
}

/** Words of each meaning, as the mapping files list them. */
export interface Mappings {
  readonly lessonStatus: Words<Exclude<LessonStatus, 'unknown'>>
  readonly attendance: Words<Exclude<AttendanceStatus, 'unknown'>>
  readonly periodTypes: Words<Exclude<PeriodType, 'unknown'>>
  readonly workTypes: {
    readonly kinds: Words<Exclude<WorkKind, 'unknown'>>
    readonly titles: Words<'written' | 'lesson'>
  }
  readonly marks: Words<Exclude<MarkMeaning, 'number' | 'unknown'>>
}
export type Words<Meaning extends string> = Readonly<Record<Meaning, readonly string[]>>

export function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}

export function meanings<Meaning extends string>(words: Words<Meaning>): [Meaning, readonly string[]][] {
  return Object.entries(words) as [Meaning, readonly string[]][]
}

function lookup<Meaning extends string>(words: Words<Meaning>) {
  const known = new Map(
    meanings(words).flatMap(([meaning, list]) => list.map(word => [plain(word), meaning])),
  )
  return (word: string): Meaning | 'unknown' => known.get(plain(word)) ?? 'unknown'
}

/** `5`, `4+`, `3−`, `4,5`, `5/4`: everything that is read as one or two numbers. */
const numberForm = /^\d{1,3}([.,]\d{1,2})?[+\-−]?(\s?\/\s?\d{1,3}[+\-−]?)?$/

export function createVocabulary(mappings: Mappings): Vocabulary {
  const lessonStatus = lookup(mappings.lessonStatus)
  const attendance = lookup(mappings.attendance)
  const periodType = lookup(mappings.periodTypes)
  const kind = lookup(mappings.workTypes.kinds)
  const mark = lookup(mappings.marks)
  const beginnings = (meaning: 'written' | 'lesson') => mappings.workTypes.titles[meaning].map(plain)
  const titles = [
    { meaning: 'written', beginnings: beginnings('written') },
    { meaning: 'lesson', beginnings: beginnings('lesson') },
  ] as const

  function titled(title: string | null): 'written' | 'lesson' | null {
    if (title === null) return null
    // A beginning counts at the start of any word: «Письменная контрольная», but not «протест».
    const text = ` ${plain(title).replace(/[^\p{L}\p{N}]+/gu, ' ')}`
    return titles.find(entry => entry.beginnings.some(start => text.includes(` ${start}`)))?.meaning ?? null
  }

  return {
    lessonStatus: word => (word?.trim() ? lessonStatus(word) : 'held'),
    attendance: word => (word?.trim() ? attendance(word) : 'unset'),
    periodType: word => (word?.trim() ? periodType(word) : 'unknown'),
    workKind({ kindWord, title, periodTypeWord }) {
      const byKind = kindWord?.trim() ? kind(kindWord) : 'unknown'
      if (byKind === 'homework' || byKind === 'final') return byKind
      const byTitle = titled(title)
      if (byTitle !== null) return byTitle
      if (byKind !== 'unknown' || kindWord?.trim()) return byKind
      // Without any type of its own, a work that hangs on a period carries that period's mark.
      return periodTypeWord?.trim() && periodType(periodTypeWord) !== 'unknown' ? 'final' : 'unknown'
    },
    markMeaning: value => (numberForm.test(value.trim()) ? 'number' : mark(value)),
  }
}
