import type { SummarySheet } from './model.js'
import { breakLines, padding, printed, roomAcross, roomDown, splitColumns } from './page.js'
import type { FontFace } from './truetype.js'

/**
 * How a sheet falls into pages, decided before anything is drawn: no type under 8 pt and no shrinking, so
 * subjects that don't fit beside each other go to another page with the pupils' column repeated, and a pupil's
 * lines are never torn apart.
 */

export const type = { cell: 8.5, head: 8.5 } as const
/** Height of the upright subject names, and the blank at their ends. */
export const head = { height: 122, inset: 5 } as const
const columns = { number: 22, name: 168, period: 66, least: 22, most: 38 } as const
/** Titles of the first page; the line that stands above a continued table; legend, checkpoint and signatures at the end. */
const blocks = { title: 96, gapLine: 11, continued: 20, closing: 148 } as const

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

export interface SheetLayout {
  readonly pages: readonly SheetPage[]
  /** Widths of the columns before the subjects: №, name and, with several periods, period. */
  readonly fixed: readonly number[]
  /** Height of a table line without its padding, and the padding above and below. */
  readonly lineHeight: number
  readonly linePadding: number
}

function subjectColumns(sheet: SummarySheet, face: FontFace): SubjectColumn[] {
  return sheet.subjects.map((subject, index) => {
    const lines = breakLines(subject.name, head.height - 2 * head.inset, text => face.width(text, type.head))
    const marks = sheet.pupils.flatMap(pupil => pupil.marks.map(line => printed(line[index] ?? '')))
    const widest = Math.max(0, ...new Set(marks.map(mark => face.width(mark, type.cell))))
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
  const each = Math.max(0, Math.floor(spare / Math.max(1, part.length)))
  return part.map(column => ({
    ...column,
    width: Math.max(column.width, Math.min(columns.most, column.width + each)),
  }))
}

function pupilHeights(sheet: SummarySheet, face: FontFace, linePadding: number): number[] {
  const room = columns.name - 2 * padding - 2
  const step = face.lineHeight(type.cell)
  const around = 2 * linePadding + 0.5
  return sheet.pupils.map(pupil => {
    const lines = breakLines(pupil.name, room, text => face.width(text, type.cell)).length
    return Math.max(sheet.periods.length * (step + around), (lines + (pupil.left ? 1 : 0)) * step + around)
  })
}

export function layOut(sheet: SummarySheet, face: FontFace): SheetLayout {
  const several = sheet.periods.length > 1
  const fixed = several ? [columns.number, columns.name, columns.period] : [columns.number, columns.name]
  const lineHeight = face.lineHeight(type.cell)
  // Five lines a pupil are set closer than one.
  const linePadding = several ? 0.75 : 1.75
  const tableRoom = roomDown - head.height - 8
  const gapLines = sheet.coverage.gaps.length === 0 ? 0 : 2
  const ends = splitRows(pupilHeights(sheet, face, linePadding), {
    first: tableRoom - blocks.title - gapLines * blocks.gapLine,
    next: tableRoom - blocks.continued,
    closing: blocks.closing,
  })
  const room = roomAcross - fixed.reduce((sum, width) => sum + width, 0)
  const parts = splitColumns(subjectColumns(sheet, face), room).map(part => widened(part, room))
  const pages = ends.flatMap((to, index) =>
    parts.map((subjects, part) => ({
      subjects,
      from: ends[index - 1] ?? 0,
      to,
      first: index === 0 && part === 0,
    })),
  )
  return { pages, fixed, lineHeight, linePadding }
}
