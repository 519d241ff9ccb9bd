import type { IsoDate } from '../../journal/index.js'
import type { Making } from '../making.js'
import type { Lesson } from '../school/model.js'

/**
 * Until which day written work has to be checked by the terms that schools usually set (a control work of some subjects by
 * the next lesson, all within a week without holidays), worked out apart from the rules that are measured by it.
 */

const days = 7
const byNextLesson = /^(математик|алгебр|геометр|вероятност)/i
const byNextLessonFrom5 = /^(физик|хими|английск|немецк|французск|иностранн)/i

export function checkedUntil(
  making: Making,
  lesson: Lesson,
  work: { readonly typeTitle: string; readonly next: Lesson | undefined },
): IsoDate {
  const { parallel } = lesson.class
  const week = after(making, lesson.final.date, days)
  // The next day is within any number of days of study.
  if (parallel >= 2 && parallel <= 4 && work.typeTitle !== 'Тест') return dayAfter(making, lesson.final.date)
  const { name } = lesson.subject
  const isFast = byNextLesson.test(name) || (parallel >= 5 && byNextLessonFrom5.test(name))
  const next = work.next?.final.date
  return work.typeTitle === 'Контрольная работа' && isFast && next !== undefined && next < week ? next : week
}

/** Days off and school holidays aren't counted, weekends are. */
function after(making: Making, date: IsoDate, count: number): IsoDate {
  let day = date
  for (let counted = 0; counted < count; ) {
    day = dayAfter(making, day)
    const isWeekend = making.days.calendar.weekday(day) > 5
    if (isWeekend || making.days.isWorkday(day)) counted += isHoliday(making, day) ? 0 : 1
  }
  return day
}

function isHoliday({ year }: Making, day: IsoDate): boolean {
  return year.holidays.some(({ start, finish }) => start <= day && day <= finish)
}

function dayAfter({ days: { calendar } }: Making, date: IsoDate): IsoDate {
  return calendar.addDays(date, 1)
}
