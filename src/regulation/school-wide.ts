import type { Instant } from '../clock.js'
import type { Id, IsoDate, Resource } from '../journal/index.js'
import type { FilledLesson } from './filled-lessons.js'
import type { LessonMeaning } from './homework-lesson.js'

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

/** What must have been read of each class for these questions. */
export function readFor(questions: Iterable<SchoolQuestion>): readonly Resource[] {
  const asked = new Set(questions)
  if (asked.size === 0) return []
  return asked.has('isPresenceWritten') ? ['lessons', 'attendance'] : ['lessons']
}
