import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { fontFace } from './fonts.js'
import { canonicalJson } from './json.js'
import type { SummarySheet } from './model.js'
import { embeddedData, printedForm, sourceFooter, writePdf } from './pdf.js'
import { zonedDateTime } from './russian.js'
import { refuseUnprintable } from './sheet-glyphs.js'
import { layOut } from './sheet-layout.js'
import { closing, continued, title } from './sheet-parts.js'
import { madeText } from './sheet-signs.js'
import { drawTable, type PageTable, tableFrame } from './sheet-table.js'

/**
 * The sheet as a printed form: PDF/A-3b (PDF 1.7) with the data embedded as `sheet.json`. The same sheet gives
 * the same bytes: the dates inside are the sheet's own.
 * @throws BridgeError SHEET_GLYPH when the fonts lack a character
 */
export async function sheetPdf(sheet: SummarySheet): Promise<Uint8Array> {
  refuseUnprintable(sheet)
  const data = canonicalJson(sheet)
  const layout = layOut(sheet, fontFace('Sans'))
  const tables = layout.pages.map((page, index) => ({ id: `table-${index}`, sheet, layout, page }))
  return writePdf(
    definition(sheet, data, tables),
    tables.map(table => ({ id: table.id, draw: (document, place) => drawTable(document, table, place) })),
  )
}

interface PlacedTable extends PageTable {
  readonly id: string
}

function definition(sheet: SummarySheet, data: string, tables: readonly PlacedTable[]): TDocumentDefinitions {
  return {
    ...printedForm({
      title: `Сводная ведомость успеваемости, класс ${sheet.class.name}, ${sheet.studyYear} учебный год`,
      author: sheet.school.name,
      at: sheet.asOf,
      paper: sheet.paper,
    }),
    ...embeddedData({
      name: 'sheet.json',
      type: 'application/json',
      description: 'Данные сводной ведомости',
      data,
      at: sheet.asOf,
    }),
    content: [...tables.map(pageContent), closing(sheet)],
    footer: sourceFooter(readText(sheet), data, madeText(sheet)),
  }
}

function pageContent(table: PlacedTable, index: number): Content {
  const { sheet, page } = table
  return {
    stack: [page.first ? title(sheet) : continued(sheet, page), tableFrame(table, table.id)],
    ...(index > 0 ? { pageBreak: 'before' as const } : {}),
  }
}

function readText({ readAt, timeZone }: SummarySheet): string {
  return readAt === null
    ? 'данные прочитаны не полностью'
    : `данные прочитаны ${zonedDateTime(readAt, timeZone)}`
}
