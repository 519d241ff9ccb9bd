import type { Cell } from 'hucre/xlsx'
import { readXlsx } from 'hucre/xlsx'
import type { Problem, Table } from './table.js'
import { mostUnpackedBytes, type Unfit, unfitWorkbook } from './workbook-parts.js'

/** More rows and columns than any plan has: a sheet formatted to its end isn't read to its end. */
const mostRows = 3000
const mostColumns = 100

const unfitWords: Readonly<Record<Unfit, Omit<Problem, 'place'>>> = {
  'too large': {
    message: `книга в распакованном виде больше ${mostUnpackedBytes / 1024 / 1024} МБ`,
    fix: 'Оставьте в ней только план: скопируйте его в новую книгу, без картинок и пустых отформатированных строк',
  },
  macros: {
    message: 'в книге есть макросы',
    fix: 'Сохраните план как «Книга Excel (.xlsx)»: без макросов',
  },
  'no workbook': {
    message: 'это не книга Excel, а другой документ или архив',
    fix: 'Сохраните план как «Книга Excel (.xlsx)» или «CSV UTF-8»',
  },
  damaged: {
    message: 'книга Excel не читается: файл повреждён или обрезан',
    fix: 'Откройте файл в Excel и сохраните заново как «Книга Excel (.xlsx)»',
  },
}

/** The visible sheets of a workbook. */
export async function xlsxTables(
  bytes: Uint8Array,
): Promise<{ readonly tables: readonly Table[]; readonly problem: Problem | null }> {
  const unfit = unfitWorkbook(bytes)
  if (unfit !== null) return { tables: [], problem: { place: null, ...unfitWords[unfit] } }
  try {
    const { sheets } = await readXlsx(bytes, {
      // Without it a single cell in the last column makes each row 16,384 cells wide.
      range: `A1:${letters(mostColumns - 1)}${mostRows}`,
      sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden,
    })
    const tables = sheets.map(({ name, rows, merges = [], rowDefs, cells }) => ({
      name,
      rows: rows.map((values, index) => ({ values, hidden: rowDefs?.get(index)?.hidden === true })),
      merges,
      hasDates: true,
      formulaFault: (row: number, column: number) => formulaFault(cells?.get(`${row},${column}`)),
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

/** Of a formula its last result is read, as Excel saved it; nothing is computed here. */
function formulaFault(cell: Partial<Cell> | undefined): string | null {
  if (cell?.type === 'error') return `в ячейке ошибка ${String(cell.value)}`
  if (cell?.type === 'formula' && (cell.value === null || cell.value === undefined)) {
    return 'в ячейке формула, а её значение в файле не сохранено'
  }
  return null
}

function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return `${rest > 0 ? letters(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}
