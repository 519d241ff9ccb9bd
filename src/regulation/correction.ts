import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Bracket, Lesson } from '../journal/index.js'

/**
 * Until when a mark may be put right as a slip of the pen: the end of the lesson's day, or of the day on which the
 * mark was first seen, where that came later, as marks of written work do.
 */
export function correctionDue(calendar: Calendar, { date }: Lesson, appeared: Bracket): Instant {
  return Math.max(calendar.dayEnd(date), calendar.dayEnd(calendar.dateOf(appeared.presentAt)))
}
