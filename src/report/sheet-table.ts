import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js'
import { fontFace } from './fonts.js'
import type { SummarySheet } from './model.js'
import { padding, printed } from './page.js'
import type { SheetLayout, SheetPage, SubjectColumn } from './sheet-layout.js'
import { head, type } from './sheet-layout.js'

/** The table of one page: upright subject names, then a line a pupil and period. */

type Pupil = SummarySheet['pupils'][number]

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** The name runs upwards, as in the paper journal; drawn as text, so that it can be searched and copied. */
function uprightName(column: SubjectColumn): TableCell {
  const face = fontFace('Sans')
  const step = face.lineHeight(type.head)
  const width = column.width - 2
  const start = (width - step * column.lines.length) / 2 + step * 0.77
  const lines = column.lines.map(
    (line, index) =>
      `<text transform="rotate(-90)" x="${-(head.height - head.inset)}" y="${(start + index * step).toFixed(2)}" font-family="Sans" font-size="${type.head}">${xml(line)}</text>`,
  )
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${head.height}">${lines.join('')}</svg>`,
    margin: [-1, 0, -1, 0],
  }
}

function headRow(sheet: SummarySheet, page: SheetPage): TableCell[] {
  const cell = (text: string): TableCell => ({ text, alignment: 'center', verticalAlignment: 'middle' })
  const fixed = [cell('№'), cell('Фамилия, имя, отчество')]
  if (sheet.periods.length > 1) fixed.push(cell('Период'))
  return [...fixed, ...page.subjects.map(uprightName)]
}

function pupilRows(sheet: SummarySheet, page: SheetPage, pupil: Pupil, row: number): TableCell[][] {
  const height = sheet.periods.length
  const name = [printed(pupil.name), ...(pupil.left ? ['выбыл(а)'] : [])].join('\n')
  return sheet.periods.map((period, index) => {
    const year = period.id === null
    const marks = page.subjects.map(
      (column): TableCell => ({
        text: printed(pupil.marks[index]?.[column.index] ?? ''),
        alignment: 'center',
        bold: year,
      }),
    )
    const own: TableCell[] =
      index === 0
        ? [
            { text: String(row + 1), rowSpan: height, alignment: 'center' },
            { text: name, rowSpan: height },
          ]
        : [{}, {}]
    if (height > 1) own.push({ text: printed(period.name), bold: year })
    return [...own, ...marks]
  })
}

export function pageTable(sheet: SummarySheet, page: SheetPage, layout: SheetLayout): Content {
  const rows = sheet.pupils
    .slice(page.from, page.to)
    .flatMap((pupil, index) => pupilRows(sheet, page, pupil, page.from + index))
  const borders = 2 * padding
  return {
    layout: tableLines(sheet.periods.length, layout.linePadding),
    font: 'Sans',
    fontSize: type.cell,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [...layout.fixed, ...page.subjects.map(column => column.width)].map(width => width - borders),
      heights: row => (row === 0 ? head.height : layout.lineHeight),
      body: [headRow(sheet, page), ...rows],
    },
  }
}

/** A stronger line between pupils than between the periods of one. */
function tableLines(periods: number, linePadding: number): CustomTableLayout {
  const strong = (line: number, rows: number) => line <= 1 || line === rows || (line - 1) % periods === 0
  return {
    hLineWidth: (line, node) => (strong(line, node.table.body.length) ? 0.75 : 0.25),
    vLineWidth: () => 0.5,
    paddingLeft: () => padding,
    paddingRight: () => padding,
    paddingTop: () => linePadding,
    paddingBottom: () => linePadding,
  }
}
