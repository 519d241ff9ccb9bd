import type { BellRecord, Window } from '../../journal/index.js'
import { failure } from '../failures.js'
import { numberText } from '../lossless.js'
import { fieldsOf } from '../schema/fields.js'
import { WireBell, WireTimetable } from '../schema/year.js'
import type { Collector } from './collector.js'
import { groupOf } from './window.js'

/** A timetable or a list of them; entries numbered 0 or less are breaks and the like. */
export function parseBells(collector: Collector, body: unknown, window: Window): void {
  const classId = groupOf(window)
  const timetables = Array.isArray(body)
    ? body.map((timetable, index) => ({ path: `[${index}]`, timetable }))
    : [{ path: '', timetable: body }]
  for (const { path, timetable } of timetables) {
    const fields = fieldsOf(timetable)
    if (fields && !('items' in fields)) throw failure('DNEVNIK_UNEXPECTED')
    const wire = collector.read(WireTimetable, path, timetable)
    if (wire) parseTimetable(collector, wire.items ?? [], { classId, path: `${path}.Items` })
  }
}

function parseTimetable(
  collector: Collector,
  items: readonly unknown[],
  of: { readonly classId: string; readonly path: string },
): void {
  for (const { wire, path, element } of collector.each(WireBell, of.path, items)) {
    if (wire.lessonNumber === null) collector.note('bell without LessonNumber')
    if (wire.lessonNumber === null || wire.lessonNumber <= 0) continue
    const start = timeOfDay(wire.start)
    const finish = timeOfDay(wire.finish)
    if (start === null || finish === null || start >= finish) {
      collector.quarantine(`${path}.Start`, 'Start, Finish: не начало и конец урока', element)
      continue
    }
    const weekdays = weekdaysOf(wire.daysOfWeek)
    if (weekdays === null) {
      collector.quarantine(`${path}.DaysOfWeek`, 'DaysOfWeek: не дни недели', element)
      continue
    }
    const record: BellRecord = {
      kind: 'bell',
      id: `${of.classId}:${wire.lessonNumber}:${weekdays.join('')}:${start}`,
      classId: of.classId,
      lessonNumber: wire.lessonNumber,
      start,
      finish,
      weekdays,
    }
    collector.add(record)
  }
}

/** Of a date-time or a plain time only hours and minutes mean anything. */
function timeOfDay(text: string | null): string | null {
  const [, hours = '', minutes = ''] = /(?:^|[T ])(\d{1,2}):(\d{2})(?!\d)/.exec(text?.trim() ?? '') ?? []
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return null
  return `${hours.padStart(2, '0')}:${minutes}`
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** ISO weekdays in order; nothing, or an empty list, means every day and is empty too. Null: not understood. */
function weekdaysOf(input: unknown): readonly number[] | null {
  if (input === null || input === undefined) return []
  const words = typeof input === 'string' ? input.split(/[\s,;]+/).filter(word => word !== '') : input
  if (!Array.isArray(words)) return null
  const days = words.filter(word => word !== null).map(weekdayOf)
  return days.every(day => day !== null) ? [...new Set(days)].sort() : null
}

/** English names, whole or three letters; numbers by .NET (0 is Sunday) or ISO (7 is), which agree from 1 to 6. */
function weekdayOf(word: unknown): number | null {
  const text = typeof word === 'string' ? word.trim().toLowerCase() : (numberText(word) ?? '')
  if (/^[0-7]$/.test(text)) return Number(text) || 7
  const index = /^[a-z]{3,9}$/.test(text) ? dayNames.indexOf(text.slice(0, 3)) : -1
  return index < 0 ? null : index + 1
}
