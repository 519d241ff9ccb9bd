import type { Instant } from '../clock.js'
import type { Id, IsoDate, Resource } from '../journal/index.js'
import type { FilledLesson } from './filled-lessons.js'
import type { LessonMeaning } from './homework-lesson.js'
import type { Edition } from './settings.js'

/** What is known of a class only from the journal of the whole school: its habits, its teachers, the end of its day. */
export interface SchoolWide {
  /** Whether presence is written down too. */
  isPresenceWritten(): boolean
  /** On which lesson homework hangs; null where that isn't clear. */
  homeworkMeaning(): LessonMeaning | null
  /** Whether any lesson names that person. Who leads a class may be of the administration. */
  isTeacher(personId: Id): boolean
  /** Of the last lessons of the day; null where one of them isn't known. */
  lessonsEnd(date: IsoDate): Instant | null
  /** Lessons with a topic that this person alone gave on that day, in whatever class. */
  filledLessons(personId: Id, date: IsoDate): readonly FilledLesson[]
}

export type SchoolQuestion = keyof SchoolWide

/** Questions that rules ask only where they are set so. */
const askedIf: Readonly<Partial<Record<SchoolQuestion, (edition: Edition) => boolean>>> = {
  isPresenceWritten: ({ rules }) => rules['2.5-attendance-daily'].blankMeansPresent === 'auto',
  homeworkMeaning: ({ rules }) => rules['2.6-homework-in-time'].lesson === 'auto',
  lessonsEnd: ({ rules }) => rules['2.5-marks-same-day'].markDayEnd === 'school_end',
  filledLessons: ({ rules }) => rules['4.1-login-signs'].enabled,
}

/** Whether rules that may ask it do under one of these editions. */
export function isAskedUnder(editions: readonly Edition[], question: SchoolQuestion): boolean {
  const isAsked = askedIf[question]
  return isAsked === undefined || editions.some(isAsked)
}

/** What must have been read of each class for these questions. */
export function readFor(questions: Iterable<SchoolQuestion>): readonly Resource[] {
  const asked = new Set(questions)
  if (asked.size === 0) return []
  return asked.has('isPresenceWritten') ? ['lessons', 'attendance'] : ['lessons']
}
