import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { PlanChange, PlanRow } from '../regulation/index.js'
import type { Table } from './tables.js'

/** «Лист коррекции» of a calendar-thematic plan: what one version changed in the one before. */
export interface Correction {
  readonly schoolName: string
  readonly className: string
  readonly subjectName: string
  /** «2026/2027» */
  readonly studyYear: string
  readonly number: number
  readonly version: number
  readonly before: number
  /** First day in force. */
  readonly from: IsoDate
  readonly why: string | null
  readonly author: string
  readonly enteredAt: Instant
  readonly timeZone: string
  readonly changes: readonly (PlanChange & { readonly heldOn: readonly IsoDate[] })[]
  readonly hours: { readonly before: number; readonly after: number }
}

export function correctionTable(correction: Correction): Table {
  const { className, subjectName, studyYear, number, version, before, why, author, hours } = correction
  const entered = `${author}, ${russianDateTime(correction.enteredAt, correction.timeZone)}`
  return {
    name: 'Лист коррекции',
    before: [
      ['Лист коррекции календарно-тематического плана'],
      [correction.schoolName],
      [`${className}, ${subjectName}, ${studyYear} учебный год; план № ${number}`],
      [`Версия ${version} вместо версии ${before}, действует с ${russianDate(correction.from)}`],
      [`Часов: было ${hoursText(hours.before)}, стало ${hoursText(hours.after)}. Внёс: ${entered}`],
    ],
    columns: [
      { title: '№ было', width: 8 },
      { title: '№ стало', width: 8 },
      { title: 'Тема', width: 50 },
      { title: 'Часы было', width: 8 },
      { title: 'Часы стало', width: 8 },
      { title: 'Дата по плану была', width: 12 },
      { title: 'Дата по плану стала', width: 12 },
      { title: 'Проведено', width: 14 },
      { title: 'Что изменено', width: 36 },
      { title: 'Причина', width: 30 },
    ],
    rows: correction.changes.map(change => [
      change.before?.number ?? null,
      change.after?.number ?? null,
      (change.after ?? change.before)?.topic ?? null,
      change.before?.hours ?? null,
      change.after?.hours ?? null,
      dateText(change.before),
      dateText(change.after),
      change.heldOn.map(russianDate).join(', '),
      changeWords(change),
      why,
    ]),
    frozen: 0,
    filter: false,
  }
}

/** «тема исключена», «часы 2 → 1, дата 02.09.2026 → 03.09.2026». */
export function changeWords({ kind, before, after, fields }: PlanChange): string {
  if (!before || !after) return kind === 'removed' ? 'тема исключена' : 'тема добавлена'
  const words = fields.map(field => {
    if (field === 'hours') return `часы ${hoursText(before.hours)} → ${hoursText(after.hours)}`
    if (field === 'date')
      return `дата ${dateText(before) ?? 'не назначена'} → ${dateText(after) ?? 'не назначена'}`
    if (field === 'place') return `место: была № ${before.number}, стала № ${after.number}`
    if (field === 'topic') return `тема: была «${before.topic}»`
    return field === 'section' ? 'раздел' : 'домашнее задание'
  })
  return words.join(', ')
}

/** «№ 12, 1 ч, 02.09.2026: Сложение дробей» */
export function rowWords(row: PlanRow): string {
  const date = dateText(row)
  return `№ ${row.number}, ${hoursText(row.hours)} ч${date === null ? '' : `, ${date}`}: ${row.topic}`
}

function dateText(row: PlanRow | null): string | null {
  return row?.date ? russianDate(row.date) : null
}

function hoursText(hours: number): string {
  return String(hours).replace('.', ',')
}
