import { writeXlsx } from 'hucre/xlsx'
import type { Id } from '../journal/index.js'
import { coursesOf } from './acts/courses.js'
import type { School } from './school.js'
import { plannedTopic } from './school/planned-topics.js'

/** The calendar-thematic plan of a class's subject, as its teacher would hand it in. */
export interface PlanFileOfClass {
  /** `6А-математика.xlsx`; of subgroups with their number. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly classId: Id
  readonly subjectId: Id
  /** Null where the whole class is taught together. */
  readonly subgroupId: Id | null
}

/** More rows than lessons: who strays goes ahead. */
const rowsAhead = 12
const head = ['№ п/п', 'Раздел', 'Тема урока', 'Количество часов']

/** Every second one a workbook, the others CSV by turns in both encodings. Makes the years of all classes. */
export async function planFiles(school: School): Promise<PlanFileOfClass[]> {
  const files: PlanFileOfClass[] = []
  for (const schoolClass of school.classes) {
    for (const [lesson, ...rest] of coursesOf(school.yearOf(schoolClass).lessons).values()) {
      if (!lesson) continue
      const { group, subject } = lesson
      const subgroup = schoolClass.subgroups.findIndex(({ id }) => id === group.id)
      const name = [schoolClass.name, subject.name, ...(subgroup < 0 ? [] : [subgroup + 1])].join('-')
      const isWorkbook = files.length % 2 === 0
      const table = rowsOf(subject.name, rest.length + 1 + rowsAhead)
      files.push({
        name: `${name.toLowerCase().replace(/[^\p{L}\p{N}-]+/gu, '-')}.${isWorkbook ? 'xlsx' : 'csv'}`,
        bytes: isWorkbook ? await workbook(table) : csv(table, files.length % 4 === 1),
        classId: schoolClass.id,
        subjectId: subject.id,
        subgroupId: subgroup < 0 ? null : group.id,
      })
    }
  }
  return files
}

type Row = readonly (string | number)[]

function rowsOf(subject: string, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const { section, topic } = plannedTopic(subject, index)
    return [index + 1, section, topic, 1]
  })
}

function workbook(rows: readonly Row[]): Promise<Uint8Array> {
  const written = new Date(0)
  return writeXlsx({
    sheets: [{ name: 'КТП', rows: [[...head], ...rows.map(row => [...row])] }],
    properties: { created: written, modified: written },
  })
}

function csv(rows: readonly Row[], isWindows: boolean): Uint8Array {
  const cell = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`
  const text = [head, ...rows].map(row => row.map(cell).join(';')).join('\r\n')
  return isWindows ? windows1251(text) : new TextEncoder().encode(`\ufeff${text}`)
}

function windows1251(text: string): Uint8Array {
  const all = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, code) => code))
  const codes = new Map([...all].map((sign, code) => [sign, code]))
  return Uint8Array.from([...text].map(sign => codes.get(sign) ?? 0x3f))
}
