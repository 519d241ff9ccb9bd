import type { Instant } from '../clock.js'
import type { Id, IsoDate, PlatformStamp, Resource } from './records.js'

/**
 * A journal slice: what the mirror knows of a school over some days, as plain immutable JSON in the
 * regulation's words, each fact with its evidence. Verdicts are computed from this and nothing else, so a slice
 * archived with a report lets anyone compute them again.
 */

/**
 * The evidence interval (t0, t1] of a fact: not there (or different) at our last complete look before it,
 * there at our first look that saw it. `absentAt` is null when no complete look preceded the first sight.
 */
export interface Bracket {
  readonly absentAt: Instant | null
  readonly presentAt: Instant
}

/** One state of a field that changes over time; histories are oldest first and never empty. */
export interface State<T> {
  readonly value: T
  readonly seen: Bracket
}

/** `unknown`: the platform used a word that `mappings/` doesn't translate. */
export type LessonStatus = 'held' | 'cancelled' | 'unknown'
export type WorkKind = 'lesson' | 'written' | 'homework' | 'final' | 'unknown'
/** Which written work; `notebook` is done at home, `other` none of these. */
export const writtenKinds = [
  'control',
  'independent',
  'check',
  'test',
  'machine-test',
  'dictation',
  'exposition',
  'essay',
  'creative',
  'laboratory',
  'practical',
  'project',
  'notebook',
  'other',
] as const
export type WrittenKind = (typeof writtenKinds)[number] | 'unknown'
/**
 * `number`: anything that is read as one or two numbers; `waiting`: a «точка», the work is still to come; `unknown`:
 * `mappings/marks.yaml` doesn't translate it.
 */
export type MarkMeaning = 'number' | 'passed' | 'failed' | 'not-attested' | 'exempt' | 'waiting' | 'unknown'
export type AttendanceStatus = 'present' | 'absent' | 'ill' | 'excused' | 'late' | 'unset' | 'unknown'
export type PeriodType = 'quarter' | 'trimester' | 'half-year' | 'module' | 'year' | 'unknown'

export interface ClassGroup {
  readonly id: Id
  readonly name: string
  readonly parallel: number | null
}

export interface Subgroup {
  readonly id: Id
  readonly name: string
  readonly classIds: readonly Id[]
}

export interface Membership {
  /** Class or subgroup. */
  readonly groupId: Id
  readonly personId: Id
  readonly joined: Bracket
  /** When the pupil was first missing from the list; null while a member. */
  readonly left: Bracket | null
}

/** Who leads a class, and since when and until when the platform said so. */
export interface ClassTeacher {
  readonly classId: Id
  readonly personId: Id
  readonly appeared: Bracket
  /** When somebody else, or nobody, was first seen in this place; null while it stands. */
  readonly left: Bracket | null
}

export interface Subject {
  readonly id: Id
  readonly name: string
  readonly halfYear: boolean
}

export interface Period {
  readonly id: Id
  readonly classId: Id
  readonly number: number | null
  readonly type: PeriodType
  readonly name: string
  readonly start: IsoDate
  readonly finish: IsoDate
}

/** Days between which a period stood until it was moved or removed. */
export interface FormerPeriod {
  readonly id: Id
  readonly classId: Id
  readonly start: IsoDate
  readonly finish: IsoDate
  readonly left: Bracket
}

/** When a lesson of that number rang until the bell was changed or removed. */
export interface FormerBell {
  readonly classId: Id
  readonly lessonNumber: number
  /** `HH:MM`, wall clock of the school. */
  readonly start: string
  readonly finish: string
  /** ISO weekdays; empty means every day. */
  readonly weekdays: readonly number[]
  readonly left: Bracket
}

/** A list of the platform's that holds something, and since when it ever did. */
export interface FilledList {
  readonly resource: 'groups' | 'class-subjects' | 'periods' | 'bells' | 'work-types' | 'mark-values'
  /** The class, for `groups` as one of the school's list; null for what belongs to the whole school. */
  readonly groupId: Id | null
  readonly appeared: Bracket
}

export interface Lesson {
  readonly id: Id
  /** The class in whose window the lesson was seen; lessons of subgroups roll up to it. */
  readonly classId: Id
  /** Class or subgroup. */
  readonly groupId: Id
  readonly date: IsoDate
  readonly number: number | null
  readonly subjectId: Id | null
  readonly teacherIds: readonly Id[]
  /** Teachers whom earlier versions named and the newest doesn't. */
  readonly formerTeacherIds: readonly Id[]
  readonly status: LessonStatus
  /** On its present day, not cancelled if it isn't now: later than the first sight if it was moved or put back. */
  readonly appeared: Bracket
  /** An earlier version had another date or number. */
  readonly moved: boolean
  readonly topic: readonly State<string | null>[]
}

/** Where a lesson stood, not cancelled, until it was moved, cancelled or removed. */
export interface FormerPlace {
  readonly lessonId: Id
  readonly classId: Id
  /** The class, or the subgroup that was taught. */
  readonly groupId: Id
  readonly subjectId: Id | null
  readonly date: IsoDate
  readonly number: number | null
  /** When it was last seen there, and first seen not to be. */
  readonly left: Bracket
  /** It stands nowhere any more. */
  readonly removed: boolean
}

