import { fontFace } from './fonts.js'
import type { SummarySheet } from './model.js'
import { breakLines, padding, printedName, roomAcross, roomDown, splitColumns } from './page.js'
import { signs } from './sheet-signs.js'
import { stayLines } from './sheet-stays.js'
import type { FontFace } from './truetype.js'

/**
 * How a sheet falls into pages and each page into lines, decided before anything is drawn: no type under 8 pt and no
 * shrinking, so subjects that don't fit beside each other go to another page with the pupils' column repeated, and a
 * pupil's lines are never torn apart.
 */

export const type = { cell: 8.5, head: 8.5, legend: 8, school: 10 } as const
/** Height of the upright subject names, and the blank at their ends. */
export const head = { height: 122, inset: 5 } as const
/** Widths of lines: a stronger one between pupils than between the periods of one. */
export const rules = { strong: 0.75, weak: 0.25, upright: 0.5 } as const
const columns = { number: 22, name: 168, period: 66, least: 22, most: 38 } as const
/** Titles of the first page; the line that stands above a continued table; legend, checkpoint and signatures at the end. */
const blocks = { title: 90, gapLine: 11, continued: 18.5, closing: 147 } as const

/** Between what is told of the class above the table. */
export const factsGap = 24

export interface SubjectColumn {
  /** Place in the sheet's list of subjects. */
  readonly index: number
  /** The name, broken into lines that fit the height of the head. */
  readonly lines: readonly string[]
  readonly width: number
}

export interface SheetPage {
  readonly subjects: readonly SubjectColumn[]
  /** Pupils from this place up to, not including, that one. */
  readonly from: number
  readonly to: number
  readonly first: boolean
}

export interface PupilLines {
  /** The name, and below it that the pupil has joined or left, by which order. */
  readonly name: readonly string[]
  /** Heights of the periods' lines, each with the line that is drawn above it. */
  readonly heights: readonly number[]
  /** Of each period the mark in each subject, in lines that fit its column. */
  readonly marks: readonly (readonly (readonly string[])[])[]
}

