import { z } from 'zod'
import { day, id, integer, list, optionalId, text, word } from './values.js'
import { wireKind } from './wire.js'

export const WirePeriod = wireKind(
  'period',
  z.object({ id, start: day, finish: day, number: integer, type: word, name: text }),
  ['year'],
)

export const WirePeriodGroup = wireKind(
  'period-group',
  z.object({ reportingPeriods: list, holidays: list }),
  ['id'],
)

export const WireHoliday = wireKind(
  'holiday',
  z.object({ id: optionalId, dateStart: day, dateFinish: day, name: text }),
  ['reportingPeriodGroupId', 'description'],
)

export const WireTimetable = wireKind('timetable', z.object({ items: list }), [
  'id',
  'name',
  'start',
  'firstLessonNumber',
])

/** Days and times are read by `parse/bells.ts`: too many ways to write them are in use. */
export const WireBell = wireKind(
  'bell',
  z.object({ lessonNumber: integer, start: text, finish: text, daysOfWeek: z.unknown().optional() }),
  ['id', 'name', 'type'],
)
