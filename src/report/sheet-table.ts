import type { ContentCanvas } from 'pdfmake/interfaces.js'
import { fontFace } from './fonts.js'
import type { SummarySheet } from './model.js'
import { padding } from './page.js'
import { type FormDocument, type PageText, pageText } from './page-text.js'
import type { Place } from './pdf.js'
import { head, type } from './sheet-columns.js'
import { headHeight, heightOf, rules, type SheetLayout, type SheetPage, tableHeight } from './sheet-layout.js'

/**
 * The table of one page: upright subject names, then a line a pupil and period. Everything in it has its place before it
 * is drawn, so it goes onto the paper as it is: most of a sheet's time had been the library's, laying it out once more.
 */

export interface PageTable {
  readonly sheet: SummarySheet
  readonly layout: SheetLayout
  readonly page: SheetPage
}

function widthsOf({ layout, page }: PageTable): number[] {
  return [...layout.fixed, ...page.columns.map(column => column.width)]
}

/** Where each of a row of things begins, and where the last one ends. */
function edges(start: number, sizes: readonly number[]): number[] {
  let at = start
  return [start, ...sizes.map(size => (at += size))]
}

/** Any node may have an id, although the library's types know it of texts only. */
interface PlacedCanvas extends ContentCanvas {
  readonly id: string
}

/** What the library lays out of the table: it keeps the place, under the id by which it is found again. */
export function tableFrame(table: PageTable, id: string): PlacedCanvas {
  const width = edges(0, widthsOf(table)).at(-1) ?? 0
  const [x, y] = [rules.upright / 2, rules.strong / 2]
  const size = { w: width - 2 * x, h: tableHeight(table.layout, table.page) - 2 * y }
  return { id, canvas: [{ type: 'rect', x, y, ...size, lineWidth: rules.upright }] }
}

/** Draws what stands in the frame. */
export function drawTable(document: FormDocument, table: PageTable, { left, top }: Place): void {
  const { layout, page } = table
  const columns = edges(left, widthsOf(table))
  const heights = layout.pupils.slice(page.from, page.to).map(heightOf)
  const rows = edges(top + headHeight(layout), heights)
  document.fillColor('black').strokeColor('black')
  drawLines(document, table, { columns, rows, top })
  const text = pageText(document, 'Sans', type.cell)
  drawHead(text, table, { columns, top: top + rules.strong + layout.linePadding })
  for (const [index, row] of rows.slice(0, -1).entries()) {
    drawPupil(text, table, { columns, top: row, place: page.from + index })
  }
  text.end()
}

interface Edges {
  readonly columns: readonly number[]
  readonly rows: readonly number[]
  readonly top: number
}

function drawLines(
  document: FormDocument,
  { sheet, layout, page }: PageTable,
  { columns, rows, top }: Edges,
): void {
  const [left, right, bottom] = [columns[0] ?? 0, columns.at(-1) ?? 0, rows.at(-1) ?? top]
  const across = (y: number, from: number, to: number) => document.moveTo(from, y).lineTo(to, y)
  for (const y of [top, ...rows]) across(y + rules.strong / 2, left, right)
  document.lineWidth(rules.strong).stroke()
  const periods = columns[2] ?? left
  // What was decided of a pupil stands over all lines.
  const decisions = page.columns.findIndex(({ kind }) => kind === 'decision')
  const linesEnd = decisions < 0 ? right : (columns[layout.fixed.length + decisions] ?? right)
  for (const [index, row] of rows.slice(0, -1).entries()) {
    const lines = layout.pupils[page.from + index]?.heights ?? []
    for (const y of edges(row, lines).slice(1, -1)) across(y + rules.weak / 2, periods, linesEnd)
  }
  document.lineWidth(rules.weak).stroke()
  strikeOut(document, { sheet, layout, page }, { columns, rows })
  for (const x of columns.slice(1, -1)) document.moveTo(x, top).lineTo(x, bottom + rules.strong)
  document.lineWidth(rules.upright).stroke()
}

