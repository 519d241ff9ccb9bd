import type { Calendar, IsoDate } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Id, Journal } from '../../src/journal/index.js'

/** An instant at which a look decides something, and for which classes. */
export interface PlannedLook {
  readonly at: Instant
  readonly classIds: readonly Id[]
}

const minute = 60_000
/** Looks are gathered on this raster, so that forty classes don't make forty sweeps. */
const raster = 5 * minute

/**
 * The looks of a day, derived from its deadlines (clauses 2.3, 2.5, 2.6), by time:
 * just after each class's homework deadline and its measurement error, shortly before midnight (what is there by
 * then was in time) and shortly after it (what isn't, was not). The last lies in the following day.
 */
export function planDay(
  journal: Journal,
  calendar: Calendar,
  day: { date: IsoDate; homeworkMinutes: number; graceMinutes: number },
): PlannedLook[] {
  const { date } = day
  const busy = journal.slice.classes
    .map(group => ({
      classId: group.id,
      numbers: journal
        .lessonsOn(group.id, date)
        .filter(lesson => lesson.status !== 'cancelled')
        .flatMap(lesson => (lesson.number === null ? [] : [lesson.number])),
    }))
    .filter(group => group.numbers.length > 0)
  if (busy.length === 0) return []
  const byInstant = new Map<Instant, Id[]>()
  for (const { classId, numbers } of busy) {
    const end = calendar.lessonsEnd(classId, date, numbers)
    if (end === null) continue
    const after = calendar.homeworkDue(end, day.homeworkMinutes) + (day.graceMinutes + 1) * minute
    const at = Math.ceil(after / raster) * raster
    byInstant.set(at, [...(byInstant.get(at) ?? []), classId])
  }
  const all = busy.map(group => group.classId)
  const midnight = calendar.dayEnd(date) + 1
  return [
    ...[...byInstant].map(([at, classIds]) => ({ at, classIds })),
    { at: midnight - 5 * minute, classIds: all },
    { at: midnight + (day.graceMinutes + 5) * minute, classIds: all },
  ].sort((a, b) => a.at - b.at)
}
