import type { Id } from '../journal/index.js'
import type { Verdict, VerdictKind } from '../regulation/index.js'
import type { SummarySheet } from './model.js'
import type { ClassReadiness, ReadinessItem, ReadinessKey } from './print-kit-model.js'
import { sheetGlyphs } from './sheet-glyphs.js'

/** Whether the year's sheet of a class may be printed: from the sheet itself, and from what the rules say of its cells. */

/** Rules whose verdicts of a class's year are read here. */
export const readinessRules = [
  '2.7-exempt-meaning',
  '2.7-final-marks-complete',
  '2.7-final-marks-unchanged',
  '2.7-not-attested',
] as const

export interface ReadinessInput {
  readonly sheet: SummarySheet
  /** Of `readinessRules`; kept ones don't matter. */
  readonly verdicts: readonly Verdict[]
  /** Pupils of whose debts the pedagogical council has decided: that all others go up says nothing of these. */
  readonly decidedDebts?: ReadonlySet<Id>
  /** Names of reporting periods that aren't over. */
  readonly openPeriods: readonly string[]
  /** Default: `usualFailing`. */
  readonly failing?: readonly string[]
}

/** Marks that aren't good enough to go up, as the platform writes them. */
export const usualFailing: readonly string[] = ['1', '2', 'н/а', 'незач']

/** What nobody has to do anything about; a period that isn't over is told of by itself. */
const settled: ReadonlySet<VerdictKind> = new Set(['kept', 'exempt', 'pending'])
const blocking: ReadonlySet<ReadinessKey> = new Set(['read', 'periods', 'empty', 'year', 'double', 'glyphs'])

export function classReadiness(input: ReadinessInput): ClassReadiness {
  const { sheet, openPeriods } = input
  const cells = cellsOf(sheet, input.decidedDebts ?? new Set())
  const told = toldBy(input)
  const lines: Readonly<Record<ReadinessKey, readonly string[]>> = {
    read:
      sheet.readAt === null
        ? [...(sheet.coverage.gaps.length > 0 ? sheet.coverage.gaps : ['чтение не завершено'])]
        : [],
    periods: openPeriods,
    empty: told('2.7-final-marks-complete', ({ verdict }) => verdict === 'broken'),
    year: emptyYears(sheet),
    double: cells.filter(isDouble).map(cell => `${placeText(cell)}: ${cell.value}`),
    glyphs: sheetGlyphs(sheet),
    unclear: told(
      '2.7-final-marks-complete',
      verdict => verdict.verdict === 'unproven' && isEmpty(sheet, verdict.subject),
    ),
    'not-attested': told('2.7-not-attested', () => true),
    exempt: told('2.7-exempt-meaning', () => true),
    // What was there at our first look may always have been there.
    changed: told(
      '2.7-final-marks-unchanged',
      ({ verdict, reason }) => verdict === 'broken' || reason === 'unproven-settled',
    ),
    debts: debtsOf(cells, input.failing ?? usualFailing),
  }
  const items = keys.map((key): ReadinessItem => ({ key, blocks: blocking.has(key), lines: lines[key] }))
  return { ready: items.every(({ blocks, lines }) => !blocks || lines.length === 0), items }
}

/** As they stand on the form: what hinders first. */
const keys: readonly ReadinessKey[] = [
  'read',
  'periods',
  'empty',
  'year',
  'double',
  'glyphs',
  'unclear',
  'not-attested',
  'exempt',
  'changed',
  'debts',
]

interface Cell {
  readonly pupil: string
  readonly left: boolean
  readonly subject: string
  readonly period: string
  readonly isYear: boolean
  /** The pedagogical council has decided about the pupil's debts. */
  readonly decided: boolean
  readonly value: string | null
}

