import { BridgeError } from '../errors.js'
import type { ClassGroup, Directory, FinalMark, Id, Period, PersonName } from '../journal/index.js'
import { compareIds, fullName, nameWithInitials } from '../journal/index.js'
import { compareRussian, nameOrder, type YoOrder } from './russian.js'

/** Who and what stands on a class's papers, and in which order: the summary sheet's and the journal's. */

/** A reporting period; its id is null for the year. */
export interface PaperPeriod {
  readonly id: Id | null
  readonly name: string
}

export const theYear: PaperPeriod = { id: null, name: 'Годовая' }

/**
 * The class's own final marks. The platform may give the year a period of its own: on paper it is the same line as the
 * mark of the year.
 */
export function finalMarksOf(
  marks: readonly FinalMark[],
  classId: Id,
  periods: readonly Period[],
): readonly FinalMark[] {
  const yearly = new Set(periods.filter(period => period.type === 'year').map(period => period.id))
  return marks
    .filter(mark => mark.classId === classId)
    .map(mark => (mark.periodId !== null && yearly.has(mark.periodId) ? { ...mark, periodId: null } : mark))
}

export function classTeacherOf({ classTeachers }: Directory, classId: Id): string | null {
  const names = classTeachers
    .filter(teacher => teacher.classId === classId)
    .map(({ person }) => nameWithInitials(person))
  return names.length > 0 ? names.sort(compareRussian).join(', ') : null
}

/** Two different values in one cell are both shown: which of them counts isn't ours to decide. */
export function cellText(marks: readonly Pick<FinalMark, 'value'>[]): string | null {
  return marks.length === 0 ? null : [...new Set(marks.map(mark => mark.value))].sort().join('/')
}

export function classOf(directory: Directory, classId: Id): ClassGroup {
  const group = directory.classes.find(item => item.id === classId)
  if (group) return group
  const known = [...directory.classes].sort((a, b) => compareRussian(a.name, b.name))
  throw new BridgeError('NOT_FOUND', {
    message: `Класса с номером ${classId} в школе нет.`,
    hint:
      known.length === 0
        ? 'Список классов ещё не прочитан. Сначала прочитайте журнал: раздел «Перечитать», в командной строке — sync.'
        : `Возьмите номер из списка: ${known.map(item => `${item.name} — ${item.id}`).join(', ')}.`,
    details: { classId },
  })
}

function byTime(a: Period, b: Period): number {
  return a.start < b.start
    ? -1
    : a.start > b.start
      ? 1
      : (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)
}

export function onePeriod(group: ClassGroup, known: readonly Period[], periodId: Id): PaperPeriod {
  const period = known.find(item => item.id === periodId)
  if (period) return period.type === 'year' ? theYear : { id: period.id, name: period.name }
  throw new BridgeError('NOT_FOUND', {
    message: `У класса ${group.name} нет отчётного периода с номером ${periodId}.`,
    hint:
      known.length === 0
        ? 'Отчётные периоды класса ещё не прочитаны. Сначала прочитайте журнал: раздел «Перечитать», в командной строке — sync.'
        : `Возьмите номер из списка: ${[...known]
            .sort(byTime)
            .map(item => `${item.name} — ${item.id}`)
            .join(', ')}.`,
    details: { classId: group.id, periodId },
  })
}

export function allPeriods(known: readonly Period[], marks: readonly FinalMark[]): PaperPeriod[] {
  const parts = known.filter(period => period.type !== 'year').sort(byTime)
  const ids = new Set(parts.map(period => period.id))
  const strange = [...new Set(marks.flatMap(mark => mark.periodId ?? []))].filter(id => !ids.has(id))
  return [
    ...parts.map(({ id, name }) => ({ id, name })),
    ...strange.sort(compareIds).map(id => ({ id, name: `Период № ${id}` })),
    theYear,
  ]
}

/**
 * In Russian order; whoever only has marks or entries stands there too, under a number.
 * @param yo where names with «Ё» stand
 */
export function pupilsOf(
  directory: Directory,
  { classId, marked, yo }: { readonly classId: Id; readonly marked: Iterable<Id>; readonly yo: YoOrder },
): { readonly person: PersonName; readonly left: boolean }[] {
  const pupils = new Map<Id, { person: PersonName; left: boolean }>()
  for (const { groupId, person, left } of directory.members) {
    // Who left and came back is listed twice: the pupil is here.
    if (groupId === classId)
      pupils.set(person.id, { person, left: left && (pupils.get(person.id)?.left ?? true) })
  }
  const nameless = { lastName: null, firstName: null, middleName: null, shortName: null }
  for (const personId of marked) {
    if (!pupils.has(personId)) pupils.set(personId, { person: { id: personId, ...nameless }, left: true })
  }
  const order = nameOrder(yo)
  return [...pupils.values()].sort((a, b) => byName(order, a.person, b.person))
}

/** Part by part, so that all of one surname stand together whatever the length of the names. */
function byName(order: (a: string, b: string) => number, a: PersonName, b: PersonName): number {
  const surname = (person: PersonName) => person.lastName ?? fullName(person)
  return (
    order(surname(a), surname(b)) ||
    order(a.firstName ?? '', b.firstName ?? '') ||
    order(a.middleName ?? '', b.middleName ?? '') ||
    compareIds(a.id, b.id)
  )
}
