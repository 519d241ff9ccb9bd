import type { AttendanceRecord, Id, MarkRecord, Neighbours, Window } from '../../journal/index.js'
import { WireLogEntry, WireMark, WireWork } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { checkPeople } from './whose.js'
import { listOf, weekPartsOf } from './window.js'
import { workRecord } from './works.js'

/** `edu-groups/{g}/marks/{from}/{to}`. A mark's date is that of the act, so it can't show a wrong week. */
export function parseMarks(
  collector: Collector,
  body: unknown,
  _window: Window,
  neighbours?: Neighbours,
): void {
  const { parts, works } = weekPartsOf(body)
  const records = parts.flatMap(part => parseMarkList(collector, part))
  checkPeople(
    records.map(({ personId }) => personId),
    neighbours,
  )
  const asked = new Set(records.flatMap(({ workId }) => workId ?? []))
  for (const { path, elements } of works) {
    for (const { wire } of collector.each(WireWork, path, elements)) {
      if (asked.has(wire.id)) collector.add(workRecord(wire, null))
      else collector.note('work that was not asked for')
    }
  }
}

function parseMarkList(
  collector: Collector,
  part: { readonly path: string; readonly elements: readonly unknown[] },
): MarkRecord[] {
  const records: MarkRecord[] = []
  for (const { wire, path, element } of collector.each(WireMark, part.path, part.elements)) {
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
    records.push(record)
  }
  return records
}

/** Log entries of a class in one list, or, where they were asked for by lessons, a list of such lists. */
export function parseAttendance(
  collector: Collector,
  body: unknown,
  _window: Window,
  neighbours?: Neighbours,
): void {
  const persons: Id[] = []
  const entries = listOf(body)
  const batches = entries.some(Array.isArray)
    ? entries.map((batch, index) => ({ path: `[${index}]`, batch: listOf(batch) }))
    : [{ path: '', batch: entries }]
  for (const { path, batch } of batches) {
    for (const { wire } of collector.each(WireLogEntry, path, batch)) {
      persons.push(wire.person)
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
  checkPeople(persons, neighbours)
}
