import type { GroupRecord, Id, Neighbours, Window } from '../../journal/index.js'
import { failure } from '../failures.js'
import {
  WireGroup,
  WireMarkValue,
  WirePerson,
  WireSubject,
  WireTeacher,
  WireWorkType,
} from '../schema/directory.js'
import { fieldsOf } from '../schema/fields.js'
import type { Collector } from './collector.js'
import { checkPeople } from './whose.js'
import { groupOf, listOf, schoolOf } from './window.js'

export function parseGroups(collector: Collector, body: unknown): void {
  for (const { wire, path, element } of collector.each(WireGroup, '', listOf(body))) {
    const name = wire.name?.trim() || wire.fullName?.trim()
    if (!name) {
      collector.quarantine(`${path}.name`, 'name: нет названия', element)
      continue
    }
    const parentIds = wire.parentIds ?? []
    const kindWord = wire.type?.toLowerCase()
    const isSubgroup = kindWord === 'subgroup' || (kindWord !== 'group' && parentIds.length > 0)
    const record: GroupRecord = {
      kind: 'group',
      id: wire.id,
      groupKind: isSubgroup ? 'subgroup' : 'class',
      parentIds,
      name,
      parallel: wire.parallel !== null && wire.parallel >= 1 && wire.parallel <= 11 ? wire.parallel : null,
      studyYear: wire.studyyear,
      active: wire.status?.toLowerCase() !== 'archive',
    }
    collector.add(record)
  }
}

export function parseTeachers(collector: Collector, body: unknown): void {
  for (const { wire } of collector.each(WireTeacher, '', listOf(body))) {
    collector.add({ kind: 'teacher', ...wire })
  }
}

/** The list names no group, so another one's is known by the people in it, once some of this one's are known. */
export function parseMembers(
  collector: Collector,
  body: unknown,
  window: Window,
  neighbours?: Neighbours,
): void {
  const groupId = groupOf(window)
  const persons: Id[] = []
  for (const { wire } of collector.each(WirePerson, '', listOf(body))) {
    const { id: personId, lastName, firstName, middleName, shortName } = wire
    const id = `${groupId}:${personId}`
    persons.push(personId)
    collector.add({ kind: 'member', id, groupId, personId, lastName, firstName, middleName, shortName })
  }
  // A class of a new year has nobody yet, and all its pupils were in another.
  if (neighbours && neighbours.people.size > 0) checkPeople(persons, neighbours)
}

/** A class without class teacher is answered with nothing, or with a person who is none. */
export function parseClassTeacher(collector: Collector, body: unknown, window: Window): void {
  const classId = groupOf(window)
  const fields = fieldsOf(body)
  if (body !== null && !fields) throw failure('DNEVNIK_UNEXPECTED')
  if (!fields || Object.keys(fields).length === 0) return
  const wire = collector.read(WirePerson, '', body)
  if (!wire) return
  const { id: personId, lastName, firstName, middleName, shortName } = wire
  const id = `${classId}:${personId}`
  collector.add({ kind: 'class-teacher', id, classId, personId, lastName, firstName, middleName, shortName })
}

/** Values by mark type; a value may be a bare word or an object that holds one. */
export function parseMarkValues(collector: Collector, body: unknown): void {
  const types = fieldsOf(body)
  if (!types) throw failure('DNEVNIK_UNEXPECTED')
  for (const [type, values] of Object.entries(types)) {
    if (values === null) continue
    if (!Array.isArray(values)) {
      collector.quarantine(`.${type}`, 'не список значений', values)
      continue
    }
    for (const [index, element] of values.entries()) addMarkValue(collector, type, index, element)
  }
}

function addMarkValue(collector: Collector, type: string, index: number, element: unknown): void {
  if (element === null) return
  const fields = fieldsOf(element) ?? { value: element }
  const wire = WireMarkValue.schema.safeParse(fields)
  const value = wire.success ? (wire.data.value ?? wire.data.textValue) : null
  if (value === null) {
    collector.quarantine(`.${type}[${index}]`, 'value: нет значения отметки', element)
    return
  }
  const markTypeWord = type.toLowerCase()
  collector.add({ kind: 'mark-value', id: `${markTypeWord}:${value}`, markTypeWord, value })
}

export function parseSubjects(collector: Collector, body: unknown): void {
  for (const { wire } of collector.each(WireSubject, '', listOf(body))) {
    collector.add({ kind: 'subject', id: wire.id, name: wire.name, halfYear: wire.halfYear ?? false })
  }
}

export function parseClassSubjects(collector: Collector, body: unknown, window: Window): void {
  const classId = groupOf(window)
  for (const { wire } of collector.each(WireSubject, '', listOf(body))) {
    const { id: subjectId, name } = wire
    const halfYear = wire.halfYear ?? false
    collector.add({
      kind: 'class-subject',
      id: `${classId}:${subjectId}`,
      classId,
      subjectId,
      name,
      halfYear,
    })
  }
}

export function parseWorkTypes(collector: Collector, body: unknown, window: Window): void {
  const schools = new Set<Id>()
  for (const { wire } of collector.each(WireWorkType, '', listOf(body))) {
    if (wire.schoolId !== null) schools.add(wire.schoolId)
    const title = wire.title ?? wire.name ?? wire.abbr ?? wire.abbreviation ?? ''
    const abbreviation = wire.abbr ?? wire.abbreviation
    collector.add({ kind: 'work-type', id: wire.id, kindWord: wire.kind, title, abbreviation })
  }
  if (schools.size === 0 || schools.has(schoolOf(window))) return
  throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала виды работ другой школы.' })
}
