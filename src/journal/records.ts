import type { Instant } from '../clock.js'

/**
 * What the platform says, record by record, in our names but with the platform's words (`statusWord`,
 * `kindWord`): produced by `dnevnik/`, kept by `mirror/`, translated by `vocabulary/` only when a journal slice
 * is made, so that a corrected mapping needs no second download.
 *
 * All records are plain JSON. Ids are decimal strings of signed 64-bit integers.
 */

/** Decimal string; never a number, because the platform's ids exceed 2^53. */
export type Id = string

/** `YYYY-MM-DD`, a day of the school's own calendar. */
export type IsoDate = string

/**
 * The platform's stamp of an act. The wire has no zone, so all plausible readings stand beside the raw text;
 * a stamp that did carry a zone has three equal readings.
 */
export interface PlatformStamp {
  readonly raw: string
  readonly utc: Instant
  readonly local: Instant
  readonly moscow: Instant
}

export interface LessonRecord {
  readonly kind: 'lesson'
  readonly id: Id
  /** The group that the lesson belongs to: a class or a subgroup; null when the platform doesn't say. */
  readonly groupId: Id | null
  readonly date: IsoDate
  readonly number: number | null
  readonly subjectId: Id | null
  readonly teacherIds: readonly Id[]
  readonly topic: string | null
  readonly statusWord: string | null
}

export interface WorkRecord {
  readonly kind: 'work'
  readonly id: Id
  readonly lessonId: Id | null
  /** The platform's `type`, e.g. `Homework`. */
  readonly kindWord: string | null
  readonly workTypeId: Id | null
  readonly text: string | null
  readonly fileCount: number
  readonly statusWord: string | null
  readonly targetDate: IsoDate | null
  readonly sentRaw: string | null
  readonly createdBy: Id | null
  readonly periodNumber: number | null
  readonly periodTypeWord: string | null
}

export interface MarkRecord {
  readonly kind: 'mark'
  readonly id: Id
  readonly personId: Id
  /** Null for period, year, exam and resulting marks. */
  readonly lessonId: Id | null
  readonly workId: Id | null
  readonly workTypeId: Id | null
  readonly value: string
  readonly markTypeWord: string | null
  readonly number: number | null
  readonly stampRaw: string | null
}

export interface AttendanceRecord {
  readonly kind: 'attendance'
  /** `<lesson>:<person>`: the platform gives these entries no id. */
  readonly id: string
  readonly lessonId: Id
  readonly personId: Id
  readonly statusWord: string | null
  readonly comment: boolean
  readonly stampRaw: string | null
}

export interface FinalMarkRecord {
  readonly kind: 'final-mark'
  /** `<person>:<subject>:<period or year>`. */
  readonly id: string
  readonly personId: Id
  readonly subjectId: Id
  /** Null for the mark of the year. */
  readonly periodId: Id | null
  readonly markId: Id | null
  readonly value: string
  readonly markTypeWord: string | null
  readonly stampRaw: string | null
}

/** A mark of an exam, or the resulting one after it: neither is the mark of a period or of the year. */
export interface ExamMarkRecord {
  readonly kind: 'exam-mark'
  /** `<person>:<subject>:<exam or result>`. */
  readonly id: string
  readonly personId: Id
  readonly subjectId: Id
  readonly line: 'exam' | 'result'
  readonly markId: Id
  readonly value: string
  readonly markTypeWord: string | null
  readonly stampRaw: string | null
}

export interface GroupRecord {
  readonly kind: 'group'
  readonly id: Id
  readonly groupKind: 'class' | 'subgroup'
  /** Classes that a subgroup belongs to; empty for a class. */
  readonly parentIds: readonly Id[]
  readonly name: string
  /** Grade, 1 to 11; null when the platform doesn't say. */
  readonly parallel: number | null
  readonly studyYear: number | null
  readonly active: boolean
}

export interface MemberRecord {
  readonly kind: 'member'
  /** `<group>:<person>`. */
  readonly id: string
  readonly groupId: Id
  readonly personId: Id
  readonly lastName: string | null
  readonly firstName: string | null
  readonly middleName: string | null
  /** What pupil tokens get: first name and the surname's initial. */
  readonly shortName: string | null
}

