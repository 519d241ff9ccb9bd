import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { Missed, SheetOrders, SummarySheet } from './model.js'
import type { ChangedSheetCell, SheetChanges } from './print-kit-model.js'
import { exemptText } from './sheet-signs.js'

/**
 * What two sheets of a class are compared by: cells and heads, not when they were read. What programs of earlier years didn't
 * put on a sheet is optional: it isn't compared with them.
 */
export interface ComparedSheet extends Pick<SummarySheet, 'classTeacher' | 'periods' | 'subjects'> {
  readonly class: { readonly id: Id; readonly name: string; readonly profile?: string | null | undefined }
  readonly markSystem?: string | undefined
  readonly periodScheme?: string | undefined
  readonly exempt?: SummarySheet['exempt'] | undefined
  readonly resultLines?: SummarySheet['resultLines'] | undefined
  readonly pupils: readonly (Pick<Pupil, 'id' | 'name' | 'left' | 'marks'> & {
    readonly results?: Pupil['results'] | undefined
    readonly notTaught?: Pupil['notTaught'] | undefined
    readonly missed?: Pupil['missed'] | undefined
    readonly orders?: Pupil['orders'] | undefined
  })[]
}
type Pupil = SummarySheet['pupils'][number]
type ComparedPupil = ComparedSheet['pupils'][number]

/** A change that looks saw; a period of null is the year, and a line of `resultLines` stands in its place. */
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
function cellsOf(
  { pupils, periods, subjects }: ComparedSheet,
  resultLines: NonNullable<ComparedSheet['resultLines']>,
): Map<string, Cell> {
  const cells = pupils.flatMap(pupil => {
    const lines = [...pupil.marks, ...(pupil.results ?? [])]
    return [...periods, ...resultLines].flatMap((period, line) =>
      subjects.map(
        (subject, column): Cell => ({
          ...{ pupilId: pupil.id, pupil: pupil.name, subjectId: subject.id, subject: subject.name },
          ...{ periodId: period.id, period: period.name, value: lines[line]?.[column] ?? null },
        }),
      ),
    )
  })
  return new Map(cells.map(cell => [keyOf(cell), cell]))
}

function changedCells(
  before: ComparedSheet,
  after: ComparedSheet,
  seen: readonly SeenChange[],
): ChangedSheetCell[] {
  const both = before.resultLines !== undefined && after.resultLines !== undefined
  const linesOf = ({ resultLines }: ComparedSheet) => (both ? (resultLines ?? []) : [])
  const [old, fresh] = [cellsOf(before, linesOf(before)), cellsOf(after, linesOf(after))]
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

function renamed(what: string, was: string | null | undefined, is: string | null | undefined): string[] {
  if (was === undefined || is === undefined || was === is) return []
  return [`${what}: было «${was ?? 'не указано'}», стало «${is ?? 'не указано'}».`]
}

function otherChanges(before: ComparedSheet, after: ComparedSheet): string[] {
  const fresh = new Map(after.pupils.map(pupil => [pupil.id, pupil]))
  const old = new Map(before.pupils.map(pupil => [pupil.id, pupil]))
  const legend = ({ exempt }: ComparedSheet) => (exempt === undefined ? undefined : exemptText({ exempt }))
  return [
    ...renamed('Название класса', before.class.name, after.class.name),
    ...renamed('Профиль класса', before.class.profile, after.class.profile),
    ...renamed('Классный руководитель', before.classTeacher, after.classTeacher),
    ...renamed('Система отметок', before.markSystem, after.markSystem),
    ...renamed('Аттестация', before.periodScheme, after.periodScheme),
    ...renamed('Значение «осв»', legend(before), legend(after)),
    ...namesChanged('Предмет', before.subjects, after.subjects),
    ...namesChanged('Отчётный период', before.periods, after.periods),
    ...before.pupils.filter(({ id }) => !fresh.has(id)).map(({ name }) => `Исключён(а) из списка: ${name}.`),
    ...after.pupils.flatMap(pupil => {
      const was = old.get(pupil.id)
      return was ? pupilChanges({ before, after }, was, pupil) : [`Включён(а) в список: ${pupil.name}.`]
    }),
  ]
}

const orderTitles = {
  joined: 'прибыл(а)',
  left: 'выбыл(а)',
  home: 'обучение на дому',
  council: 'решение педагогического совета',
  promotion: 'перевод',
} satisfies Record<keyof SheetOrders, string>

function pupilChanges(
  { before, after }: { readonly before: ComparedSheet; readonly after: ComparedSheet },
  was: ComparedPupil,
  pupil: ComparedPupil,
): string[] {
  const { name } = pupil
  const subjects = new Map([...before.subjects, ...after.subjects].map(subject => [subject.id, subject.name]))
  const oldLine = (id: Id | null) => was.missed?.[before.periods.findIndex(period => period.id === id)]
  const untaught = ({ notTaught }: ComparedPupil) =>
    notTaught?.length === 0
      ? 'нет таких предметов'
      : notTaught?.map(id => subjects.get(id) ?? `предмет № ${id}`).join(', ')
  return [
    ...renamed('Фамилия, имя, отчество', was.name, name),
    ...(pupil.left === was.left ? [] : [`${name}: ${pupil.left ? 'выбыл(а)' : 'снова в списке класса'}.`]),
    ...orderKeys.flatMap(key =>
      renamed(`${name}: ${orderTitles[key]}`, was.orders?.[key], pupil.orders?.[key]),
    ),
    ...renamed(`${name}: не преподаётся`, untaught(was), untaught(pupil)),
    ...after.periods.flatMap((period, line) =>
      renamed(
        `${name}: пропущено уроков, ${period.name}`,
        missedText(oldLine(period.id)),
        missedText(pupil.missed?.[line]),
      ),
    ),
  ]
}

const orderKeys = ['joined', 'left', 'home', 'council', 'promotion'] as const

/** Undefined where the sheet has no such column. */
function missedText(missed: Missed | null | undefined): string | null | undefined {
  return missed && `${missed.lessons}, по болезни ${missed.ill}`
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
