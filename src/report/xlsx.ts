import type { NamedRange } from 'hucre'
import type { Cell, CellStyle, WriteSheet } from 'hucre/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import type { Instant } from '../clock.js'
import { clipped, plainText } from '../plain-text.js'
import type { ClassJournal } from './class-journal-model.js'
import { classJournalTables } from './class-journal-tables.js'
import { type Correction, correctionTable } from './correction-table.js'
import type { ComplianceReport, SummarySheet } from './model.js'
import { type PlanSheet, planTable } from './plan-table.js'
import { rowHeights } from './row-heights.js'
import { sheetTables } from './sheet-tables.js'
import type { Table } from './tables.js'
import { complianceTables } from './tables.js'

/**
 * Tables as XLSX workbooks; the only file that writes them. Texts stay texts whatever they begin with
 * (`=`, `+`, `-`, `@` make no formula), days and instants are written as people read them, and the same report
 * gives the same bytes: the dates inside are the report's own.
 */

/** Without name and size it is what each office program makes of it. */
const boldFont = { name: 'Calibri', size: 11, bold: true } as const
const headStyle: CellStyle = {
  font: boldFont,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E7ECF3' } },
  border: { bottom: { style: 'thin', color: { rgb: '8A94A6' } } },
  alignment: { vertical: 'center', wrapText: true },
}
const cellStyle: CellStyle = { alignment: { vertical: 'top', wrapText: true } }

function letter(column: number): string {
  const rest = Math.floor(column / 26)
  return `${rest > 0 ? letter(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

const uprightStyle: CellStyle = {
  ...headStyle,
  alignment: { textRotation: 90, wrapText: true, vertical: 'bottom' },
}
const lineStyle: CellStyle = { alignment: { wrapText: false } }
const titleStyle: CellStyle = { ...lineStyle, font: boldFont }
/** More lines than this above a table would, frozen, leave no room to scroll in. */
const mostFrozenLines = 5

/** More characters a cell can't hold. */
const mostCharacters = 32_767

/** A workbook with a control character in it opens nowhere. Of what else XML has no place for, the library lets two characters through. */
function cellText<T>(value: T): T | string {
  if (typeof value !== 'string') return value
  return clipped(plainText(value).replace(/[\ufffe\uffff]/g, '\ufffd'), mostCharacters)
}

function plainCells(table: Table): Table {
  return {
    ...table,
    before: table.before.map(line => line.map(cellText)),
    columns: table.columns.map(column => ({ ...column, title: cellText(column.title) })),
    rows: table.rows.map(row => row.map(cellText)),
  }
}

function worksheet(table: Table): WriteSheet {
  const head = table.before.length
  const end = head + 1 + table.rows.length
  const heights = [...rowHeights(table)].map(([row, height]) => [head + row, { height }] as const)
  const upright = table.columns.some(column => column.upright)
  const cells = new Map<string, Partial<Cell>>()
  for (const [row, line] of table.before.entries()) {
    for (const [column, value] of line.entries()) {
      cells.set(`${row},${column}`, { value, style: row === 0 ? titleStyle : lineStyle })
    }
  }
  for (const [index, column] of table.columns.entries()) {
    cells.set(`${head},${index}`, { value: column.title, style: column.upright ? uprightStyle : headStyle })
  }
  return {
    name: table.name,
    columns: table.columns.map(column => ({ width: column.width, style: cellStyle })),
    rows: [
      ...table.before.map(line => [...line]),
      table.columns.map(column => column.title),
      ...table.rows.map(row => [...row]),
    ],
    cells,
    rowDefs: new Map([...heights, ...(upright ? [[head, { height: 160 }] as const] : [])]),
    freezePane: { rows: head > mostFrozenLines ? 0 : head + 1, columns: table.frozen },
    ...(table.rows.length > 0 && table.filter
      ? { autoFilter: { range: `A${head + 1}:${letter(table.columns.length - 1)}${end}` } }
      : {}),
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
  }
}

/** The head repeats on every printed page. By hand, because the library leaves names with a blank unquoted. */
function printTitles(table: Table): NamedRange {
  const head = table.before.length + 1
  const quoted = `'${table.name.replaceAll("'", "''")}'`
  return { name: '_xlnm.Print_Titles', range: `${quoted}!$${head}:$${head}`, scope: table.name }
}

function workbook(tables: readonly Table[], title: string, asOf: Instant): Promise<Uint8Array> {
  const date = new Date(asOf)
  return writeXlsx({
    sheets: tables.map(table => worksheet(plainCells(table))),
    namedRanges: tables.map(printTitles),
    properties: {
      title: cellText(title),
      creator: 'dnevnik-bridge',
      lastModifiedBy: 'dnevnik-bridge',
      created: date,
      modified: date,
    },
  })
}

/** Sheets «Итоги», «Нарушения», «Не доказано», «Охват». */
export function complianceXlsx(report: ComplianceReport): Promise<Uint8Array> {
  return workbook(complianceTables(report), 'Отчёт о ведении электронного журнала', report.asOf)
}

/** One sheet «Сводная ведомость», a line a pupil and period, and «Охват». */
export function sheetXlsx(sheet: SummarySheet): Promise<Uint8Array> {
  return workbook(sheetTables(sheet), `Сводная ведомость ${sheet.class.name}`, sheet.asOf)
}

/** A sheet «Журнал» that lists the subjects, two sheets a subject, and «Охват». */
export function classJournalXlsx(journal: ClassJournal): Promise<Uint8Array> {
  return workbook(classJournalTables(journal), `Классный журнал ${journal.class.name}`, journal.asOf)
}

/** One sheet «КТП», a line a topic: what `thematic-plan import` reads again as the same plan. */
export function planXlsx(plan: PlanSheet): Promise<Uint8Array> {
  const title = `Календарно-тематический план: ${plan.className}, ${plan.subjectName}`
  return workbook([planTable(plan)], title, plan.enteredAt)
}

/** One sheet «Лист коррекции», a line a change. */
export function correctionXlsx(correction: Correction): Promise<Uint8Array> {
  const title = `Лист коррекции: ${correction.className}, ${correction.subjectName}`
  return workbook([correctionTable(correction)], title, correction.enteredAt)
}
