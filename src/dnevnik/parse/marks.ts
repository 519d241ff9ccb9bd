import type { AttendanceRecord, MarkRecord } from '../../journal/index.js'
import { WireLogEntry, WireMark } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { listOf } from './window.js'

/** `edu-groups/{g}/marks/{from}/{to}`. A mark's date is that of the act, so it can't show a wrong week. */
export function parseMarks(collector: Collector, body: unknown): void {
  for (const { wire, path, element } of collector.each(WireMark, '', listOf(body))) {
    const value = wire.value ?? wire.textValue
    if (value === null) {
      collector.quarantine(`${path}.value`, 'value: нет самой отметки', element)
      continue
    }
    const record: MarkRecord = {
      kind: 'mark',
      id: wire.id,
      personId: wire.person,
      lessonId: wire.lesson,
      workId: wire.work,
      workTypeId: wire.workType,
      value,
      markTypeWord: wire.type,
      number: wire.number,
      stampRaw: wire.date,
    }
    collector.add(record)
  }
}

/** Log entries of a class in one list, or, where they were asked for by lessons, a list of such lists. */
export function parseAttendance(collector: Collector, body: unknown): void {
  const entries = listOf(body)
  const batches = entries.some(Array.isArray)
    ? entries.map((batch, index) => ({ path: `[${index}]`, batch: listOf(batch) }))
    : [{ path: '', batch: entries }]
  for (const { path, batch } of batches) {
    for (const { wire } of collector.each(WireLogEntry, path, batch)) {
      const record: AttendanceRecord = {
        kind: 'attendance',
        id: `${wire.lesson}:${wire.person}`,
        lessonId: wire.lesson,
        personId: wire.person,
        statusWord: wire.status,
        comment: (wire.comment ?? '').trim() !== '',
        stampRaw: wire.createdDate,
      }
      collector.add(record)
    }
  }
}
