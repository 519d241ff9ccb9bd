import { PlanRow } from '../regulation/index.js'
import type { PlanWords } from '../vocabulary/index.js'
import type { StudyYearDays } from '../calendar/index.js'
import { readDay } from './dates.js'
import { type Heading, headingAt } from './headings.js'
import { type CellValue, mergeAt, type Problem, type Table, textOf } from './table.js'

export interface ReadRows {
  readonly rows: readonly PlanRow[]
  readonly problems: readonly Problem[]
  /** What was read in a way that its author should know. */
  readonly remarks: readonly Problem[]
}

interface Reading {
  readonly table: Table
  readonly heading: Heading
  readonly year: StudyYearDays
  readonly words: PlanWords
  readonly rows: PlanRow[]
  /** Where the number of each stands. */
  readonly places: string[]
  readonly problems: Problem[]
  readonly remarks: Problem[]
  section: string | null
}

type Column = 'number' | 'section' | 'topic' | 'hours' | 'date' | 'homework'

export function readRows(
  table: Table,
  heading: Heading,
  { year, words }: { year: StudyYearDays; words: PlanWords },
): ReadRows {
  const problems = [...heading.problems]
  const found = { rows: [], places: [], problems, remarks: [] }
  const reading: Reading = { table, heading, year, words, ...found, section: null }
  const next = nextHeading(reading)
  for (let row = heading.lastRow + 1; row < (next ?? table.rows.length); row += 1) readRow(row, reading)
  if (next !== null) {
    problems.push({
      place: table.place(next, 0),
      message: 'второй заголовок: в файле два плана',
      fix: 'Разделите файл: один план — один класс и предмет; повторённый заголовок удалите',
    })
  }
  if (reading.rows.length === 0 && problems.length === 0) {
    problems.push({
      place: null,
      message: 'под заголовком нет ни одной темы',
      fix: 'Проверьте, тот ли это лист, и что темы стоят под заголовком',
    })
  }
  checkNumbers(reading)
  return reading
}

function nextHeading({ table, heading, words }: Reading): number | null {
  for (let row = heading.lastRow + 1; row < table.rows.length; row += 1) {
    if (headingAt(table, row, words)) return row
  }
  return null
}

function readRow(row: number, reading: Reading): void {
  const { table, heading, words, problems } = reading
  const filled =
    table.rows[row]?.values.flatMap((value, column) =>
      textOf(value) === '' && table.formulaFault(row, column) === null ? [] : [column],
    ) ?? []
  const [first] = filled
  if (first === undefined) return
  if (table.rows[row]?.hidden) {
    const fix = 'Покажите строку, если тема входит в план, или удалите её'
    problems.push({ place: table.place(row, first), message: 'строка скрыта', fix })
    return
  }
  if (words.isPlanTotal(textOf(table.rows[row]?.values[first]))) return
  const before = problems.length
  checkFormulas(row, reading)
  if (problems.length > before) return
  if (isSection(row, filled, reading)) {
    reading.section = textOf(table.rows[row]?.values[first])
    return
  }
  if ([...heading.columns.values()].every(column => !filled.includes(column))) return
  checkMerges(row, reading)
  const topic = topicOf(row, reading)
  const hours = hoursOf(row, reading)
  const date = dateOf(row, reading)
  if (problems.length > before || topic === null || hours === null) return
  const own = {
    number: cell(row, 'number', reading).text,
    section: sectionOf(row, reading),
    homework: cell(row, 'homework', reading).text,
  }
  const number = own.number === '' ? String(reading.rows.length + 1) : own.number.replace(/\.$/, '')
  const parsed = PlanRow.safeParse({
    number,
    section: own.section,
    topic,
    hours,
    date,
    homework: own.homework || null,
  })
  if (parsed.success) {
    reading.rows.push(parsed.data)
    reading.places.push(cell(row, 'number', reading).place)
  } else {
    for (const { path } of parsed.error.issues) {
      const column = path[0] as Column
      const fix = 'Сократите текст: номер — до 20 знаков, раздел и тема — до 500, домашнее задание — до 2000'
      problems.push({ place: cell(row, column, reading).place, message: 'слишком длинно или непонятно', fix })
    }
  }
}

function cell(
  row: number,
  name: Column,
  { table, heading }: Reading,
): { value: CellValue; text: string; place: string } {
  const column = heading.columns.get(name)
  const value = column === undefined ? null : (table.rows[row]?.values[column] ?? null)
  return { value, text: textOf(value), place: table.place(row, column ?? 0) }
}

/** A line over the table's width, or the only text of its row, that stands above the topics of a section. */
function isSection(row: number, filled: readonly number[], { table, heading }: Reading): boolean {
  const [first, second] = filled
  if (first === undefined || second !== undefined) return false
  const merge = mergeAt(table, row, first)
  if (merge && merge.startCol !== merge.endCol && merge.startRow === merge.endRow) return true
  return first !== heading.columns.get('topic') && !/^\d/.test(textOf(table.rows[row]?.values[first]))
}

