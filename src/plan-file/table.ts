/** A table as a file holds it, whatever the file's kind. */

export type CellValue = string | number | boolean | Date | null

export interface TableRow {
  readonly values: readonly CellValue[]
  readonly hidden: boolean
}

/** Inclusive, counted from 0. */
export interface Merge {
  readonly startRow: number
  readonly endRow: number
  readonly startCol: number
  readonly endCol: number
}

export interface Table {
  /** Of the sheet; null where the file has none. */
  readonly name: string | null
  readonly rows: readonly TableRow[]
  readonly merges: readonly Merge[]
  /** Days are cells of their own kind; in a text file they are texts like everything. */
  readonly hasDates: boolean
  /** What is wrong with a cell's formula, so that its value is none; null where nothing is. Counted from 0. */
  formulaFault(row: number, column: number): string | null
  /** What a person calls the cell; counted from 0. */
  place(row: number, column: number): string
}

/** A fault, by its place, with what to do. */
export interface Problem {
  /** «C7», «строка 7, столбец 3»; null for the file as a whole. */
  readonly place: string | null
  readonly message: string
  readonly fix: string
}

/** Text of a cell on one line; '' where it is empty. */
export function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
}

export function mergeAt({ merges }: Table, row: number, column: number): Merge | undefined {
  return merges.find(
    ({ startRow, endRow, startCol, endCol }) =>
      startRow <= row && row <= endRow && startCol <= column && column <= endCol,
  )
}
