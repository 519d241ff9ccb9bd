import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type CalendarFacts, createCalendar, isTimeZone } from '../../src/calendar/index.js'

const hour = 3_600_000
const zones = {
  'Europe/Kaliningrad': 2,
  'Europe/Moscow': 3,
  'Europe/Samara': 4,
  'Asia/Yekaterinburg': 5,
  'Asia/Omsk': 6,
  'Asia/Krasnoyarsk': 7,
  'Asia/Irkutsk': 8,
  'Asia/Yakutsk': 9,
  'Asia/Vladivostok': 10,
  'Asia/Magadan': 11,
  'Asia/Kamchatka': 12,
}

const bell = (lessonNumber: number, start: string, finish: string, weekdays: number[] = []) => ({
  lessonNumber,
  start,
  finish,
  weekdays,
})

function calendarOf(change: Partial<CalendarFacts> = {}) {
  return createCalendar({
    timeZone: 'Europe/Moscow',
    week: 5,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: { '7': [bell(1, '08:30', '09:15'), bell(2, '09:25', '10:10')] },
    ...change,
  })
}

describe('eleven zones', () => {
  test.each(Object.entries(zones))('%s is UTC+%i', (timeZone, offset) => {
    const calendar = calendarOf({ timeZone })
    expect(isTimeZone(timeZone)).toBe(true)
    expect(calendar.dayStart('2026-11-16')).toBe(Date.parse('2026-11-16T00:00:00Z') - offset * hour)
    expect(calendar.at('2026-11-16', '15:25')).toBe(Date.parse('2026-11-16T15:25:00Z') - offset * hour)
    expect(calendar.format(calendar.at('2026-11-16', '15:25'))).toBe(
      `2026-11-16T15:25:00+${String(offset).padStart(2, '0')}:00`,
    )
  })

  test('what is no zone is told', () => {
    expect(['', 'Москва', 'MSK+4', '+03:00', 'Europe/Atlantis', 'Europe'].filter(isTimeZone)).toEqual([])
    // The runtime knows these, but they say nothing of a place and its rules.
    expect(['EST', 'GMT'].filter(isTimeZone)).toEqual([])
    expect(['UTC', 'America/Argentina/Buenos_Aires'].filter(isTimeZone)).toHaveLength(2)
    expect(() => calendarOf({ timeZone: 'Europe/Atlantis' }).dayEnd('2026-11-16')).toThrow(RangeError)
  })

  test('zones west of Greenwich are written with a minus, Greenwich itself with a plus', () => {
    const format = (timeZone: string) => calendarOf({ timeZone }).format(Date.parse('2026-11-16T12:00:00Z'))
    expect(format('America/New_York')).toBe('2026-11-16T07:00:00-05:00')
    const newYork = calendarOf({ timeZone: 'America/New_York' })
    expect(newYork.dateOf(Date.parse('2026-11-16T04:59:59Z'))).toBe('2026-11-15')
    expect(newYork.dateOf(Date.parse('2026-11-16T05:00:00Z'))).toBe('2026-11-16')
    expect(format('UTC')).toBe('2026-11-16T12:00:00+00:00')
    expect(format('Asia/Kolkata')).toBe('2026-11-16T17:30:00+05:30')
  })

  test('a day on which the clocks changed is longer, and its hours are right', () => {
    // 26 October 2014: Moscow went from +04:00 to +03:00 at two o'clock.
    const calendar = calendarOf()
    expect(calendar.dayEnd('2014-10-26') + 1 - calendar.dayStart('2014-10-26')).toBe(25 * hour)
    expect(calendar.format(calendar.at('2014-10-26', '00:30'))).toBe('2014-10-26T00:30:00+04:00')
    expect(calendar.format(calendar.at('2014-10-26', '08:30'))).toBe('2014-10-26T08:30:00+03:00')
  })
})

const anyZone = fc.constantFrom(...Object.keys(zones))
const anyDate = fc
  .integer({ min: Date.parse('2015-01-01') / 86_400_000, max: Date.parse('2040-01-01') / 86_400_000 })
  .map(day => new Date(day * 86_400_000).toISOString().slice(0, 10))

