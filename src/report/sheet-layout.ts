import { fontFace } from './fonts.js'
import type { SummarySheet } from './model.js'
import { breakLines, padding, printed, printedName, roomOn, splitColumns } from './page.js'
import { cellOf, decisionOf, head, lineNames, type SheetColumn, sheetColumns, type } from './sheet-columns.js'
import { legendTexts } from './sheet-signs.js'
import { stayLines } from './sheet-stays.js'
import type { FontFace } from './truetype.js'

/**
 * How a sheet falls into pages and each page into lines, decided before anything is drawn: no type under 8 pt and no
 * shrinking, so subjects that don't fit beside each other go to another page with the pupils' column repeated, and a
 * pupil's lines are never torn apart.
 */

/** Widths of lines: a stronger one between pupils than between the periods of one. */
export const rules = { strong: 0.75, weak: 0.25, upright: 0.5 } as const
const columns = {
  number: 22,
  name: { one: [168], several: [168, 140, 116, 100] },
  period: { least: 46, most: 90 },
  most: 38,
} as const
/** A column of decisions with so much room is written across, else upwards. */
const decisions = { across: 60, most: 70 } as const
/** Titles of the first page; the line that stands above a continued table; signatures at the end, below the legend. */
const blocks = { title: 90, gapLine: 11, continued: 18.5, closing: 103 } as const

/** Between what is told of the class above the table. */
export const factsGap = 24

export interface SheetPage {
  readonly columns: readonly PlacedColumn[]
  /** Pupils from this place up to, not including, that one. */
  readonly from: number
  readonly to: number
  readonly first: boolean
}

export type PlacedColumn = SheetColumn & {
  /** Among the columns of all pages. */
  readonly place: number
}

export interface Decision {
  readonly lines: readonly string[]
  readonly upwards: boolean
}

export interface PupilLines {
  /** The name, and below it what is told of the pupil: joined, left, taught at home. */
  readonly name: readonly string[]
  /** Heights of the lines of periods and results, each with the line that is drawn above it. */
  readonly heights: readonly number[]
  /** Of each line what stands in each column, in lines that fit it. */
  readonly cells: readonly (readonly (readonly string[])[])[]
  /** Of each column what stands over all of the pupil's lines. */
  readonly decisions: readonly Decision[]
}

export interface SheetLayout {
  readonly pages: readonly SheetPage[]
  readonly pupils: readonly PupilLines[]
  /** Names of the periods and results, in lines that fit their column. */
  readonly periods: readonly (readonly string[])[]
  /** Widths of the columns before the others: №, name and, with several lines, period. */
  readonly fixed: readonly number[]
  /** Height of a line of text, and the blank above and below a cell's text. */
  readonly lineHeight: number
  readonly linePadding: number
}

/** Breaks texts into lines that fit a column: each once, since the same few marks fill it. */
function cellsOf(width: number, face: FontFace): (text: string) => readonly string[] {
  const room = width - 2 * padding
  const known = new Map<string, readonly string[]>()
  return text => {
    const lines = known.get(text) ?? breakLines(printedName(text), room, part => face.width(part, type.cell))
    known.set(text, lines)
    return lines
  }
}

export function headHeight({ linePadding }: Pick<SheetLayout, 'linePadding'>): number {
  return rules.strong + head.height + 2 * linePadding
}

export function heightOf(pupil: PupilLines): number {
  return pupil.heights.reduce((sum, height) => sum + height, 0)
}

/** Of the page's table, with the lines around it. */
export function tableHeight(layout: SheetLayout, page: SheetPage): number {
  const rows = layout.pupils.slice(page.from, page.to)
  return rows.reduce((sum, pupil) => sum + heightOf(pupil), headHeight(layout) + rules.strong)
}

/**
 * Pupils by page. The last page must also hold signs and legend; a page of signatures without a single pupil
 * would prove nothing, so it takes pupils over from the page before.
 */
export function splitRows(
  heights: readonly number[],
  rooms: { first: number; next: number; closing: number },
): number[] {
  const ends: number[] = []
  let used = 0
  let start = 0
  const room = () => (ends.length === 0 ? rooms.first : rooms.next)
  heights.forEach((height, index) => {
    if (index > start && used + height > room()) {
      ends.push(index)
      start = index
      used = 0
    }
    used += height
  })
  if (heights.length - start > 1 && used + rooms.closing > room()) {
    let end = heights.length - 1
    let moved = heights[end] ?? 0
    while (end - 1 > start && moved < used / 2) {
      end -= 1
      moved += heights[end] ?? 0
    }
    ends.push(end)
  }
  return [...ends, heights.length]
}