function cellsOf({ pupils, periods, subjects }: SummarySheet, decidedDebts: ReadonlySet<Id>): Cell[] {
  return pupils.flatMap(pupil =>
    periods.flatMap((period, line) =>
      subjects.map((subject, column) => ({
        ...{ pupil: pupil.name, left: pupil.left, subject: subject.name, period: period.name },
        decided: decidedDebts.has(pupil.id),
        ...{ isYear: period.id === null, value: pupil.marks[line]?.[column] ?? null },
      })),
    ),
  )
}

/** «4/5», and not «н/а». */
function isDouble({ value }: Cell): boolean {
  return value?.replaceAll(/н\/а/giu, '').includes('/') === true
}

function placeText({ pupil, subject, period }: Pick<Cell, 'pupil' | 'subject' | 'period'>): string {
  return `${pupil} — ${subject}, ${period}`
}

/** Names of a verdict's cell, in the order of the sheet; of what the sheet doesn't know, the verdict's own words. */
function toldBy({ sheet, verdicts }: ReadinessInput) {
  const { pupils, subjects, periods } = sheet
  const order = <Item extends { readonly id: Id | null }>(items: readonly Item[], id: Id | undefined) =>
    items.findIndex(item => item.id === id)
  return (rule: (typeof readinessRules)[number], concerns: (verdict: Verdict) => boolean): string[] =>
    verdicts
      .filter(verdict => verdict.rule === rule && !settled.has(verdict.verdict) && concerns(verdict))
      .map(({ subject, message }) => {
        const at = [
          order(pupils, subject.person),
          order(subjects, subject.subject),
          order(periods, subject.period),
        ]
        const [pupil, column, line] = [pupils[at[0] ?? -1], subjects[at[1] ?? -1], periods[at[2] ?? -1]]
        const text =
          pupil && column && line
            ? placeText({ pupil: pupil.name, subject: column.name, period: line.name })
            : message
        return { at, text }
      })
      .sort((a, b) => byNumbers(a.at, b.at))
      .map(({ text }) => text)
}

function byNumbers(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index])
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0)
}

function isEmpty({ pupils, subjects, periods }: SummarySheet, subject: Verdict['subject']): boolean {
  const pupil = pupils.find(({ id }) => id === subject.person)
  const line = periods.findIndex(({ id }) => id === subject.period)
  const column = subjects.findIndex(({ id }) => id === subject.subject)
  return (pupil?.marks[line]?.[column] ?? null) === null
}

/**
 * A subject has marks of the year where any pupil has one; then whoever was marked in it during the year has one as well.
 * Where nobody has one in any subject, it is said once.
 */
function emptyYears({ pupils, subjects, periods }: SummarySheet): string[] {
  const year = periods.findIndex(({ id }) => id === null)
  const markOf = (pupil: SummarySheet['pupils'][number], line: number, column: number) =>
    pupil.marks[line]?.[column] ?? null
  const yearly = subjects.map((_, column) => pupils.some(pupil => markOf(pupil, year, column) !== null))
  const isMarked = pupils.some(({ marks }) => marks.flat().some(mark => mark !== null))
  if (year < 0 || !isMarked) return []
  if (!yearly.includes(true)) return ['годовых отметок нет ни у кого']
  return pupils
    .filter(({ left }) => !left)
    .flatMap(pupil =>
      subjects.flatMap((subject, column) => {
        const wasMarked = pupil.marks.some((line, at) => at !== year && (line[column] ?? null) !== null)
        const isOwed = yearly[column] && wasMarked && markOf(pupil, year, column) === null
        return isOwed ? [placeText({ pupil: pupil.name, subject: subject.name, period: 'год' })] : []
      }),
    )
}

function debtsOf(cells: readonly Cell[], failing: readonly string[]): string[] {
  return cells
    .filter(
      ({ isYear, left, decided, value }) =>
        isYear && !left && !decided && value !== null && failing.includes(value),
    )
    .map(({ pupil, subject, value }) => `${pupil} — ${subject}: ${value}`)
}
