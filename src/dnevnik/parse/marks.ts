import type { AttendanceRecord, Id, MarkRecord } from '../../journal/index.js'
import { WireLogEntry, WireMark, WireWork } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { listOf, weekPartsOf } from './window.js'
import { workRecord } from './works.js'

/** `edu-groups/{g}/marks/{from}/{to}`. A mark's date is that of the act, so it can't show a wrong week. */
export function parseMarks(collector: Collector, body: unknown): void {
  const { parts, works } = weekPartsOf(body)
  const asked = new Set<Id>()
  for (const part of parts) {
    for (const work of parseMarkList(collector, part)) asked.add(work)
  }
  for (const { path, elements } of works) {
    for (const { wire } of collector.each(WireWork, path, elements)) {
      if (asked.has(wire.id)) collector.add(workRecord(wire, null))
      else collector.note('work that was not asked for')
    }
  }
}

/** Adds the marks and gives the works that they hang on. */
function parseMarkList(
  collector: Collector,
  part: { readonly path: string; readonly elements: readonly unknown[] },
): Id[] {
  const works: Id[] = []
  for (const { wire, path, element } of collector.each(WireMark, part.path, part.elements)) {
    if (wire.work !== null) works.push(wire.work)
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
  return works
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