describe('laws, in every zone', () => {
  test('the day ends with its last millisecond', () => {
    fc.assert(
      fc.property(anyZone, anyDate, (timeZone, date) => {
        const calendar = calendarOf({ timeZone })
        expect(calendar.dateOf(calendar.dayEnd(date))).toBe(date)
        expect(calendar.dateOf(calendar.dayEnd(date) + 1)).toBe(calendar.addDays(date, 1))
        expect(calendar.dateOf(calendar.dayStart(date))).toBe(date)
        expect(calendar.dateOf(calendar.dayStart(date) - 1)).toBe(calendar.addDays(date, -1))
      }),
    )
  })

  test('agrees with the runtime about the wall clock', () => {
    fc.assert(
      fc.property(anyZone, anyDate, fc.integer({ min: 0, max: 1439 }), (timeZone, date, minute) => {
        const time = [Math.floor(minute / 60), minute % 60]
          .map(part => String(part).padStart(2, '0'))
          .join(':')
        const shown = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        expect(shown.format(calendarOf({ timeZone }).at(date, time))).toBe(`${date} ${time}`)
      }),
    )
  })

  test('shifting the date by whole weeks shifts every deadline by as much', () => {
    fc.assert(
      fc.property(anyZone, anyDate, fc.integer({ min: -60, max: 60 }), (timeZone, date, weeks) => {
        // Some regions moved to another zone in 2016; since then these eleven stand still.
        fc.pre(date >= '2019-01-01')
        const calendar = calendarOf({ timeZone })
        const shifted = calendar.addDays(date, weeks * 7)
        const difference = weeks * 7 * 24 * hour
        expect(calendar.dayEnd(shifted) - calendar.dayEnd(date)).toBe(difference)
        expect(calendar.finalWindow('7', shifted).due - calendar.finalWindow('7', date).due).toBe(difference)
        const [before, after] = [date, shifted].map(day => calendar.lessonsEnd('7', day, [1, 2]))
        expect(Number(after) - Number(before)).toBe(difference)
      }),
    )
  })

  test('days are told one by one, both ends included', () => {
    const calendar = calendarOf()
    expect(calendar.days('2026-12-30', '2027-01-01')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01'])
    expect(calendar.days('2026-12-30', '2026-12-29')).toEqual([])
  })

  test('days before 1970 have their weekdays too', () => {
    const week = calendarOf().days('1969-12-29', '1970-01-04')
    expect(week.map(date => calendarOf().weekday(date))).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  test('a week starts on its Monday', () => {
    fc.assert(
      fc.property(anyDate, date => {
        const calendar = calendarOf()
        const monday = calendar.weekStart(date)
        expect(calendar.weekday(monday)).toBe(1)
        expect(calendar.days(monday, date)).toHaveLength(calendar.weekday(date))
        expect(calendar.weekday(date) % 7).toBe(new Date(`${date}T12:00:00Z`).getUTCDay())
      }),
    )
  })
})

describe('bells', () => {
  const monday = '2026-11-16'
  const tuesday = '2026-11-17'

  test('a bell of the weekday wins over the everyday one', () => {
    const calendar = calendarOf({
      bells: { '7': [bell(1, '08:30', '09:15'), bell(1, '09:00', '09:30', [1])] },
    })
    expect(calendar.lessonTimes('7', monday, 1)).toEqual({
      start: calendar.at(monday, '09:00'),
      end: calendar.at(monday, '09:30'),
    })
    expect(calendar.lessonTimes('7', tuesday, 1)?.end).toBe(calendar.at(tuesday, '09:15'))
  })

  test('of several equal bells the widest time counts', () => {
    const calendar = calendarOf({ bells: { '7': [bell(1, '08:30', '09:15'), bell(1, '08:00', '08:45')] } })
    expect(calendar.lessonTimes('7', monday, 1)).toEqual({
      start: calendar.at(monday, '08:00'),
      end: calendar.at(monday, '09:15'),
    })
  })

  test('days before a change of the timetable are judged by the widest of old and new, days after by the new', () => {
    const old = [
      { ...bell(1, '08:30', '09:15'), until: monday },
      { ...bell(2, '10:00', '11:00', [1]), until: monday },
    ]
    const changed = [
      { ...bell(1, '08:40', '09:05'), since: monday },
      { ...bell(2, '09:25', '10:10'), since: tuesday },
    ]
    const calendar = calendarOf({ bells: { '7': [...old, ...changed] } })
    const times = (date: string, number: number) => {
      const { start, end } = calendar.lessonTimes('7', date, number) ?? { start: 0, end: 0 }
      return [start - calendar.at(date, '00:00'), end - calendar.at(date, '00:00')].map(ms => ms / 60_000)
    }
    expect(times(monday, 1)).toEqual([8 * 60 + 30, 9 * 60 + 15])
    expect(times(tuesday, 1)).toEqual([8 * 60 + 40, 9 * 60 + 5])
    expect(times(monday, 2)).toEqual([9 * 60 + 25, 11 * 60])
    expect(times(tuesday, 2)).toEqual([9 * 60 + 25, 10 * 60 + 10])
  })

  test('a bell that came and went counts from its first day to its last', () => {
    const shortened = { ...bell(1, '08:00', '08:40'), since: '2026-11-17', until: '2026-11-18' }
    const calendar = calendarOf({ bells: { '7': [bell(1, '08:30', '09:15'), shortened] } })
    const starts = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'].map(
      date => Number(calendar.lessonTimes('7', date, 1)?.start) - calendar.dayStart(date),
    )
    expect(starts.map(ms => ms / hour)).toEqual([8.5, 8, 8, 8.5])
  })

  test('the end of the lessons is unknown as soon as one bell is', () => {
    const calendar = calendarOf({
      bells: { '7': [bell(1, '08:30', '09:15'), bell(2, '09:25', '10:10', [2])] },
    })
    expect(calendar.lessonsEnd('7', tuesday, [2, 1])).toBe(calendar.at(tuesday, '10:10'))
    expect(calendar.lessonsEnd('7', monday, [2, 1])).toBeNull()
    expect(calendar.lessonsEnd('7', monday, [])).toBeNull()
    expect(calendar.lessonTimes('8', monday, 1)).toBeNull()
  })

  test('homework is due so many minutes after the lessons', () => {
    const calendar = calendarOf()
    const end = calendar.lessonsEnd('7', monday, [1, 2]) ?? 0
    expect(calendar.homeworkDue(end, 90)).toBe(calendar.at(monday, '11:40'))
  })

  test('a bell that is no time is an error, not midnight', () => {
    const calendar = calendarOf({ bells: { '7': [bell(1, '8:30', '25:00')] } })
    expect(() => calendar.lessonTimes('7', monday, 1)).toThrow(RangeError)
    for (const text of ['8:30', '24:00', '08:60', '108:30', '08:305', ''])
      expect(() => calendar.at(monday, text)).toThrow(`Not a time of day: "${text}"`)
  })
})

describe('study days', () => {
  const production = { restDays: ['2026-11-04', '2026-12-31'], workingDays: ['2026-11-14'] }
  const holidays = { '7': [{ from: '2026-12-31', to: '2027-01-10', name: 'Зимние' }] }

  test('weekends by the school week, days off, worked Saturdays, holidays of the class', () => {
    const five = calendarOf({ production, holidays })
    const six = calendarOf({ production, holidays, week: 6 })
    const studied = (calendar: typeof five, classId: string) =>
      ['2026-11-04', '2026-11-06', '2026-11-07', '2026-11-08', '2026-11-14', '2027-01-05'].filter(date =>
        calendar.isStudyDay(classId, date),
      )
    expect(studied(five, '7')).toEqual(['2026-11-06', '2026-11-14'])
    expect(studied(six, '7')).toEqual(['2026-11-06', '2026-11-07', '2026-11-14'])
    expect(studied(five, '8')).toEqual(['2026-11-06', '2026-11-14', '2027-01-05'])
  })

  test('the first and the last day of holidays are free, those around them are not', () => {
    const autumn = { from: '2026-10-27', to: '2026-10-29', name: 'Осенние' }
    const winter = { from: '2026-12-31', to: '2027-01-10', name: 'Зимние' }
    const calendar = calendarOf({ holidays: { '7': [autumn, winter] } })
    const days = calendar.days('2026-10-26', '2026-10-30')
    expect(days.filter(date => calendar.isStudyDay('7', date))).toEqual(['2026-10-26', '2026-10-30'])
  })

  test('final marks are due on the last study day of the period, the window opens six days before', () => {
    const calendar = calendarOf({ production, holidays })
    expect(calendar.lastStudyDay('7', '2027-01-03')).toBe('2026-12-30')
    expect(calendar.finalWindow('7', '2027-01-03')).toEqual({
      opens: calendar.dayStart('2026-12-24'),
      due: calendar.dayEnd('2026-12-30'),
    })
  })

  test("holidays longer than two weeks can't move a deadline", () => {
    const calendar = calendarOf({
      holidays: { '7': [{ from: '2026-06-01', to: '2026-08-31', name: 'Летние' }] },
    })
    expect(calendar.lastStudyDay('7', '2026-08-31')).toBe('2026-08-31')
    expect(calendar.lastStudyDay('7', '2026-06-03')).toBe('2026-05-29')
    expect(calendar.lastStudyDay('7', '2026-06-12')).toBe('2026-05-29')
    expect(calendar.lastStudyDay('7', '2026-06-13')).toBe('2026-06-13')
  })
})

test('a deadline is put off by the outages among the facts', () => {
  const at = (time: string) => calendarOf().at('2026-11-16', time)
  const calendar = calendarOf({ outages: [{ from: at('14:00'), to: at('16:00') }] })
  expect(calendar.extended(at('09:00'), at('15:00'))).toBe(at('17:00'))
  expect(calendarOf().extended(at('09:00'), at('15:00'))).toBe(at('15:00'))
})

test('what is no day is an error', () => {
  expect(() => calendarOf().dayEnd('2026-02-30')).toThrow(RangeError)
  for (const text of ['16.11.2026', '2026-11-16T10:00', '2026-11', ' 2026-11-16', '2026-11-31', ''])
    expect(() => calendarOf().weekday(text)).toThrow(`Not a date: "${text}"`)
})
