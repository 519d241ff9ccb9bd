import type { Ids } from './ids.js'
import type { BellTimes, Timetable } from './model.js'

const breaksFirstShift = [10, 20, 20, 10, 10, 10, 10]
const breaksSecondShift = [10, 10, 10, 10, 10, 10]

export interface Timetables {
  readonly first: Timetable
  readonly shortMonday: Timetable
  readonly second: Timetable
  readonly sixDays: Timetable
}

/** First shift from 8:30, the same with short Mondays or with Saturdays, second shift from 13:20 to 19:00. */
export function makeTimetables(ids: Ids): Timetables {
  const usual = ring(8 * 60 + 30, 45, breaksFirstShift)
  return {
    first: {
      id: ids.long('timetable/first'),
      name: 'Первая смена',
      places: 8,
      sets: [{ weekdays: [1, 2, 3, 4, 5], bells: usual }],
    },
    shortMonday: {
      id: ids.long('timetable/short-monday'),
      name: 'Первая смена, короткий понедельник',
      places: 8,
      sets: [
        { weekdays: [1], bells: ring(8 * 60 + 30, 35, breaksFirstShift) },
        { weekdays: [2, 3, 4, 5], bells: usual },
      ],
    },
    second: {
      id: ids.long('timetable/second'),
      name: 'Вторая смена',
      places: 7,
      sets: [{ weekdays: [1, 2, 3, 4, 5], bells: ring(13 * 60 + 20, 40, breaksSecondShift) }],
    },
    sixDays: {
      id: ids.long('timetable/six-days'),
      name: 'Первая смена, шесть дней',
      places: 8,
      sets: [{ weekdays: [1, 2, 3, 4, 5, 6], bells: usual }],
    },
  }
}

function ring(first: number, length: number, breaks: readonly number[]): BellTimes[] {
  const bells: BellTimes[] = [{ start: first, finish: first + length }]
  let finish = first + length
  for (const pause of breaks) {
    bells.push({ start: finish + pause, finish: finish + pause + length })
    finish += pause + length
  }
  return bells
}

export function bellOf(timetable: Timetable, weekday: number, number: number): BellTimes {
  const bell = timetable.sets.find(set => set.weekdays.includes(weekday))?.bells[number - 1]
  if (bell === undefined) throw new Error(`no bell for lesson ${number} on weekday ${weekday}`)
  return bell
}
