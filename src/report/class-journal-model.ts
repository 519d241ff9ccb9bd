import type { Instant } from '../clock.js'
import type {
  AttendanceStatus,
  Id,
  IsoDate,
  JournalSlice,
  LessonStatus,
  WorkKind,
  WrittenKind,
} from '../journal/index.js'
import type { PaperPeriod } from './class-parts.js'
import type { ArchiveHead, ReportCoverage, Stay } from './model.js'

/** What of a slice a journal is made of. */
export type ClassSlice = Pick<
  JournalSlice,
  'lessons' | 'works' | 'marks' | 'attendance' | 'finalMarks' | 'memberships'
>

/**
 * «Классный журнал» of one class, as a paper one has it: what was taught, who was there, what was marked. Made for papers
 * and for the archive, so persons stand in it by name.
 */
export interface ClassJournal {
  readonly schema: 'dnevnik-bridge/class-journal/1'
  readonly school: { readonly id: Id; readonly name: string }
  readonly class: { readonly id: Id; readonly name: string }
  /** «Фамилия И. О.»; null when the platform doesn't say. */
  readonly classTeacher: string | null
  /** `2026/2027` */
  readonly studyYear: string
  /** The one period that it is of; null: the study year so far. */
  readonly period: PaperPeriod | null
  /** Days of its lessons, inclusive. */
  readonly from: IsoDate
  readonly to: IsoDate
  /** Periods with a column of final marks, in order of time, at the end the year (null id) where it has marks. */
  readonly periods: readonly JournalPeriod[]
  readonly pupils: readonly JournalPupil[]
  readonly sections: readonly JournalSection[]
  readonly finals: readonly JournalFinal[]
  /** Marks and entries of lessons that aren't known: nobody can tell the day and subject. */
  readonly unplaced: { readonly marks: number; readonly entries: number }
  readonly timeZone: string
  readonly asOf: Instant
  readonly coverage: ReportCoverage
  /** The archive as it was before this journal was put into it; null while it is empty, or damaged. */
  readonly checkpoint: ArchiveHead | null
}

export interface JournalPeriod extends PaperPeriod {
  /** Null for the year, and for a period that the class's list doesn't have. */
  readonly start: IsoDate | null
  readonly finish: IsoDate | null
}

export interface JournalPupil {
  readonly id: Id
  /** «Фамилия Имя Отчество» */
  readonly name: string
  readonly left: boolean
  /** In the class; empty for one who never stood on its list. */
  readonly stays: readonly Stay[]
}

/** A subject that is taught to the whole class, or to one of its subgroups. */
export interface JournalSection {
  /** Null where the platform names none. */
  readonly subject: { readonly id: Id | null; readonly name: string }
  readonly group: { readonly id: Id; readonly name: string } | null
  /** «Фамилия И. О.» of everyone who taught, whoever taught most first. */
  readonly teachers: readonly string[]
  /** False where nobody knows who is in the subgroup: all pupils of the class stand here then. */
  readonly membersKnown: boolean
  /** Ids, in the order of the journal's pupils. */
  readonly pupils: readonly Id[]
  /** In the subgroup, by pupil; empty for the whole class. */
  readonly stays: ReadonlyMap<Id, readonly Stay[]>
  /** Pupils of other classes in a subgroup: their marks stand in their own class's journal. */
  readonly guests: number
  readonly lessons: readonly JournalLesson[]
}

export interface JournalLesson {
  readonly id: Id
  readonly date: IsoDate
  readonly number: number | null
  readonly status: LessonStatus
  readonly topic: string | null
  readonly teachers: readonly string[]
  /** Whom earlier looks, or an order, name instead. */
  readonly formerTeachers: readonly string[]
  /** Ground of a substitution that the school has stated. */
  readonly substitution: string | null
  readonly homework: readonly JournalHomework[]
  /** What was marked, or was to be: one column each. The lesson itself (null id) first. */
  readonly works: readonly JournalWork[]
  readonly marks: readonly JournalMark[]
  readonly attendance: readonly { readonly pupil: Id; readonly status: AttendanceStatus }[]
}

export interface JournalHomework {
  readonly id: Id
  readonly text: string | null
  readonly files: number
  /** The day for which it is due, as the platform says. */
  readonly due: IsoDate | null
  /** Written but not yet given to pupils. */
  readonly draft: boolean
}

export interface JournalWork {
  /** Null for the work of the lesson itself. */
  readonly id: Id | null
  readonly kind: WorkKind
  readonly written: WrittenKind | null
}

export interface JournalMark {
  readonly id: Id
  readonly pupil: Id
  /** Place in the lesson's `works`. */
  readonly work: number
  readonly value: string
}

export interface JournalFinal {
  readonly subject: Id
  readonly pupil: Id
  /** Null for the year. */
  readonly period: Id | null
  readonly value: string
}
