import { isUtf8 } from 'node:buffer'
import type { Problem, Table, TableRow } from './table.js'

/** Plans as CSV, in the encodings and with the separators that office programs in Russia write. */

const separators = [';', '\t', ','] as const

export interface Decoded {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1251'
}

/** Null where the bytes are no text. */
export function decode(bytes: Uint8Array): Decoded | null {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  return text.includes('\0') ? null : { text, encoding }
}

function encodingOf(bytes: Uint8Array): Decoded['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1251'
}

/** The text cut by each separator that it contains; which one is right, the heading tells. */
export function csvTables(text: string): {
  readonly tables: readonly Table[]
  readonly problem: Problem | null
} {
  const used = separators.filter(separator => text.includes(separator))
  const cut = (used.length > 0 ? used : [';']).map(separator => parse(text, separator))
  const tables = cut.flatMap(({ table }) => (table ? [table] : []))
  return { tables, problem: tables.length > 0 ? null : (cut[0]?.problem ?? null) }
}

interface Cut {
  readonly table: Table | null
  readonly problem: Problem | null
}

/** RFC 4180; a quote within an unquoted cell is a quote, as in «Роман "Отцы и дети"». */
function parse(text: string, separator: string): Cut {
  const rows: TableRow[] = []
  const lines: number[] = []
  let [values, cell, line, started]: [string[], string, number, number] = [[], '', 1, 1]
  let quoted = 0
  const endCell = () => {
    values.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    rows.push({ values, hidden: false })
    lines.push(started)
    values = []
  }
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? ''
    if (sign === '\n') line += 1
    if (quoted > 0) {
      if (sign !== '"') cell += sign
      else if (text[index + 1] === '"') {
        cell += sign
        index += 1
      } else quoted = 0
    } else if (sign === '"' && cell.trim() === '') {
      cell = ''
      quoted = line
    } else if (sign === separator) endCell()
    else if (sign === '\n') {
      endRow()
      started = line
    } else if (sign !== '\r') cell += sign
  }
  if (quoted > 0) {
    const fix = 'Закройте кавычку или уберите её; файл удобнее сохранить из Excel: «CSV UTF-8»'
    return { table: null, problem: { place: `строка ${quoted}`, message: 'кавычка не закрыта', fix } }
  }
  if (cell !== '' || values.length > 0) endRow()
  const place = (row: number, column: number) => `строка ${lines[row] ?? row + 1}, столбец ${column + 1}`
  return {
    table: { name: null, rows, merges: [], hasDates: false, formulaFault: () => null, place },
    problem: null,
  }
}
