import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { PlanRow } from '../regulation/index.js'
import { planSizeText } from './plan-words.js'
import type { Table } from './tables.js'

/** A version of a calendar-thematic plan, to be taken along. */
export interface PlanSheet {
  readonly schoolName: string
  readonly className: string
  readonly subjectName: string
  /** «2026/2027» */
  readonly studyYear: string
  readonly number: number
  readonly version: number
  /** First day in force. */
  readonly from: IsoDate
  readonly rows: readonly PlanRow[]
  readonly author: string
  readonly enteredAt: Instant
  readonly timeZone: string
}

/** Under the headings by which it is read again; numbers of topics that are numbers stay such. */
export function planTable(plan: PlanSheet): Table {
  const { schoolName, className, subjectName, studyYear, number, version, from, rows, author } = plan
  const entered = `${author}, ${russianDateTime(plan.enteredAt, plan.timeZone)}`
  return {
    name: 'КТП',
    before: [
      ['Календарно-тематический план'],
      [schoolName],
      [`${className}, ${subjectName}, ${studyYear} учебный год: ${planSizeText(rows)}`],
      [`План № ${number}, версия ${version}, действует с ${russianDate(from)}. Внёс: ${entered}`],
    ],
    columns: [
      { title: '№ урока', width: 8 },
      { title: 'Раздел', width: 30 },
      { title: 'Тема урока', width: 60 },
      { title: 'Количество часов', width: 10 },
      { title: 'Дата по плану', width: 12 },
      { title: 'Домашнее задание', width: 40 },
    ],
    rows: rows.map(row => [
      /^[1-9]\d{0,3}$/.test(row.number) ? Number(row.number) : row.number,
      row.section,
      row.topic,
      row.hours,
      row.date === null ? null : new Date(`${row.date}T00:00:00Z`),
      row.homework,
    ]),
    frozen: 0,
    filter: false,
  }
}
