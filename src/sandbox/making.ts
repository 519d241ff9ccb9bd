import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { Life } from './options.js'
import { bellOf } from './school/bells.js'
import { Dice } from './school/dice.js'
import type { Ids } from './school/ids.js'
import { type Lesson, membersOn, type Pupil, type StudyYear } from './school/model.js'
import type { SchoolDays } from './school/school-days.js'
import type { Staff } from './school/staff.js'
import type { Switches } from './switches.js'
import type { TruthBook } from './truth.js'

/** What everything that generates acts works with. */
export interface Making {
  readonly seed: number
  readonly life: Life
  readonly from: IsoDate
  readonly to: IsoDate
  readonly aheadTo: IsoDate
  /** Teachers follow calendar-thematic plans, and stray from them now and then. */
  readonly plans: boolean
  readonly homeworkOn: Switches['homeworkOn']
  /** Whether present pupils get entries, too. */
  readonly attendWritten: boolean
  readonly days: SchoolDays
  readonly ids: Ids
  readonly year: StudyYear
  readonly staff: Staff
  readonly truth: TruthBook
}

export function diceFor(making: Making, purpose: string, lesson: Lesson): Dice {
  return new Dice(making.seed, `${purpose}/${lesson.key}`)
}

export function isHeld(lesson: Lesson): boolean {
  return lesson.final.status === 'Active'
}

/** Teachers act on lessons of the asked days only; later lessons just stand in the timetable. */
export function isActedOn(making: Making, lesson: Lesson): boolean {
  return isHeld(lesson) && making.from <= lesson.final.date && lesson.final.date <= making.to
}

/** Who belongs to the lesson's group on its day. */
export function membersOf(lesson: Lesson): readonly Pupil[] {
  return membersOn(lesson.group, lesson.final.date)
}

export function lessonSpan(making: Making, lesson: Lesson): { start: Instant; end: Instant } {
  const { date, number } = lesson.final
  const bell = bellOf(lesson.class.timetable, making.days.planWeekday(date, lesson.class.sixDays), number)
  return { start: making.days.at(date, bell.start), end: making.days.at(date, bell.finish) }
}

/** 22:30: acts keep clear of midnight. */
export const latestMinute = 22 * 60 + 30

/** When a teacher of that habit gets to the journal on the lesson's day: in the lesson or in the evening. */
export function sameDayMoment(making: Making, dice: Dice, lesson: Lesson, eveningShare: number): Instant {
  const span = lessonSpan(making, lesson)
  const evening = Math.max(span.end, making.days.at(lesson.final.date, 17 * 60))
  if (!dice.chance(eveningShare))
    return making.days.between(dice, span.start + 3 * 60_000, span.end - 2 * 60_000)
  return making.days.between(dice, evening, making.days.at(lesson.final.date, latestMinute))
}

export const eveningShares = {
  punctual: 0.05,
  evening: 0.8,
  forgetful: 0.4,
  planner: 0.15,
  sunday: 0.3,
  never: 0.5,
} as const

/** In the evening of the Sunday that ends the lesson's week. */
export function sundayMoment(making: Making, dice: Dice, lesson: Lesson): Instant {
  const { calendar } = making.days
  const sunday = calendar.addDays(calendar.weekStart(lesson.final.date), 6)
  return making.days.moment(dice, sunday, 16 * 60, latestMinute)
}

/** A moment in the day of 1 to `most` days after the lesson's. */
export function laterMoment(making: Making, dice: Dice, lesson: Lesson, most: number): Instant {
  const date = making.days.calendar.addDays(lesson.final.date, dice.whole(1, most))
  return making.days.moment(dice, date, 8 * 60, 20 * 60)
}