export interface WorkContent {
  readonly text: string | null
  readonly fileCount: number
  /** Written but not yet sent to pupils. */
  readonly draft: boolean
}

export interface Work {
  readonly id: Id
  readonly classId: Id
  readonly lessonId: Id | null
  readonly kind: WorkKind
  /** Of written work only. */
  readonly written: WrittenKind | null
  readonly targetDate: IsoDate | null
  /** When homework was sent, as the platform states it (in the newest version). */
  readonly sent: PlatformStamp | null
  /** The author's person id; perhaps a user id where no list of teachers says whose it is. */
  readonly createdBy: Id | null
  readonly appeared: Bracket
  readonly content: readonly State<WorkContent>[]
}

export interface Mark {
  readonly id: Id
  readonly classId: Id
  readonly personId: Id
  readonly lessonId: Id | null
  readonly workId: Id | null
  /** From the work, else from the school's work type, by `mappings/`. */
  readonly workKind: WorkKind
  /** Of a mark for written work only. */
  readonly written: WrittenKind | null
  readonly values: readonly State<string>[]
  /** The stamp of the first version that we saw: an edit may rewrite it. */
  readonly stamp: PlatformStamp | null
  readonly appeared: Bracket
}

/** A mark that stands nowhere any more; one that was moved to another lesson, or came back, is a `Mark`. */
export interface GoneMark extends Mark {
  /** When it was last seen, and first missed. */
  readonly left: Bracket
}

export interface AttendanceEntry {
  readonly classId: Id
  readonly lessonId: Id
  readonly personId: Id
  readonly status: AttendanceStatus
  readonly stamp: PlatformStamp | null
  readonly appeared: Bracket
  /** When another status became this one; null where it has been this one from the first. */
  readonly changed: Bracket | null
}

export interface FinalMark {
  readonly classId: Id
  readonly personId: Id
  readonly subjectId: Id
  /** Null for the mark of the year. */
  readonly periodId: Id | null
  readonly value: string
  readonly meaning: MarkMeaning
  readonly stamp: PlatformStamp | null
  readonly appeared: Bracket
}

/** A mark of an exam, or the resulting one after it: lines of the summary sheet beside those of periods and the year. */
export interface ResultMark {
  readonly classId: Id
  readonly personId: Id
  readonly subjectId: Id
  readonly line: 'exam' | 'result'
  readonly value: string
  readonly meaning: MarkMeaning
  readonly appeared: Bracket
}

/** A value that stood in a cell until it was changed or taken away. */
export interface FormerFinalMark {
  readonly classId: Id
  readonly personId: Id
  readonly subjectId: Id
  readonly periodId: Id | null
  readonly value: string
  readonly meaning: MarkMeaning
  readonly left: Bracket
}

/** The same of a mark of an exam or a resulting one. */
export interface FormerResultMark extends Omit<ResultMark, 'appeared'> {
  readonly left: Bracket
}

/** The newest complete look at one window; windows never read completely have no entry. */
export interface LastLook {
  readonly resource: Resource
  readonly groupId: Id | null
  readonly week: IsoDate | null
  readonly at: Instant
  /** Records of the window that couldn't be parsed at that look. */
  readonly quarantined: number
}

/**
 * Days around those asked for whose lessons a slice has at least: homework hangs on a later lesson, deadlines on an earlier one.
 */
export const sliceReach = { before: 35, after: 21 } as const

export interface JournalSlice {
  readonly school: Id
  /** Days asked for, inclusive; lessons around them are in the slice where deadlines need them. */
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classes: readonly ClassGroup[]
  readonly subgroups: readonly Subgroup[]
  readonly memberships: readonly Membership[]
  readonly classTeachers: readonly ClassTeacher[]
  readonly subjects: readonly Subject[]
  /** Which subjects each class is taught in the current period. */
  readonly classSubjects: readonly { readonly classId: Id; readonly subjectId: Id }[]
  readonly periods: readonly Period[]
  readonly formerPeriods: readonly FormerPeriod[]
  readonly formerBells: readonly FormerBell[]
  readonly filledLists: readonly FilledList[]
  readonly lessons: readonly Lesson[]
  readonly formerPlaces: readonly FormerPlace[]
  readonly works: readonly Work[]
  readonly marks: readonly Mark[]
  readonly goneMarks: readonly GoneMark[]
  /** What each value that these marks have or had means. */
  readonly markMeanings: Readonly<Record<string, MarkMeaning>>
  readonly attendance: readonly AttendanceEntry[]
  readonly finalMarks: readonly FinalMark[]
  readonly formerFinalMarks: readonly FormerFinalMark[]
  readonly resultMarks: readonly ResultMark[]
  readonly formerResultMarks: readonly FormerResultMark[]
  readonly looks: readonly LastLook[]
  /** Platform words without translation, e.g. `lesson-status: Postponed`; sorted. */
  readonly unknownWords: readonly string[]
}
