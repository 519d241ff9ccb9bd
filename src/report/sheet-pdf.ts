import { createHash } from 'node:crypto'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { fontFace } from './fonts.js'
import { canonicalJson } from './json.js'
import type { SummarySheet } from './model.js'
import { page } from './page.js'
import { printedForm, writePdf } from './pdf.js'
import { zonedDateTime } from './russian.js'
import { refuseUnprintable } from './sheet-glyphs.js'
import { layOut } from './sheet-layout.js'
import { closing, continued, title } from './sheet-parts.js'
import { pageTable } from './sheet-table.js'

/**
 * The sheet as a printed form: PDF/A-3b (PDF 1.7) with the data embedded as `sheet.json`. The same sheet gives
 * the same bytes: the dates inside are the sheet's own.
 * @throws BridgeError SHEET_GLYPH when the fonts lack a character
 */
export async function sheetPdf(sheet: SummarySheet): Promise<Uint8Array> {
  refuseUnprintable(sheet)
  const data = canonicalJson(sheet)
  return writePdf(definition(sheet, data))
}

function definition(sheet: SummarySheet, data: string): TDocumentDefinitions {
  const date = new Date(sheet.asOf)
  const embedded = {
    src: `data:application/json;base64,${Buffer.from(data).toString('base64')}`,
    name: 'sheet.json',
    description: 'Данные сводной ведомости',
    relationship: 'Source',
    creationDate: date,
    modifiedDate: date,
  }
  return {
    ...printedForm({
      title: `Сводная ведомость успеваемости, класс ${sheet.class.name}, ${sheet.studyYear} учебный год`,
      author: sheet.school.name,
      at: sheet.asOf,
    }),
    files: { 'sheet.json': embedded },
    content: content(sheet),
    footer: (current, count) => footer(sheet, data, `стр. ${current} из ${count}`),
  }
}

function content(sheet: SummarySheet): Content[] {
  const layout = layOut(sheet, fontFace('Sans'))
  const pages = layout.pages.map(
    (part, index): Content => ({
      stack: [part.first ? title(sheet) : continued(sheet, part), pageTable(sheet, part, layout)],
      ...(index > 0 ? { pageBreak: 'before' as const } : {}),
    }),
  )
  return [...pages, closing(sheet)]
}

function footer(sheet: SummarySheet, data: string, pageNumber: string): Content {
  const read =
    sheet.readAt === null
      ? 'данные прочитаны не полностью'
      : `данные прочитаны ${zonedDateTime(sheet.readAt, sheet.timeZone)}`
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16)
  return {
    margin: [page.margins.left, 14, page.margins.right, 0],
    font: 'Sans',
    fontSize: 8,
    columns: [
      { width: '*', text: `Источник: ИС «Дневник.ру», ${read}. Контрольная сумма данных: ${hash}` },
      { width: 80, text: pageNumber, alignment: 'right' },
    ],
  }
}