/** A section may stand once beside its topics, merged or not. */
function sectionOf(row: number, reading: Reading): string | null {
  const { text } = cell(row, 'section', reading)
  if (text !== '') reading.section = text
  return reading.section
}

function checkFormulas(row: number, { table, heading, problems }: Reading): void {
  for (const [name, column] of heading.columns) {
    const message = name === 'held' ? null : table.formulaFault(row, column)
    const fix = 'Замените формулу значением: скопируйте ячейку и вставьте «только значения»'
    if (message !== null) problems.push({ place: table.place(row, column), message, fix })
  }
}

function checkMerges(row: number, { table, heading, problems }: Reading): void {
  for (const [name, column] of heading.columns) {
    const merge = mergeAt(table, row, column)
    if (!merge || name === 'section' || name === 'held' || merge.startRow !== row) continue
    const range = `${table.place(merge.startRow, merge.startCol)}:${table.place(merge.endRow, merge.endCol)}`
    const fix = 'Разъедините ячейки («Объединить и поместить в центре» — отменить) и заполните каждую'
    problems.push({ place: range, message: 'объединённые ячейки: неясно, к какой теме они относятся', fix })
  }
}

function isCovered(row: number, name: Column, { table, heading }: Reading): boolean {
  const column = heading.columns.get(name)
  const merge = column === undefined ? undefined : mergeAt(table, row, column)
  return merge !== undefined && merge.startRow < row
}

function topicOf(row: number, reading: Reading): string | null {
  const { text, place } = cell(row, 'topic', reading)
  if (text !== '' || isCovered(row, 'topic', reading)) return text || null
  reading.problems.push({ place, message: 'нет темы', fix: 'Впишите тему или удалите строку' })
  return null
}

function hoursOf(row: number, reading: Reading): number | null {
  const { value, text, place } = cell(row, 'hours', reading)
  if (text === '' && isCovered(row, 'hours', reading)) return null
  const number = /^\d{1,3}(?:[.,]\d{1,2})? ?(?:ч\.?|час(?:а|ов)?)?$/i.test(text)
    ? Number.parseFloat(text.replace(',', '.'))
    : Number.NaN
  const hours = typeof value === 'number' ? value : number
  if (hours > 0 && hours <= 200 && Number.isInteger(hours * 2)) return hours
  const message = text === '' ? 'не указаны часы' : `«${short(text)}» вместо числа часов`
  reading.problems.push({ place, message, fix: 'Укажите, сколько уроков занимает тема: 1, 2 или 0,5' })
  return null
}

function dateOf(row: number, reading: Reading): string | null {
  const { table, year, rows, problems, remarks } = reading
  const { value, text, place } = cell(row, 'date', reading)
  if (text === '') return null
  const date = typeof value === 'number' ? null : readDay(value, year)
  if (date === null) {
    const kind =
      typeof value === 'number'
        ? `число ${text} вместо даты`
        : `дата записана текстом «${short(text)}» и не понята`
    const fix = table.hasDates
      ? 'Задайте ячейке формат «Дата» и впишите день, например 02.09.2026'
      : 'Впишите день, например 02.09.2026'
    problems.push({ place, message: kind, fix })
    return null
  }
  if (date < year.from || date > year.to) {
    const fix = 'Исправьте год или назовите другой учебный год (в команде --year)'
    problems.push({
      place,
      message: `дата ${date} не из учебного года ${year.from.slice(0, 4)}/${year.to.slice(0, 4)}`,
      fix,
    })
    return null
  }
  if (table.hasDates && !(value instanceof Date)) {
    const fix = 'Если это не так, задайте ячейке формат «Дата»'
    remarks.push({ place, message: `дата записана текстом «${short(text)}», прочитана как ${date}`, fix })
  }
  const earlier = rows.findLast(item => item.date !== null)?.date
  if (earlier && date < earlier) {
    remarks.push({
      place,
      message: `дата ${date} раньше, чем у темы выше (${earlier})`,
      fix: 'Проверьте порядок тем',
    })
  }
  return date
}

function checkNumbers({ rows, places, problems }: Reading): void {
  const seen = new Map<string, string>()
  for (const [index, { number }] of rows.entries()) {
    const place = places[index] ?? ''
    const before = seen.get(number)
    if (before !== undefined) {
      const fix = 'Дайте темам разные номера или уберите столбец номеров: тогда они считаются по порядку'
      problems.push({ place, message: `номер ${number} уже стоит у темы выше (${before})`, fix })
      return
    }
    seen.set(number, place)
  }
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
