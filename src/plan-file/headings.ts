import type { PlanColumn, PlanWords } from '../vocabulary/index.js'
import { mergeAt, type Problem, type Table, textOf } from './table.js'

export interface Heading {
  /** The last row of the heading, counted from 0. */
  readonly lastRow: number
  readonly columns: ReadonlyMap<PlanColumn, number>
  /** Headings that mean nothing to us. */
  readonly unread: readonly string[]
  readonly problems: readonly Problem[]
}

/** Titles, the school's stamp and signatures may stand above. */
const mostRowsAbove = 60

export function findHeading(table: Table, words: PlanWords): Heading | null {
  const rows = Math.min(table.rows.length, mostRowsAbove)
  for (let row = 0; row < rows; row += 1) {
    const heading = headingAt(table, row, words)
    if (heading) return heading
  }
  return null
}

/** A row is a heading if it names a topic and hours. One heading over several is read with those below it. */
export function headingAt(table: Table, row: number, words: PlanWords): Heading | null {
  const width = table.rows[row]?.values.length ?? 0
  const merged = table.merges.filter(merge => merge.startRow === row && merge.endRow - merge.startRow <= 1)
  const isTwofold = merged.some(({ startCol, endCol }) => startCol !== endCol) && row + 1 < table.rows.length
  const lastRow = isTwofold ? row + 1 : row
  const columns = new Map<PlanColumn, number>()
  const unread: string[] = []
  const problems: Problem[] = []
  for (let column = 0; column < width; column += 1) {
    const [upper, lower] = [cellText(table, row, column), isTwofold ? cellText(table, lastRow, column) : '']
    const heading = lower === '' || lower === upper ? upper : `${upper} ${lower}`.trim()
    if (heading === '') continue
    const meaning = words.planColumn(heading)
    if (meaning === 'unknown') unread.push(heading)
    else if (!columns.has(meaning)) columns.set(meaning, column)
    else if (meaning !== 'held') problems.push(twice(table, { row, column, heading }))
  }
  return columns.has('topic') && columns.has('hours') ? { lastRow, columns, unread, problems } : null
}

function twice(
  table: Table,
  { row, column, heading }: { row: number; column: number; heading: string },
): Problem {
  return {
    place: table.place(row, column),
    message: `столбец «${heading}» есть дважды`,
    fix: 'Оставьте один, другой переименуйте или удалите',
  }
}

/** Of a merged cell the text stands in its first one. */
function cellText(table: Table, row: number, column: number): string {
  const merge = mergeAt(table, row, column)
  return textOf(table.rows[merge?.startRow ?? row]?.values[merge?.startCol ?? column])
}

/** What is missing, for whoever has to mend the heading. */
export function headingMissing(table: Table | undefined, words: PlanWords): Problem {
  const seen = new Set(
    (table?.rows ?? [])
      .slice(0, mostRowsAbove)
      .flatMap(({ values }) =>
        values.map(textOf).filter(text => text !== '' && words.planColumn(text) !== 'unknown'),
      ),
  )
  const found =
    seen.size === 0
      ? 'ни одного знакомого столбца'
      : `только: ${[...seen].map(text => `«${text}»`).join(', ')}`
  return {
    place: null,
    message: `нет строки заголовков со столбцами «Тема урока» и «Количество часов»; найдено ${found}`,
    fix: 'Назовите столбцы так или допишите свои названия в mappings/plan-columns.yaml',
  }
}
