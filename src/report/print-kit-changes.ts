import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { SummarySheet } from './model.js'
import type { ChangedSheetCell, SheetChanges } from './print-kit-model.js'

/** What two sheets of a class are compared by: cells and heads, not when they were read. */
export type ComparedSheet = Pick<SummarySheet, 'class' | 'classTeacher' | 'periods' | 'subjects'> & {
  readonly pupils: readonly Pick<SummarySheet['pupils'][number], 'id' | 'name' | 'left' | 'marks'>[]
}

/** A change that looks saw; a period of null is the year. */
export interface SeenChange {
  readonly personId: Id
  readonly subjectId: Id
  readonly periodId: Id | null
  readonly absentAt: Instant | null
  readonly presentAt: Instant
}

export interface ChangesInput {
  readonly number: number
  readonly printed: { readonly version: string; readonly on: IsoDate; readonly sheet: ComparedSheet }
  readonly now: { readonly version: string; readonly sheet: ComparedSheet }
  readonly seen: readonly SeenChange[]
}

/** @returns null where paper and journal say the same */
export function sheetChanges({ number, printed, now, seen }: ChangesInput): SheetChanges | null {
  const cells = changedCells(printed.sheet, now.sheet, seen)
  const others = otherChanges(printed.sheet, now.sheet)
  if (cells.length === 0 && others.length === 0) return null
  const { version, on } = printed
  return { number, printed: { version, on }, version: now.version, cells, others }
}

interface Cell extends Omit<ChangedSheetCell, 'before' | 'after' | 'seen'> {
  readonly subjectId: Id
  readonly periodId: Id | null
  readonly value: string | null
}

function keyOf(cell: { pupilId: Id; subjectId: Id; periodId: Id | null }): string {
  return `${cell.pupilId}/${cell.subjectId}/${cell.periodId ?? '-'}`
}

/** In the order of the sheet: pupil by pupil, line by line. */
function cellsOf({ pupils, periods, subjects }: ComparedSheet): Map<string, Cell> {
  const cells = pupils.flatMap(pupil =>
    periods.flatMap((period, line) =>
      subjects.map(
        (subject, column): Cell => ({
          ...{ pupilId: pupil.id, pupil: pupil.name, subjectId: subject.id, subject: subject.name },
          ...{ periodId: period.id, period: period.name, value: pupil.marks[line]?.[column] ?? null },
        }),
      ),
    ),
  )
  return new Map(cells.map(cell => [keyOf(cell), cell]))
}

function changedCells(
  before: ComparedSheet,
  after: ComparedSheet,
  seen: readonly SeenChange[],
): ChangedSheetCell[] {
  const [old, fresh] = [cellsOf(before), cellsOf(after)]
  const brackets = new Map(seen.map(({ personId, ...rest }) => [keyOf({ pupilId: personId, ...rest }), rest]))
  return [...new Map([...fresh, ...[...old].filter(([key]) => !fresh.has(key))])].flatMap(([key, cell]) => {
    const [was, is] = [old.get(key)?.value ?? null, fresh.get(key)?.value ?? null]
    if (was === is) return []
    const bracket = brackets.get(key)
    const { pupilId, pupil, subject, period } = cell
    return [
      {
        ...{ pupilId, pupil, subject, period, before: was, after: is },
        seen: bracket ? { absentAt: bracket.absentAt, presentAt: bracket.presentAt } : null,
      },
    ]
  })
}

function otherChanges(before: ComparedSheet, after: ComparedSheet): string[] {
  const renamed = (what: string, was: string | null, is: string | null) =>
    was === is ? [] : [`${what}: было «${was ?? 'не указано'}», стало «${is ?? 'не указано'}».`]
  const fresh = new Map(after.pupils.map(pupil => [pupil.id, pupil]))
  const old = new Map(before.pupils.map(pupil => [pupil.id, pupil]))
  return [
    ...renamed('Название класса', before.class.name, after.class.name),
    ...renamed('Классный руководитель', before.classTeacher, after.classTeacher),
    ...namesChanged('Предмет', before.subjects, after.subjects),
    ...namesChanged('Отчётный период', before.periods, after.periods),
    ...before.pupils.filter(({ id }) => !fresh.has(id)).map(({ name }) => `Исключён(а) из списка: ${name}.`),
    ...after.pupils.flatMap(pupil => {
      const was = old.get(pupil.id)
      if (!was) return [`Включён(а) в список: ${pupil.name}.`]
      const stay =
        pupil.left === was.left
          ? []
          : [`${pupil.name}: ${pupil.left ? 'выбыл(а)' : 'снова в списке класса'}.`]
      return [...renamed('Фамилия, имя, отчество', was.name, pupil.name), ...stay]
    }),
  ]
}

interface Named {
  readonly id: Id | null
  readonly name: string
}

function namesChanged(what: string, before: readonly Named[], after: readonly Named[]): string[] {
  const fresh = new Map(after.map(({ id, name }) => [id, name]))
  const old = new Map(before.map(({ id, name }) => [id, name]))
  return [
    ...before.flatMap(({ id, name }) => {
      const now = fresh.get(id)
      if (now === undefined) return [`${what} снят: «${name}».`]
      return now === name ? [] : [`${what}: было «${name}», стало «${now}».`]
    }),
    ...after.filter(({ id }) => !old.has(id)).map(({ name }) => `${what} добавлен: «${name}».`),
  ]
}
