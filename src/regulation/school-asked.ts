import type { SchoolQuestion } from './school-wide.js'
import type { Edition } from './settings.js'

/** Questions that rules ask only where they are set so. */
const askedIf: Readonly<Partial<Record<SchoolQuestion, (edition: Edition) => boolean>>> = {
  isPresenceWritten: ({ rules }) => rules['2.5-attendance-daily'].blankMeansPresent === 'auto',
  homeworkMeaning: ({ rules }) => rules['2.6-homework-in-time'].lesson === 'auto',
  lessonsEnd: ({ rules }) => rules['2.5-marks-same-day'].markDayEnd === 'school_end',
  filledLessons: ({ rules }) => rules['4.1-login-signs'].enabled,
}

/** Whether rules that may ask it do under one of these editions. */
export function isAskedUnder(editions: readonly Edition[], question: SchoolQuestion): boolean {
  const isAsked = askedIf[question]
  return isAsked === undefined || editions.some(isAsked)
}
