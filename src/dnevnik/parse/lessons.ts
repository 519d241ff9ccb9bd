import type { Id, IsoDate, LessonRecord, Neighbours, Window } from '../../journal/index.js'
import { failure } from '../failures.js'
import { int64Text } from '../lossless.js'
import { WireLesson, WireWork } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { daysAfter, groupOf, weekOf, weekPartsOf } from './window.js'
import { workRecord } from './works.js'

/** `edu-groups/{g}/lessons/{from}/{to}`: lessons of the class and its subgroups, with their works inside. */
export function parseLessons(
  collector: Collector,
  body: unknown,
  window: Window,
  neighbours?: Neighbours,
): void {
  const { parts, works } = weekPartsOf(body)
  const classId = groupOf(window)
  const dates: IsoDate[] = []
  const seen = { own: 0, foreign: 0, dates }
  /** Where works stand by number only, as in a lesson's short form. */
  const numbers = new Map<Id, Numbered>()
  for (const part of parts) {
    for (const { wire, path, element } of collector.each(WireLesson, part.path, part.elements)) {
      seen.dates.push(wire.date)
      if (wire.group === classId) seen.own += 1
      const isForeign = wire.group !== null && neighbours?.otherClasses.has(wire.group) === true
      if (isForeign) seen.foreign += 1
      if (isForeign || !isNear(wire.date, window)) {
        const problem = isForeign ? 'group: урок другого класса' : 'date: урок другой недели'
        collector.quarantine(path, problem, element)
        continue
      }
      const record: LessonRecord = {
        kind: 'lesson',
        id: wire.id,
        groupId: wire.group,
        date: wire.date,
        number: wire.number,
        subjectId: wire.subject ?? wire.subjectId,
        teacherIds: wire.teachers ?? [],
        topic: wire.title,
        statusWord: wire.status,
      }
      collector.add(record)
      parseWorks(collector, wire.works ?? [], { path: `${path}.works`, lessonId: wire.id, numbers })
    }
  }
  for (const answer of works) parseNumbered(collector, answer, numbers)
  // A work that we know to be there and couldn't read may be the homework that somebody would be asked about.
  for (const [id, { path, raw }] of numbers) {
    if (!collector.has('work', id)) collector.quarantine(path, 'работа дана только номером', raw)
  }
  if (seen.foreign > 0 && seen.own === 0) {
    throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала уроки не того класса.' })
  }
  checkWeek(collector, seen.dates, window)
}

interface Numbered {
  readonly path: string
  readonly lessonId: Id
  readonly raw: unknown
}

function parseWorks(
  collector: Collector,
  works: readonly unknown[],
  of: { readonly path: string; readonly lessonId: Id; readonly numbers: Map<Id, Numbered> },
): void {
  const { path, lessonId, numbers } = of
  const objects = works.map((work, index) => {
    const number = int64Text(work)
    if (number === null) return work
    if (number !== '0') numbers.set(number, { path: `${path}[${index}]`, lessonId, raw: work })
    return null
  })
  for (const { wire } of collector.each(WireWork, path, objects)) {
    collector.add(workRecord(wire, lessonId))
  }
}

function parseNumbered(
  collector: Collector,
  answer: { readonly path: string; readonly elements: readonly unknown[] },
  numbers: ReadonlyMap<Id, Numbered>,
): void {
  for (const { wire } of collector.each(WireWork, answer.path, answer.elements)) {
    const asked = numbers.get(wire.id)
    if (asked) collector.add(workRecord(wire, asked.lessonId))
    else collector.note('work that was not asked for')
  }
}

/** Lists are cut by the lesson's day. A day of grace, because the platform's idea of a day may be an hour off. */
function isNear(date: IsoDate, window: Window): boolean {
  const { from, to } = weekOf(window)
  return date >= daysAfter(from, -1) && date <= daysAfter(to, 1)
}

function checkWeek(collector: Collector, dates: readonly string[], window: Window): void {
  const { from, to } = weekOf(window)
  if (dates.some(date => date < from || date > to)) collector.note('lesson outside the asked week')
  if (dates.length === 0 || dates.some(date => isNear(date, window))) return
  throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала уроки не той недели, что запрошена.' })
}
