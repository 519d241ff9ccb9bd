import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import type { ClassGroup, Directory, FinalMark, Id, Period, PersonName } from '../journal/index.js'
import { compareIds, fullName, nameWithInitials } from '../journal/index.js'
import { groupBy } from './grouping.js'
import type { ArchiveHead, ReportCoverage, SummarySheet } from './model.js'
import { compareRussian } from './russian.js'

export interface SheetInput {
  readonly directory: Directory
  /** Final marks of the slice; those of other classes are left alone. */
  readonly finalMarks: readonly FinalMark[]
  readonly classId: Id
  /** Null: all periods of the class, and the year. */
  readonly periodId: Id | null
  readonly school: { readonly id: Id; readonly name: string }
  /** `2026/2027` */
  readonly studyYear: string
  readonly timeZone: string
  readonly asOf: Instant
  /** When everything of the sheet was last read completely; null when there is a gap. */
  readonly readAt: Instant | null
  readonly coverage: ReportCoverage
  readonly checkpoint: ArchiveHead | null
}

type SheetPeriod = SummarySheet['periods'][number]
type SheetSubject = SummarySheet['subjects'][number]

const theYear: SheetPeriod = { id: null, name: 'Годовая' }

/**
 * «Сводная ведомость» of a class (clause 2.8): pupils in Russian order, subjects that are taught or have marks.
 * A mark whose pupil, subject or period isn't in the directory stands under its number, so none is lost.
 * @throws BridgeError NOT_FOUND for an unknown class or period
 */
export function createSummarySheet(input: SheetInput): SummarySheet {
  const { directory, classId } = input
  const group = classOf(directory, classId)
  const known = directory.periods.filter(period => period.classId === classId)
  const yearly = new Set(known.filter(period => period.type === 'year').map(period => period.id))
  // The platform may give the year a period of its own: on the sheet it is the same line as the mark of the year.
  const all = input.finalMarks
    .filter(mark => mark.classId === classId)
    .map(mark => (mark.periodId !== null && yearly.has(mark.periodId) ? { ...mark, periodId: null } : mark))
  const periods = input.periodId === null ? allPeriods(known, all) : [onePeriod(group, known, input.periodId)]
  const lines = new Set(periods.map(period => period.id))
  const marks = all.filter(mark => lines.has(mark.periodId))
  const subjects = sheetSubjects(directory, classId, marks)
  const cells = groupBy(marks, mark => cellKey(mark.personId, mark.periodId, mark.subjectId))
  const cell = (pupil: Id, period: SheetPeriod, subject: SheetSubject) =>
    cellText(cells.get(cellKey(pupil, period.id, subject.id)) ?? [])
  return {
    schema: 'dnevnik-bridge/summary-sheet/1',
    school: { id: input.school.id, name: input.school.name },
    class: { id: group.id, name: group.name },
    classTeacher: classTeacherOf(directory, classId),
    studyYear: input.studyYear,
    periods,
    subjects,
    pupils: sheetPupils(directory, classId, marks).map(({ person, left }) => ({
      id: person.id,
      name: fullName(person),
      left,
      marks: periods.map(period => subjects.map(subject => cell(person.id, period, subject))),
    })),
    timeZone: input.timeZone,
    readAt: input.readAt,
    asOf: input.asOf,
    coverage: input.coverage,
    checkpoint: input.checkpoint,
  }
}

function classTeacherOf({ classTeachers }: Directory, classId: Id): string | null {
  const names = classTeachers
    .filter(teacher => teacher.classId === classId)
    .map(({ person }) => nameWithInitials(person))
  return names.length > 0 ? names.sort(compareRussian).join(', ') : null
}

function cellKey(pupil: Id, period: Id | null, subject: Id): string {
  return `${pupil}/${period ?? '-'}/${subject}`
}

/** Two different values in one cell are both shown: which of them counts isn't ours to decide. */
function cellText(marks: readonly FinalMark[]): string | null {
  return marks.length === 0 ? null : [...new Set(marks.map(mark => mark.value))].sort().join('/')
}

function classOf(directory: Directory, classId: Id): ClassGroup {
  const group = directory.classes.find(item => item.id === classId)
  if (group) return group
  const known = [...directory.classes].sort((a, b) => compareRussian(a.name, b.name))
  throw new BridgeError('NOT_FOUND', {
    message: `Класса с номером ${classId} в школе нет.`,
    hint:
      known.length === 0
        ? 'Список классов ещё не прочитан: сначала выполните sync.'
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

function onePeriod(group: ClassGroup, known: readonly Period[], periodId: Id): SheetPeriod {
  const period = known.find(item => item.id === periodId)
  if (period) return period.type === 'year' ? theYear : { id: period.id, name: period.name }
  throw new BridgeError('NOT_FOUND', {
    message: `У класса ${group.name} нет отчётного периода с номером ${periodId}.`,
    hint:
      known.length === 0
        ? 'Отчётные периоды класса ещё не прочитаны: сначала выполните sync.'
        : `Возьмите номер из списка: ${[...known]
            .sort(byTime)
            .map(item => `${item.name} — ${item.id}`)
            .join(', ')}.`,
    details: { classId: group.id, periodId },
  })
}

function allPeriods(known: readonly Period[], marks: readonly FinalMark[]): SheetPeriod[] {
  const parts = known.filter(period => period.type !== 'year').sort(byTime)
  const ids = new Set(parts.map(period => period.id))
  const strange = [...new Set(marks.flatMap(mark => mark.periodId ?? []))].filter(id => !ids.has(id))
  return [
    ...parts.map(({ id, name }) => ({ id, name })),
    ...strange.sort(compareIds).map(id => ({ id, name: `Период № ${id}` })),
    theYear,
  ]
}

function sheetSubjects(directory: Directory, classId: Id, marks: readonly FinalMark[]): SheetSubject[] {
  const names = new Map(directory.subjects.map(subject => [subject.id, subject.name]))
  const taught = directory.classSubjects.filter(item => item.classId === classId).map(item => item.subjectId)
  return [...new Set([...taught, ...marks.map(mark => mark.subjectId)])]
    .map(id => ({ id, name: names.get(id) ?? `Предмет № ${id}` }))
    .sort((a, b) => compareRussian(a.name, b.name) || compareIds(a.id, b.id))
}

function sheetPupils(
  directory: Directory,
  classId: Id,
  marks: readonly FinalMark[],
): { readonly person: PersonName; readonly left: boolean }[] {
  const pupils = new Map<Id, { person: PersonName; left: boolean }>()
  for (const { groupId, person, left } of directory.members) {
    // Who left and came back is listed twice: the pupil is here.
    if (groupId === classId)
      pupils.set(person.id, { person, left: left && (pupils.get(person.id)?.left ?? true) })
  }
  const nameless = { lastName: null, firstName: null, middleName: null, shortName: null }
  for (const { personId } of marks) {
    if (!pupils.has(personId)) pupils.set(personId, { person: { id: personId, ...nameless }, left: true })
  }
  return [...pupils.values()].sort((a, b) => byName(a.person, b.person))
}

/** Part by part, so that all of one surname stand together whatever the length of the names. */
function byName(a: PersonName, b: PersonName): number {
  const surname = (person: PersonName) => person.lastName ?? fullName(person)
  return (
    compareRussian(surname(a), surname(b)) ||
    compareRussian(a.firstName ?? '', b.firstName ?? '') ||
    compareRussian(a.middleName ?? '', b.middleName ?? '') ||
    compareIds(a.id, b.id)
  )
}
