import type { FinalMarkRecord, Id, Neighbours, Window } from '../../journal/index.js'
import { failure } from '../failures.js'
import { WireFinalMark, WirePersonFinalMarks, WireSubjectFinalMark } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { parseFinalMarksOfPupils } from './final-marks-of-pupils.js'
import { checkPeople } from './whose.js'
import { groupOf, listOf } from './window.js'

/** `edu-groups/{g}/final-marks`: person and period outside, subjects with their marks inside. */
export function parseFinalMarks(
  collector: Collector,
  body: unknown,
  window: Window,
  neighbours?: Neighbours,
): void {
  if (!Array.isArray(body)) {
    parseFinalMarksOfPupils(collector, body, neighbours)
    return
  }
  const asked = groupOf(window)
  const groups = new Set<Id>()
  const persons = new Set<Id>()
  for (const { wire, path } of collector.each(WirePersonFinalMarks, '', listOf(body))) {
    if (wire.group !== null) groups.add(wire.group)
    persons.add(wire.person)
    const subjects = wire.perSubjectFinalMarks ?? []
    for (const entry of collector.each(WireSubjectFinalMark, `${path}.per-subject-final-marks`, subjects)) {
      const mark = collector.read(WireFinalMark, `${entry.path}.final-mark`, entry.wire.finalMark)
      // Without id and value the object only says that there is no mark yet.
      if (!mark || (mark.id === null && mark.value === null && mark.textValue === null)) continue
      const value = mark.value ?? mark.textValue
      if (value === null) {
        collector.quarantine(`${entry.path}.final-mark.value`, 'value: нет самой отметки', entry.element)
        continue
      }
      const record: FinalMarkRecord = {
        kind: 'final-mark',
        id: `${wire.person}:${entry.wire.subject}:${wire.reportingPeriod ?? 'year'}`,
        personId: wire.person,
        subjectId: entry.wire.subject,
        periodId: wire.reportingPeriod,
        markId: mark.id,
        value,
        markTypeWord: mark.type,
        stampRaw: mark.date,
      }
      collector.add(record)
    }
  }
  checkPeople(persons, neighbours)
  if (groups.size === 0 || groups.has(asked)) return
  throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала итоговые отметки не того класса.' })
}