/** Shares out what is left of the width, so that a sheet of few subjects doesn't huddle on the left: first where words are. */
function widened(part: readonly PlacedColumn[], room: number): PlacedColumn[] {
  const isDecision = ({ kind }: PlacedColumn) => kind === 'decision'
  const roomy = shareOut(part, { room, mayGrow: isDecision, most: decisions.most })
  return shareOut(roomy, { room, mayGrow: column => !isDecision(column), most: columns.most })
}

function shareOut(
  part: readonly PlacedColumn[],
  of: {
    readonly room: number
    readonly most: number
    readonly mayGrow: (column: PlacedColumn) => boolean
  },
): PlacedColumn[] {
  const spare = of.room - part.reduce((sum, column) => sum + column.width, 0)
  // In whole hundredths, so that no rounding makes the sum wider than the paper.
  const each = Math.max(0, Math.floor((spare * 100) / Math.max(1, part.filter(of.mayGrow).length)) / 100)
  return part.map(column =>
    of.mayGrow(column)
      ? { ...column, width: Math.max(column.width, Math.min(of.most, column.width + each)) }
      : column,
  )
}

interface Fitting {
  readonly face: FontFace
  readonly linePadding: number
  readonly name: number
  readonly periods: SheetLayout['periods']
}

/** All pages show a pupil's lines with the same heights. */
function pupilLines(
  sheet: SummarySheet,
  all: readonly PlacedColumn[],
  { face, linePadding, name: nameWidth, periods }: Fitting,
): PupilLines[] {
  const step = face.lineHeight(type.cell)
  const nameLines = cellsOf(nameWidth, face)
  const fitted = all.map(column => ({ column, linesOf: cellsOf(column.width, face) }))
  const lines = lineNames(sheet)
  const heightOfLines = (count: number) => count * step + 2 * linePadding
  return sheet.pupils.map(pupil => {
    const name = [pupil.name, ...stayLines(pupil)].flatMap(text => nameLines(text))
    const cells = lines.map((_, line) =>
      fitted.map(({ column, linesOf }) => linesOf(cellOf(sheet, pupil, column, line))),
    )
    const heights = cells.map((ofLine, line) => {
      const rule = line === 0 ? rules.strong : rules.weak
      const most = Math.max(1, periods[line]?.length ?? 0, ...ofLine.map(({ length }) => length))
      return rule + heightOfLines(most)
    })
    const least = Math.max(sumOf(heights), rules.strong + heightOfLines(name.length))
    const decided = fitted.map(({ column, linesOf }) => {
      const text = printedName(decisionOf(pupil, column))
      if (column.width < decisions.across) return upwards(text, { width: column.width, least, face })
      const across = linesOf(text)
      return { lines: across, upwards: false, height: rules.strong + heightOfLines(across.length) }
    })
    const height = Math.max(least, ...decided.map(decision => decision.height))
    const last = heights.at(-1) ?? 0
    return {
      name,
      cells,
      decisions: decided,
      heights: [...heights.slice(0, -1), last + height - sumOf(heights)],
    }
  })
}

