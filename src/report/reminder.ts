import type { Id } from '../journal/index.js'
import type { Digest } from './model.js'

/** A deputy head's reminder by mail: what may be asked for, and what would go; jobs make it, pages show it. */

export interface ReminderAbout {
  /** Null for all classes. */
  readonly classId: Id | null
  /** Null for all that is owed there. */
  readonly entry: string | null
}

export interface ReminderWish extends ReminderAbout {
  readonly teacher: Id
  /** Stands in the letter; null where nobody is logged in, and people sign by hand. */
  readonly signedBy: string | null
}

/** Why no reminder goes now. */
export type ReminderObstacle = 'nothing-owed' | 'no-address' | 'muted' | 'already' | 'day-off' | 'quiet'

export interface NextReminder {
  /** «Петрова М. И.» */
  readonly teacher: string
  readonly address: string | null
  readonly count: number
  /** As it would go now; null where there is nothing to say. */
  readonly content: Digest | null
  readonly obstacle: ReminderObstacle | null
  /** The same for the same letter: what was looked at is what goes. */
  readonly seen: string
}

export interface OwingTeacher {
  readonly teacher: Id
  readonly name: string
  /** How much is owed. */
  readonly count: number
}
