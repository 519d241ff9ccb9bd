import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Lesson } from '../journal/index.js'

/** The deadline of what a lesson demands, put off by the recorded outages of the platform since the lesson began. */
export function lessonTerm(calendar: Calendar, lesson: Lesson, due: Instant): Instant {
  // Nearly always, and lessons are many: no need to ask for the bells.
  if (!calendar.facts.outages?.length) return due
  const { classId, date, number } = lesson
  const times = number === null ? null : calendar.lessonTimes(classId, date, number)
  return calendar.extended(times?.start ?? calendar.dayStart(date), due)
}