export interface TeacherRecord {
  readonly kind: 'teacher'
  /** The person id: what `Lesson.teachers` refers to. */
  readonly id: Id
  readonly userId: Id | null
  readonly lastName: string | null
  readonly firstName: string | null
  readonly middleName: string | null
  readonly shortName: string | null
}

export interface SubjectRecord {
  readonly kind: 'subject'
  readonly id: Id
  readonly name: string
  /** The subject is marked by half-year. */
  readonly halfYear: boolean
}

/** That a subject is taught in a class (in its current reporting period). */
export interface ClassSubjectRecord {
  readonly kind: 'class-subject'
  /** `<class>:<subject>`. */
  readonly id: string
  readonly classId: Id
  readonly subjectId: Id
  readonly name: string
  readonly halfYear: boolean
}

export interface WorkTypeRecord {
  readonly kind: 'work-type'
  readonly id: Id
  readonly kindWord: string | null
  readonly title: string
  readonly abbreviation: string | null
}

export interface PeriodRecord {
  readonly kind: 'period'
  /** `<class>:<period>`: classes may share a period. */
  readonly id: string
  readonly periodId: Id
  readonly classId: Id
  readonly number: number | null
  readonly typeWord: string | null
  readonly name: string
  readonly start: IsoDate
  readonly finish: IsoDate
}

export interface HolidayRecord {
  readonly kind: 'holiday'
  readonly id: string
  readonly classId: Id
  readonly name: string
  readonly start: IsoDate
  readonly finish: IsoDate
}

export interface BellRecord {
  readonly kind: 'bell'
  /** `<class>:<number>:<weekdays>:<start>`. */
  readonly id: string
  readonly classId: Id
  readonly lessonNumber: number
  /** `HH:MM`, wall clock of the school. */
  readonly start: string
  readonly finish: string
  /** ISO weekdays, 1 Monday to 7 Sunday; empty means every day. */
  readonly weekdays: readonly number[]
}

/** Who leads a class, as the platform says; several where it changed hands. */
export interface ClassTeacherRecord {
  readonly kind: 'class-teacher'
  /** `<class>:<person>`. */
  readonly id: string
  readonly classId: Id
  readonly personId: Id
  readonly lastName: string | null
  readonly firstName: string | null
  readonly middleName: string | null
  readonly shortName: string | null
}

/** A value that a mark may have on the platform. */
export interface MarkValueRecord {
  readonly kind: 'mark-value'
  /** `<mark type>:<value>`. */
  readonly id: string
  /** In lower case, as the platform lists them: `mark5`. */
  readonly markTypeWord: string
  readonly value: string
}

export type PlatformRecord =
  | LessonRecord
  | WorkRecord
  | MarkRecord
  | AttendanceRecord
  | FinalMarkRecord
  | ExamMarkRecord
  | GroupRecord
  | MemberRecord
  | TeacherRecord
  | SubjectRecord
  | ClassSubjectRecord
  | WorkTypeRecord
  | PeriodRecord
  | HolidayRecord
  | BellRecord
  | ClassTeacherRecord
  | MarkValueRecord

export type RecordKind = PlatformRecord['kind']

/**
 * What can be looked at with one chain of looks. A window of a week is aligned to the ISO week (Monday to
 * Sunday), so that looks at the same thing are comparable.
 */
export type Resource =
  | 'groups'
  | 'teachers'
  | 'subjects'
  | 'work-types'
  | 'mark-values'
  | 'members'
  | 'class-subjects'
  | 'class-teacher'
  | 'periods'
  | 'bells'
  | 'lessons'
  | 'marks'
  | 'attendance'
  | 'final-marks'
  | 'exam-marks'

export const weeklyResources = ['lessons', 'marks', 'attendance'] as const satisfies readonly Resource[]

export interface Window {
  readonly school: Id
  readonly resource: Resource
  /** Class or subgroup; null where the window is the whole school's. */
  readonly group: Id | null
  /** The Monday; null where the resource has no time. */
  readonly week: IsoDate | null
}

/** Stable text of a window: key of tables and of jobs. */
export function windowKey(window: Window): string {
  return [window.school, window.resource, window.group ?? '-', window.week ?? '-'].join('/')
}