/** As high as it needs, so that its lines stand beside each other in the column. */
function upwards(
  text: string,
  { width, least, face }: { readonly width: number; readonly least: number; readonly face: FontFace },
): Decision & { readonly height: number } {
  const step = face.lineHeight(type.cell)
  const most = Math.max(1, Math.floor((width - 2 * padding) / step))
  const linesIn = (height: number) =>
    breakLines(text, height - 2 * head.inset, part => face.width(part, type.cell))
  let height = least
  while (linesIn(height).length > most) height += step
  return { lines: linesIn(height), upwards: true, height: text === '' ? 0 : height }
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The widest column of names, widest first, with which the others need no more pages than beside the narrowest. */
function widestName(
  widths: readonly number[],
  partsBeside: (name: number) => PlacedColumn[][],
): { readonly name: number; readonly parts: PlacedColumn[][] } {
  const tried = widths.map(name => ({ name, parts: partsBeside(name) }))
  const fewest = Math.min(...tried.map(({ parts }) => parts.length))
  return tried.find(({ parts }) => parts.length === fewest) ?? { name: 0, parts: [] }
}

export function layOut(sheet: SummarySheet, face: FontFace): SheetLayout {
  const names = lineNames(sheet)
  const several = names.length > 1
  const widest = Math.max(...names.map(text => face.width(printedName(text), type.cell))) + 2 * padding + 1
  const period = several
    ? Math.ceil(Math.min(columns.period.most, Math.max(columns.period.least, widest)))
    : 0
  const lineHeight = face.lineHeight(type.cell)
  // Five lines a pupil are set closer than one.
  const linePadding = several ? 0.75 : 1.25
  const paper = roomOn(sheet.paper)
  const all = sheetColumns(sheet, face).map((column, place) => ({ ...column, place }))
  const roomBeside = (name: number) => paper.across - columns.number - name - period
  const { name, parts } = widestName(several ? columns.name.several : columns.name.one, width =>
    splitColumns(all, roomBeside(width)).map(part => widened(part, roomBeside(width))),
  )
  const fixed = several ? [columns.number, name, period] : [columns.number, name]
  const periodLines = cellsOf(period, face)
  const periods = several ? names.map(text => periodLines(text)) : []
  const pupils = pupilLines(sheet, parts.flat(), { face, linePadding, name, periods })
  const tableRoom = paper.down - headHeight({ linePadding }) - rules.strong
  const ends = splitRows(pupils.map(heightOf), {
    first: tableRoom - titleHeight(sheet),
    next: tableRoom - blocks.continued,
    closing: closingHeight(sheet, face),
  })
  const pages = ends.flatMap((to, index) =>
    parts.map((part, at) => ({
      columns: part,
      from: ends[index - 1] ?? 0,
      to,
      first: index === 0 && at === 0,
    })),
  )
  return { pages, pupils, periods, fixed, lineHeight, linePadding }
}

function closingHeight(sheet: SummarySheet, face: FontFace): number {
  const { across } = roomOn(sheet.paper)
  const lines = legendTexts(sheet).flatMap(text =>
    breakLines(text, across, part => face.width(part, type.legend)),
  )
  return blocks.closing + lines.length * face.lineHeight(type.legend)
}

/** What is told of the class above the table. */
export interface Fact {
  readonly title: string
  /** Null for a line to be filled in. */
  readonly value: string | null
  readonly bold: boolean
}

function factsOf(sheet: SummarySheet): readonly Fact[] {
  const { class: group, classTeacher } = sheet
  const fact = (title: string, value: string | null, bold = false): Fact => ({ title, value, bold })
  // Classes of the secondary school have a profile, whether it was told or not.
  const hasProfile = group.profile !== null || (group.grade ?? 0) >= 10
  return [
    fact('Класс', printedName(group.name), true),
    ...(group.grade === null ? [] : [fact('Параллель', String(group.grade))]),
    ...(hasProfile ? [fact('Профиль', group.profile === null ? null : printedName(group.profile))] : []),
    fact('Учебный год', printed(sheet.studyYear), true),
    fact('Период', periodText(sheet), true),
    fact('Система отметок', printedName(sheet.markSystem)),
    fact('Аттестация', printed(sheet.periodScheme)),
    ...(classTeacher === null ? [] : [fact('Классный руководитель', printedName(classTeacher))]),
    fact('Обучающихся в списке', String(sheet.pupils.length)),
  ]
}

export const blankLine = '_'.repeat(24)

export function factText({ title, value }: Fact): string {
  return `${title}: ${value ?? blankLine}`
}

/** In as many lines as they need: none of them is broken. */
export function factLines(sheet: SummarySheet): readonly (readonly Fact[])[] {
  // In bold, which is wider: some values are, and as wide a name is better set apart than broken.
  const face = fontFace('Serif', 'bold')
  const lines: Fact[][] = [[]]
  let used = 0
  for (const fact of factsOf(sheet)) {
    const width = face.width(factText(fact), type.school) + factsGap
    const line = lines.at(-1) ?? []
    if (line.length > 0 && used + width - factsGap > roomOn(sheet.paper).across) {
      lines.push([fact])
      used = width
    } else {
      line.push(fact)
      used += width
    }
  }
  return lines
}

export function periodText(sheet: SummarySheet): string {
  const [first] = sheet.periods
  if (!first || sheet.periods.length > 1) return 'Все отчётные периоды и год'
  return printedName(first.name)
}

/** About: what doesn't fit below it after all goes to the next page. */
function titleHeight(sheet: SummarySheet): number {
  const { school, coverage } = sheet
  const face = fontFace('Serif')
  const step = face.lineHeight(type.school)
  const names = breakLines(school.name, roomOn(sheet.paper).across, text =>
    face.width(text, type.school),
  ).length
  const gapLines = coverage.gaps.length === 0 ? 0 : 2
  return blocks.title + gapLines * blocks.gapLine + (names - 1 + factLines(sheet).length - 1) * step
}
