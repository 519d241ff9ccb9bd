import { createHash } from 'node:crypto'
import { studyYearDays } from '../calendar/index.js'
import type { PlanRow } from '../regulation/index.js'
import type { PlanWords } from '../vocabulary/index.js'
import { csvTables, decode } from './csv.js'
import { findHeading, type Heading, headingMissing } from './headings.js'
import { readRows } from './rows.js'
import type { Problem, Table } from './table.js'
import { xlsxTables } from './xlsx.js'

export interface PlanFileRequest {
  readonly bytes: Uint8Array
  /** In which the study year begins. */
  readonly studyYear: number
  /** Name of the sheet, where there are several plans in a workbook; null to take the only one. */
  readonly sheet: string | null
  readonly words: PlanWords
}

/** A plan as its file has it; with problems, it is none. */
export interface PlanFile {
  /** «XLSX, лист «КТП»», «CSV, windows-1251». */
  readonly kind: string
  readonly sha256: string
  readonly rows: readonly PlanRow[]
  readonly problems: readonly Problem[]
  readonly remarks: readonly Problem[]
  /** Headings of columns that weren't read. */
  readonly unread: readonly string[]
}

/** Of a file; more is no plan. */
export const mostPlanBytes = 10 * 1024 * 1024

type Content = Omit<PlanFile, 'sha256'>

/** Reads a plan from XLSX or CSV, by its bytes, not by its name. */
export async function readPlanFile(request: PlanFileRequest): Promise<PlanFile> {
  const sha256 = createHash('sha256').update(request.bytes).digest('hex')
  return { ...(await contentOf(request)), sha256 }
}

async function contentOf(request: PlanFileRequest): Promise<Content> {
  const { bytes } = request
  const begins = (...signs: readonly number[]) => signs.every((sign, index) => bytes[index] === sign)
  if (bytes.length === 0) return refused('пустой файл', 'Сохраните план заново')
  if (bytes.length > mostPlanBytes)
    return refused(`файл больше ${mostPlanBytes / 1024 / 1024} МБ`, 'Оставьте в файле только план')
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) {
    return refused(
      'это старый формат .xls или файл под паролем',
      'Сохраните его как «Книга Excel (.xlsx)», без пароля',
    )
  }
  if (begins(0x50, 0x4b)) return fromXlsx(request)
  const decoded = decode(bytes)
  if (decoded === null)
    return refused('это не XLSX и не CSV', 'Сохраните план как «Книга Excel (.xlsx)» или «CSV UTF-8»')
  const { tables, problem } = csvTables(decoded.text)
  const kind = `CSV, ${decoded.encoding}`
  if (problem) return { ...refused(problem.message, problem.fix), problems: [problem], kind }
  const [found] = headed(tables, request)
  return found
    ? { ...planOf(found, request), kind }
    : { ...nothing, kind, problems: [headingMissing(tables[0], request.words)] }
}

async function fromXlsx(request: PlanFileRequest): Promise<Content> {
  const { tables, problem } = await xlsxTables(request.bytes)
  if (problem) return { ...nothing, kind: 'XLSX', problems: [problem] }
  const wanted = request.sheet
  if (wanted !== null && !tables.some(({ name }) => name === wanted)) {
    return refused(`листа «${wanted}» в книге нет`, `Видимые листы: ${sheetNames(tables)}`)
  }
  const named = tables.filter(({ name }) => wanted === null || name === wanted)
  const [found, second] = headed(named, request)
  if (found && second) {
    const plans = sheetNames(headed(named, request).map(({ table }) => table))
    return refused(`план есть на нескольких листах: ${plans}`, 'Назовите лист (в команде --sheet)')
  }
  const kind = `XLSX, лист «${(found?.table ?? named[0])?.name ?? ''}»`
  return found
    ? { ...planOf(found, request), kind }
    : { ...nothing, kind, problems: [headingMissing(named[0], request.words)] }
}

interface Headed {
  readonly table: Table
  readonly heading: Heading
}

function headed(tables: readonly Table[], { words }: PlanFileRequest): Headed[] {
  return tables.flatMap(table => {
    const heading = findHeading(table, words)
    return heading ? [{ table, heading }] : []
  })
}

function planOf({ table, heading }: Headed, { studyYear, words }: PlanFileRequest): Omit<Content, 'kind'> {
  const { rows, problems, remarks } = readRows(table, heading, { year: studyYearDays(studyYear), words })
  return { rows: problems.length > 0 ? [] : rows, problems, remarks, unread: heading.unread }
}

const nothing: Content = { kind: '', rows: [], problems: [], remarks: [], unread: [] }

function refused(message: string, fix: string): Content {
  return { ...nothing, problems: [{ place: null, message, fix }] }
}

function sheetNames(tables: readonly Table[]): string {
  return tables.map(({ name }) => `«${name}»`).join(', ')
}
