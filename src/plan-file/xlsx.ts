import { readXlsx } from 'hucre/xlsx'
import type { Problem, Table } from './table.js'

/** More rows than any plan has: a sheet formatted to its end isn't read to its end. */
const mostRows = 3000

/** The visible sheets of a workbook. */
export async function xlsxTables(
  bytes: Uint8Array,
): Promise<{ readonly tables: readonly Table[]; readonly problem: Problem | null }> {
  try {
    const { sheets } = await readXlsx(bytes, {
      maxRows: mostRows,
      sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden,
    })
    const tables = sheets.map(({ name, rows, merges = [], rowDefs }) => ({
      name,
      rows: rows.map((values, index) => ({ values, hidden: rowDefs?.get(index)?.hidden === true })),
      merges,
      hasDates: true,
      place: (row: number, column: number) => `${letters(column)}${row + 1}`,
    }))
    return { tables, problem: null }
  } catch (error) {
    // Whatever the library stumbles over, the file is what is wrong; its words are English.
    const cause = error instanceof Error ? ` (${error.name})` : ''
    const message = `книга Excel не читается${cause}: файл повреждён, обрезан или защищён паролем`
    return {
      tables: [],
      problem: {
        place: null,
        message,
        fix: 'Откройте файл в Excel и сохраните заново как .xlsx, без пароля',
      },
    }
  }
}

function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return `${rest > 0 ? letters(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}
