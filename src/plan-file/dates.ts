import { z } from 'zod'
import type { StudyYearDays } from '../calendar/index.js'
import { type CellValue, textOf } from './table.js'

/** Days as plans have them: cells of dates, «02.09.2026», «02.09.26», «02.09», «2026-09-02». */

const IsoDay = z.iso.date()

/** ISO; null where it is no day that can be told. A day without year is that of the study year. */
export function readDay(value: CellValue, year: StudyYearDays): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10)
  const text = textOf(value)
  const [, day, month, rest] = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{2}|\d{4}))?\.?(?: ?г\.?)?$/.exec(text) ?? []
  const iso = day && month ? isoOf({ day, month, rest, year }) : text
  return IsoDay.safeParse(iso).success ? iso : null
}

function isoOf(given: { day: string; month: string; rest: string | undefined; year: StudyYearDays }): string {
  const { day, month, rest, year } = given
  const [mm, dd] = [month.padStart(2, '0'), day.padStart(2, '0')]
  const own = Number(mm) >= 9 ? year.from.slice(0, 4) : year.to.slice(0, 4)
  const yyyy = rest === undefined ? own : rest.padStart(4, '20')
  return `${yyyy}-${mm}-${dd}`
}
