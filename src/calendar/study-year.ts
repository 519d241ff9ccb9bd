import type { IsoDate } from './calendar.js'

/** The calendar year in which the day's study year («учебный год») begins: it runs from 1 September to 31 August. */
export function studyYearStart(date: IsoDate): number {
  const year = Number(date.slice(0, 4))
  return date.slice(5) >= '09-01' ? year : year - 1
}

/** The day's study year by name: `2026-2027`. */
export function studyYearOf(date: IsoDate): string {
  const first = studyYearStart(date)
  return `${first}-${first + 1}`
}

/** Whether a text names one. */
export function isStudyYear(text: string): boolean {
  const first = Number(text.slice(0, 4))
  return /^\d{4}-\d{4}$/.test(text) && text === `${text.slice(0, 4)}-${String(first + 1).padStart(4, '0')}`
}

export interface StudyYearDays {
  /** First and last day. */
  readonly from: IsoDate
  readonly to: IsoDate
}

/** First and last day of the study year that begins in a calendar year. */
export function studyYearDays(first: number): StudyYearDays {
  return { from: `${first}-09-01`, to: `${first + 1}-08-31` }
}
