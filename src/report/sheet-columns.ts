import type { SummarySheet } from './model.js'
import { breakLines, padding, printedName } from './page.js'
import type { FontFace } from './truetype.js'

/** The columns of the sheet's table beside number, name and period: subjects, then what is told of the pupil's year. */

export const type = { cell: 8.5, head: 8.5, legend: 8, school: 10 } as const
/** Height of the upright names, and the blank at their ends. */
export const head = { height: 122, inset: 5 } as const
const widths = { least: 22, council: 26, promotion: 38, widestMark: 60 } as const

/** Which column it is, and what stands above it. */
export type ColumnOf = { readonly title: string } & (
  | {
      readonly kind: 'subject'
      /** Place in the sheet's list of subjects. */
      readonly index: number
    }
  | { readonly kind: 'missed'; readonly of: 'lessons' | 'ill' }
  | { readonly kind: 'decision'; readonly of: 'council' | 'promotion' }
)

export type SheetColumn = ColumnOf & {
  /** The title, broken into lines that fit the height of the head. */
  readonly lines: readonly string[]
  readonly width: number
}

const missedTitles = {
  lessons: 'Пропущено уроков всего',
  ill: 'Пропущено по болезни',
} as const
const decisionTitles = {
  council: 'Решение педагогического совета (дата, №)',
  promotion: 'Переведён(а) в … класс, выпущен(а), оставлен(а), переведён(а) условно',
} as const

/** Lines that a pupil has: of the periods, then of the results. */
export function lineNames({ periods, resultLines }: SummarySheet): readonly string[] {
  return [...periods, ...resultLines].map(({ name }) => name)
}

/** Whether a sheet tells what was decided at the year's end: that of a period can't. */
export function isOfYear({ periods }: Pick<SummarySheet, 'periods'>): boolean {
  return periods.some(({ id }) => id === null)
}

type Pupil = SummarySheet['pupils'][number]

/** What stands in a pupil's cell; '' where it is empty, «—» only where the pupil isn't taught the subject. */
export function cellOf(sheet: SummarySheet, pupil: Pupil, column: ColumnOf, line: number): string {
  if (column.kind === 'decision') return ''
  if (column.kind === 'missed') {
    const missed = pupil.missed[line] ?? null
    return missed === null ? '' : String(missed[column.of])
  }
  const marks = pupil.marks[line] ?? pupil.results[line - pupil.marks.length]
  const subject = sheet.subjects[column.index]?.id ?? ''
  return marks?.[column.index] ?? (pupil.notTaught.includes(subject) ? '—' : '')
}

/** What stands over all of a pupil's lines; '' where it is to be written in by hand. */
export function decisionOf({ orders }: Pupil, column: ColumnOf): string {
  return column.kind === 'decision' ? (orders[column.of] ?? '') : ''
}

/** Subjects, lessons missed, and on the year's sheet what was decided. */
export function columnsOf(sheet: SummarySheet): readonly ColumnOf[] {
  const { subjects } = sheet
  return [
    ...subjects.map(({ name }, index) => ({ kind: 'subject' as const, index, title: name })),
    ...(['lessons', 'ill'] as const).map(of => ({ kind: 'missed' as const, of, title: missedTitles[of] })),
    ...(isOfYear(sheet) ? (['council', 'promotion'] as const) : []).map(of => ({
      kind: 'decision' as const,
      of,
      title: decisionTitles[of],
    })),
  ]
}

export function sheetColumns(sheet: SummarySheet, face: FontFace): SheetColumn[] {
  return columnsOf(sheet).map(column => {
    const lines = breakLines(printedName(column.title), head.height - 2 * head.inset, text =>
      face.width(text, type.head),
    )
    const upright = lines.length * face.lineHeight(type.head) + 2 * padding
    return { ...column, lines, width: Math.ceil(Math.max(upright, leastWidth(sheet, column, face))) }
  })
}

/** Room for the widest cell; what was decided runs upwards where the paper has no more room. */
function leastWidth(sheet: SummarySheet, column: ColumnOf, face: FontFace): number {
  if (column.kind === 'decision') return widths[column.of]
  const cells = sheet.pupils.flatMap(pupil =>
    lineNames(sheet).map((_, line) => cellOf(sheet, pupil, column, line)),
  )
  const widest = Math.max(0, ...[...new Set(cells)].map(cell => face.width(printedName(cell), type.cell)))
  return Math.max(widths.least, Math.min(widest, widths.widestMark) + 2 * padding + 2)
}