export interface SheetLayout {
  readonly pages: readonly SheetPage[]
  readonly pupils: readonly PupilLines[]
  /** Names of the periods, in lines that fit their column. */
  readonly periods: readonly (readonly string[])[]
  /** Widths of the columns before the subjects: №, name and, with several periods, period. */
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

function subjectColumns(sheet: SummarySheet, face: FontFace): SubjectColumn[] {
  return sheet.subjects.map((subject, index) => {
    const lines = breakLines(printedName(subject.name), head.height - 2 * head.inset, text =>
      face.width(text, type.head),
    )
    const marks = new Set(sheet.pupils.flatMap(pupil => pupil.marks.map(line => line[index] ?? '')))
    const widest = Math.max(0, ...[...marks].map(mark => face.width(printedName(mark), type.cell)))
    const upright = lines.length * face.lineHeight(type.head) + 2 * padding
    const width = Math.max(columns.least, upright, Math.min(widest, 60) + 2 * padding + 2)
    return { index, lines, width: Math.ceil(width) }
  })
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

/** Shares out what is left of the width, so that a sheet of few subjects doesn't huddle on the left. */
function widened(part: readonly SubjectColumn[], room: number): SubjectColumn[] {
  const spare = room - part.reduce((sum, column) => sum + column.width, 0)
  // In whole hundredths, so that no rounding makes the sum wider than the paper.
  const each = Math.max(0, Math.floor((spare * 100) / Math.max(1, part.length)) / 100)
  return part.map(column => ({
    ...column,
    width: Math.max(column.width, Math.min(columns.most, column.width + each)),
  }))
}

/** All pages show a pupil's lines with the same heights. */
function pupilLines(
  sheet: SummarySheet,
  subjects: readonly SubjectColumn[],
  {
    face,
    linePadding,
    periods,
  }: {
    readonly face: FontFace
    readonly linePadding: number
    readonly periods: SheetLayout['periods']
  },
): PupilLines[] {
  const step = face.lineHeight(type.cell)
  const nameLines = cellsOf(columns.name, face)
  const markLines = subjects.map(({ width }) => cellsOf(width, face))
  return sheet.pupils.map(pupil => {
    const name = [pupil.name, ...stayLines(pupil)].flatMap(text => nameLines(text))
    const marks = sheet.periods.map((_, period) =>
      markLines.map((linesOf, index) => linesOf(pupil.marks[period]?.[index] ?? '')),
    )
    const heights = marks.map((cells, period) => {
      const rule = period === 0 ? rules.strong : rules.weak
      const lines = Math.max(1, periods[period]?.length ?? 0, ...cells.map(({ length }) => length))
      return rule + lines * step + 2 * linePadding
    })
    const all = heights.reduce((sum, height) => sum + height, 0)
    const missing = rules.strong + name.length * step + 2 * linePadding - all
    const last = heights.at(-1) ?? 0
    return { name, marks, heights: [...heights.slice(0, -1), last + Math.max(0, missing)] }
  })
}

export function layOut(sheet: SummarySheet, face: FontFace): SheetLayout {
  const several = sheet.periods.length > 1
  const fixed = several ? [columns.number, columns.name, columns.period] : [columns.number, columns.name]
  const lineHeight = face.lineHeight(type.cell)
  // Five lines a pupil are set closer than one.
  const linePadding = several ? 0.75 : 1.75
  const room = roomAcross - fixed.reduce((sum, width) => sum + width, 0)
  const parts = splitColumns(subjectColumns(sheet, face), room).map(part => widened(part, room))
  const periodLines = cellsOf(columns.period, face)
  const periods = several ? sheet.periods.map(({ name }) => periodLines(name)) : []
  const pupils = pupilLines(sheet, parts.flat(), { face, linePadding, periods })
  const tableRoom = roomDown - headHeight({ linePadding }) - rules.strong
  const ends = splitRows(pupils.map(heightOf), {
    first: tableRoom - titleHeight(sheet),
    next: tableRoom - blocks.continued,
    closing: closingHeight(sheet, face),
  })
  const pages = ends.flatMap((to, index) =>
    parts.map((subjects, part) => ({
      subjects,
      from: ends[index - 1] ?? 0,
      to,
      first: index === 0 && part === 0,
    })),
  )
  return { pages, pupils, periods, fixed, lineHeight, linePadding }
}

/** About, too: of a legend of two lines, unless it is longer. */
function closingHeight(sheet: SummarySheet, face: FontFace): number {
  const lines = breakLines(signs(sheet), roomAcross, text => face.width(text, type.legend))
  return blocks.closing + Math.max(0, lines.length - 2) * face.lineHeight(type.legend)
}

/** Whether what is told of the class above the table fits beside each other; else the class teacher has a line. */
export function factsFitOneLine(sheet: SummarySheet): boolean {
  // In bold, which is wider: the values are, and as wide a name is better set apart than broken.
  const face = fontFace('Serif', 'bold')
  const facts = [
    ...[`Класс: ${sheet.class.name}`, `Учебный год: ${sheet.studyYear}`, `Период: ${periodText(sheet)}`],
    ...(sheet.classTeacher === null ? [] : [`Классный руководитель: ${sheet.classTeacher}`]),
    'Обучающихся в списке: 99',
  ]
  const width = facts.reduce((sum, text) => sum + face.width(printedName(text), type.school), 0)
  return width + (facts.length - 1) * factsGap <= roomAcross
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
  const widthOf = (text: string) => face.width(text, type.school)
  const more = breakLines(school.name, roomAcross, widthOf).length - 1 + (factsFitOneLine(sheet) ? 0 : 2)
  const gapLines = coverage.gaps.length === 0 ? 0 : 2
  return blocks.title + gapLines * blocks.gapLine + Math.max(0, more) * face.lineHeight(type.school)
}
