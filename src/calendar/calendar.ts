import type { Instant } from '../clock.js'
import type { Outage } from './outages.js'

/** A day of the school's own calendar, `YYYY-MM-DD`. */
export type IsoDate = string
/** ISO weekday: 1 Monday to 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface Bell {
  readonly lessonNumber: number
  /** `HH:MM`, wall clock of the school. */
  readonly start: string
  readonly finish: string
  /** ISO weekdays; empty means every day. */
  readonly weekdays: readonly number[]
  /** First day on which it is known to ring; absent where it has been there as long as we know. */
  readonly since?: IsoDate
  /** Last day on which it may have rung; absent while it stands. */
  readonly until?: IsoDate
}

export interface DayRange {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly name: string
}

/** Everything that deadlines depend on besides the journal itself; plain JSON, archived with reports. */
export interface CalendarFacts {
  /** IANA name, e.g. `Asia/Kamchatka`. */
  readonly timeZone: string
  /** Study days a week. */
  readonly week: 5 | 6
  /** Days off and working days of the production calendar (`config/calendars/`). */
  readonly production: {
    readonly restDays: readonly IsoDate[]
    readonly workingDays: readonly IsoDate[]
    /** Days that the school itself says it works, holidays of its classes among them; absent where there are none. */
    readonly workedDays?: readonly IsoDate[]
  }
  /** Years whose production calendar no decree has confirmed yet; absent where there is none. */
  readonly provisionalYears?: readonly number[]
  /** School holidays by class id. */
  readonly holidays: Readonly<Record<string, readonly DayRange[]>>
  /** Bells by class id. */
  readonly bells: Readonly<Record<string, readonly Bell[]>>
  /** When the platform couldn't be worked with, as recorded; absent where nothing is. */
  readonly outages?: readonly Outage[]
}

/** When a lesson rings in and out. */
export interface LessonTimes {
  readonly start: Instant
  readonly end: Instant
}

/**
 * All arithmetic of days, bells and deadlines, in the school's zone. Pure: the same facts give the same answers;
 * no clock, no I/O. Instants are milliseconds since the epoch, UTC.
 */
export interface Calendar {
  readonly facts: CalendarFacts
  /** The school's day on which the instant falls. */
  dateOf(instant: Instant): IsoDate
  weekday(date: IsoDate): Weekday
  addDays(date: IsoDate, days: number): IsoDate
  /** The Monday of the ISO week. */
  weekStart(date: IsoDate): IsoDate
  /** All days from `from` to `to`, inclusive. */
  days(from: IsoDate, to: IsoDate): IsoDate[]
  /** 00:00:00.000 local. */
  dayStart(date: IsoDate): Instant
  /** 23:59:59.999 local: `day_end(d)`. */
  dayEnd(date: IsoDate): Instant
  /** A wall-clock time (`HH:MM`) of a day. */
  at(date: IsoDate, time: string): Instant
  /** Bell times of a lesson; null when the class has no bell of that number on that weekday. */
  lessonTimes(classId: string, date: IsoDate, number: number): LessonTimes | null
  /** Latest bell of the given lesson numbers; null when there is none or any bell is unknown. */
  lessonsEnd(classId: string, date: IsoDate, numbers: readonly number[]): Instant | null
  /** Clause 2.6: `minutes` (90) after the class's last lesson ended. */
  homeworkDue(lessonsEnd: Instant, minutes: number): Instant
  /**
   * The deadline of a term that began at `start`, put off by the recorded outages of the platform that fell into it
   * (regulation a.3): it stands still while they last.
   */
  extended(start: Instant, deadline: Instant): Instant
  /** Neither a weekend of the school's week, nor a day off, nor a school holiday of the class. */
  isStudyDay(classId: string, date: IsoDate): boolean
  /** A public holiday, or one of the class; a mere weekend, on which some classes learn, is none. */
  isDayOff(classId: string, date: IsoDate): boolean
  /** A day off of the production calendar or of the region, for everybody. */
  isRestDay(date: IsoDate): boolean
  /** Neither a weekend of the school's week nor a day off: school holidays of pupils are working days of the staff. */
  isWorkingDay(date: IsoDate): boolean
  /** The last study day on or before `finish` (clause 2.7); `finish` itself if none within 14 days. */
  lastStudyDay(classId: string, finish: IsoDate): IsoDate
  /** Clause 2.7: the seven days that end on the last study day; both ends as instants. */
  finalWindow(classId: string, finish: IsoDate): { opens: Instant; due: Instant }
  /** ISO text with the school's offset and no milliseconds, e.g. `2026-11-16T15:25:00+03:00`. */
  format(instant: Instant): string
}