/** From corner to corner of the empty cells of periods at whose end the pupil was gone: nothing is to be written there. */
function strikeOut(
  document: FormDocument,
  { sheet, layout, page }: PageTable,
  { columns, rows }: Omit<Edges, 'top'>,
): void {
  for (const [index, row] of rows.slice(0, -1).entries()) {
    const pupil = sheet.pupils[page.from + index]
    const lines = layout.pupils[page.from + index]
    const tops = edges(row, lines?.heights ?? [])
    for (const [line, cells] of (lines?.cells ?? []).entries()) {
      // Below the periods stands what comes of the year.
      if (!(pupil?.gone[line] ?? pupil?.gone.at(-1))) continue
      const [top, bottom] = [tops[line] ?? row, tops[line + 1] ?? row]
      for (const [at, { kind, place }] of page.columns.entries()) {
        if (kind !== 'subject' || (cells[place]?.length ?? 0) > 0) continue
        const { left, right } = between(columns, layout.fixed.length + at)
        document.moveTo(left, bottom).lineTo(right, top)
      }
    }
  }
}

function write(
  text: PageText,
  lines: readonly string[],
  cell: { readonly left: number; readonly right: number; readonly top: number },
  alignment: 'left' | 'centre',
): void {
  const step = fontFace('Sans').lineHeight(type.cell)
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const spare = alignment === 'left' ? 0 : (cell.right - cell.left - text.widthOf(line)) / 2
    const x = alignment === 'left' ? cell.left + padding : cell.left + spare
    text.write(line, x, cell.top + index * step)
  }
}

/** Names run upwards, as in the paper journal; drawn as text, so that they can be searched and copied. */
function drawHead(
  text: PageText,
  { layout, page }: PageTable,
  { columns, top }: { readonly columns: readonly number[]; readonly top: number },
): void {
  const step = fontFace('Sans').lineHeight(type.head)
  const titles = ['№', 'Фамилия, имя, отчество', 'Период'].slice(0, layout.fixed.length)
  for (const [index, title] of titles.entries()) {
    write(text, [title], { ...between(columns, index), top: top + (head.height - step) / 2 }, 'centre')
  }
  for (const [index, { lines }] of page.columns.entries()) {
    const { left, right } = between(columns, titles.length + index)
    const start = (left + right - step * lines.length) / 2
    for (const [place, line] of lines.entries()) {
      text.writeUpwards(line, start + place * step, top + head.height - head.inset)
    }
  }
}

function drawPupil(
  text: PageText,
  { sheet, layout, page }: PageTable,
  row: { readonly columns: readonly number[]; readonly top: number; readonly place: number },
): void {
  const lines = layout.pupils[row.place]
  if (lines === undefined) return
  const { columns, place } = row
  const first = row.top + rules.strong + layout.linePadding
  text.bold(false)
  write(text, [String(place + 1)], { ...between(columns, 0), top: first }, 'centre')
  write(text, lines.name, { ...between(columns, 1), top: first }, 'left')
  const tops = edges(row.top, lines.heights)
  const cellAt = (at: number, top: number) => ({ ...between(columns, layout.fixed.length + at), top })
  for (const [line, cells] of lines.cells.entries()) {
    const rule = line === 0 ? rules.strong : rules.weak
    const top = (tops[line] ?? row.top) + rule + layout.linePadding
    text.bold(sheet.periods[line]?.id === null)
    write(text, layout.periods[line] ?? [], { ...between(columns, 2), top }, 'left')
    for (const [at, { place: column }] of page.columns.entries()) {
      write(text, cells[column] ?? [], cellAt(at, top), 'centre')
    }
  }
  text.bold(false)
  const bottom = row.top + heightOf(lines)
  const step = fontFace('Sans').lineHeight(type.cell)
  for (const [at, { place: column }] of page.columns.entries()) {
    const decision = lines.decisions[column]
    if (!decision?.upwards) {
      write(text, decision?.lines ?? [], cellAt(at, first), 'left')
      continue
    }
    const { left, right } = cellAt(at, first)
    const start = (left + right - step * decision.lines.length) / 2
    for (const [index, line] of decision.lines.entries()) {
      text.writeUpwards(line, start + index * step, bottom - head.inset)
    }
  }
}

function between(columns: readonly number[], index: number): { left: number; right: number } {
  return { left: columns[index] ?? 0, right: columns[index + 1] ?? 0 }
}
