import { breakLines } from './page.js'
import type { Column, Table, Value } from './tables.js'

/**
 * How high a workbook's rows are. Excel makes room for lines that break by itself, LibreOffice doesn't: there they were printed over
 * the next row. So it is said of each row that has more than one.
 */

/** Of one line, in points. */
const lineHeight = 15
/** Higher than 409 points no row can be. */
const mostLines = 27
/** A Cyrillic letter, in the digits that column widths are counted in. */
const letterWidth = 1.15
/** What the borders take of a column, in digits. */
const borders = 1

/** Heights in points by row, the head being row 0; rows of one line aren't named. */
export function rowHeights({ columns, rows }: Pick<Table, 'columns' | 'rows'>): Map<number, number> {
  const lying = columns.map(({ title, upright }) => (upright ? null : title))
  const heights = new Map<number, number>()
  for (const [index, row] of [lying, ...rows].entries()) {
    const lines = Math.max(1, ...columns.map((column, place) => linesOf(row[place] ?? null, column)))
    if (lines > 1) heights.set(index, lines * lineHeight)
  }
  return heights
}

function linesOf(value: Value, { width }: Column): number {
  if (typeof value !== 'string') return 1
  const room = width - borders
  const widthOf = (text: string) => text.length * letterWidth
  if (widthOf(value) > room * mostLines) return mostLines
  const lines = value
    .split('\n')
    .map(line => (widthOf(line) <= room ? 1 : breakLines(line, room, widthOf).length))
  return Math.min(
    mostLines,
    lines.reduce((sum, count) => sum + Math.max(1, count), 0),
  )
}
