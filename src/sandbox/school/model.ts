import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import type { FullName } from './names.js'
import type { SubjectPlan } from './subjects.js'

/**
 * The generated school as it will have been when everything is entered. Whatever changes over time is a list of
 * states, oldest first, each visible from its moment on; `since` of what was always there is minus infinity.
 */

export interface Since<T> {
  readonly since: Instant
  readonly value: T
}

export interface Person extends FullName {
  readonly id: Id
  /** Null: a pupil without an account. */
  readonly userId: Id | null
}

export interface Pupil extends Person {
  /** First day in the class; null: since before the year. */
  readonly joined: IsoDate | null
  /** First day no more in the class; null: stays. */
  readonly left: IsoDate | null
}

export function isMember({ joined, left }: Pupil, date: IsoDate): boolean {
  return (joined === null || joined <= date) && (left === null || date < left)
}

/**
 * How a teacher keeps the journal: in the lesson, in the evening, when it comes to mind, all topics in August; in a
 * full life also on Sundays for the whole week, or never.
 */
export type Habit = 'punctual' | 'evening' | 'forgetful' | 'planner' | 'sunday' | 'never'

export interface Teacher extends Person {
  readonly middleName: string
  readonly habit: Habit
  readonly subjects: Set<string>
}

export interface Subject extends SubjectPlan {
  readonly id: Id
}

export interface BellTimes {
  /** Minutes after midnight, wall clock of the school. */
  readonly start: number
  readonly finish: number
}

export interface Timetable {
  readonly id: Id
  readonly name: string
  /** Most lessons that fit into a day. */
  readonly places: number
  /** Times by lesson number (from 1), for the ISO weekdays of the set. */
  readonly sets: readonly { readonly weekdays: readonly number[]; readonly bells: readonly BellTimes[] }[]
}

/** A lesson of the weekly plan: one line for a whole class, one a subgroup otherwise. */
export interface PlannedLesson {
  readonly weekday: number
  readonly number: number
  readonly subject: Subject
  readonly lines: readonly { readonly group: Group; readonly teacher: Teacher }[]
}

export interface Group {
  readonly id: Id
  readonly kind: 'class' | 'subgroup'
  readonly name: string
  readonly fullName: string
  /** All who belong to it at any time of the year. */
  readonly pupils: readonly Pupil[]
}

export function membersOn(group: Group, date: IsoDate): readonly Pupil[] {
  const all = group.pupils.every(pupil => isMember(pupil, date))
  return all ? group.pupils : group.pupils.filter(pupil => isMember(pupil, date))
}

export interface SchoolClass extends Group {
  readonly kind: 'class'
  /** See `Ids`. */
  readonly number: number
  readonly parallel: number
  readonly shift: 1 | 2
  /** Has lessons on Saturdays, too. */
  readonly sixDays: boolean
  readonly timetable: Timetable
  /** Left the school before the year began. */
  readonly archived: readonly Pupil[]
  readonly subgroups: readonly Group[]
  readonly subjects: readonly Subject[]
  readonly plan: readonly PlannedLesson[]
  /** Who leads the class as long as anybody does. */
  readonly classTeacher: Teacher
  readonly setUp: SetUp
}

/** How the administration keeps the sections of a class. */
export interface SetUp {
  /** Null: nobody is named. */
  readonly heads: readonly Since<Teacher | null>[]
  /** When the list of the class's subjects was entered. */
  readonly subjectsListedAt: Instant
}

export interface Period {
  readonly id: Id
  readonly number: number
  readonly name: string
  readonly start: IsoDate
  readonly finish: IsoDate
  /** Of classes with five days a week. */
  readonly lastStudyDay: IsoDate
  /** Of classes with six. */
  readonly lastStudySixth: IsoDate
}

export interface Holiday {
  readonly id: Id
  readonly name: string
  readonly start: IsoDate
  readonly finish: IsoDate
}

export interface StudyYear {
  /** The calendar year of September. */
  readonly start: number
  readonly groupId: Id
  readonly periods: readonly Period[]
  readonly holidays: readonly Holiday[]
}

export interface Placing {
  readonly date: IsoDate
  readonly number: number
  /** `Removed`: nowhere to be seen any more. */
  readonly status: 'Active' | 'Cancelled' | 'Removed'
  readonly teacher: Teacher
  /** Nobody is named in the timetable, whoever holds it. */
  readonly unnamed?: true
}

export interface Lesson {
  readonly id: Id
  /** Stable text: class, first date, number, line. */
  readonly key: string
  readonly class: SchoolClass
  readonly group: Group
  readonly subject: Subject
  readonly placings: readonly Since<Placing>[]
  /** The last placing: what the lesson came to be. */
  readonly final: Placing
  readonly topics: Since<string | null>[]
  readonly works: Work[]
  readonly marks: Mark[]
  readonly entries: LogEntry[]
}

export interface WorkContent {
  readonly text: string | null
  readonly status: 'New' | 'Sent'
  readonly sentAt: Instant | null
}

export interface Work {
  readonly id: Id
  readonly kind: WorkKind
  readonly typeTitle: string
  readonly class: SchoolClass
  readonly groupId: Id
  readonly subject: Subject
  /** The lesson it hangs on; null for marks of periods. */
  readonly lesson: Lesson | null
  readonly period: Period | null
  /** The lesson whose date is the target date. */
  readonly target: Lesson | null
  readonly createdBy: Teacher
  readonly contents: readonly Since<WorkContent>[]
  /** How many marks of one pupil it allows; default 1. */
  readonly markCount?: 1 | 2
  /** What hangs on a homework. */
  readonly files?: readonly HomeworkFile[]
}

export interface HomeworkFile {
  readonly id: Id
  readonly name: string
  readonly type: 'Docx' | 'Pdf' | 'Jpg'
  readonly size: number
  readonly uploadedAt: Instant
}

export type WorkKind =
  | 'CommonWork'
  | 'DefaultNewLessonWork'
  | 'Homework'
  | 'LessonTestWork'
  | 'LessonComposition'
  | 'LessonByHeart'
  | 'LaboratoryWork'
  | 'CreativeWork'
  | 'PeriodMark'
  | 'PeriodFinalMark'
  | 'Exam'

export interface Mark {
  readonly id: Id
  readonly person: Id
  readonly work: Work
  readonly lesson: Lesson | null
  /** 2: the second mark of one work, such as the 5 of a 4/5. */
  readonly number: 1 | 2
  /** When it was put; an edit doesn't move it. */
  readonly putAt: Instant
  readonly values: readonly Since<string>[]
  /** When it was deleted; null: never. */
  readonly goneAt: Instant | null
}

export type EntryStatus = 'Attend' | 'Absent' | 'Ill' | 'Late' | 'Pass'

export interface LogEntry {
  readonly lesson: Lesson
  readonly person: Id
  readonly madeAt: Instant
  readonly statuses: readonly Since<EntryStatus>[]
}

export interface FinalMark {
  readonly person: Id
  readonly subject: Subject
  /** Null: a mark of the year, an exam's, or the resulting one. */
  readonly period: Period | null
  readonly mark: Mark
}

export interface FinalMarks {
  readonly marks: readonly FinalMark[]
  /** The works of the periods on which they hang. */
  readonly works: readonly Work[]
}

export const always: Instant = Number.NEGATIVE_INFINITY

/** What a history shows at a moment; null before its first state. */
export function shown<T>(states: readonly Since<T>[], now: Instant): T | null {
  let current: T | null = null
  for (const state of states) if (state.since <= now) current = state.value
  return current
}
