import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { createCalendar } from '../../src/calendar/index.js'
import { loadProductionCalendars } from '../../src/config/index.js'

const folder = new URL('../../config/calendars/', import.meta.url)

const ProductionCalendar = z.strictObject({
  year: z.int(),
  provisional: z.boolean(),
  source: z.string().min(10),
  restDays: z.array(z.iso.date()).min(10),
  fiveDayWeekOnly: z.array(z.iso.date()),
  workingDays: z.array(z.iso.date()),
})

function read(file: string) {
  return ProductionCalendar.parse(parse(readFileSync(new URL(file, folder), 'utf8')))
}

function calendarOf(year: number) {
  const { restDays, workingDays } = read(`${year}.yaml`)
  return createCalendar({
    timeZone: 'Europe/Moscow',
    week: 5,
    production: { restDays, workingDays },
    holidays: {},
    bells: {},
  })
}

describe.each(readdirSync(folder))('%s', file => {
  const production = read(file)
  const calendar = calendarOf(production.year)

  test('holds days of its own year, sorted, each once', () => {
    for (const days of [production.restDays, production.workingDays]) {
      expect(days).toEqual([...new Set(days)].sort())
      expect(days.filter(day => !day.startsWith(`${production.year}-`))).toEqual([])
    }
  })

  test('works only on weekends, rests on no Sunday, and holds the holidays of the Labour Code', () => {
    expect(production.workingDays.filter(day => calendar.weekday(day) < 6)).toEqual([])
    expect(production.restDays.filter(day => calendar.weekday(day) === 7)).toEqual([])
    const fixed = ['01-01', '01-07', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04']
    expect(fixed.filter(day => calendar.isStudyDay('7', `${production.year}-${day}`))).toEqual([])
  })
})

test('a year without a decree says so', () => {
  expect([2025, 2026, 2027].filter(year => read(`${year}.yaml`).provisional)).toEqual([2027])
})

test('the days that libraries of holidays miss', () => {
  const missed = [
    '2025-05-02',
    '2025-05-08',
    '2025-06-13',
    '2025-11-03',
    '2025-12-31',
    '2026-01-09',
    '2026-05-11',
  ]
  expect(missed.filter(day => calendarOf(Number(day.slice(0, 4))).isStudyDay('7', day))).toEqual([])
  expect(calendarOf(2025).isStudyDay('7', '2025-11-01')).toBe(true)
})

describe('loaded', () => {
  const worked = async (week: 5 | 6, day: string) => {
    const { daysOf } = await loadProductionCalendars()
    const facts = { timeZone: 'Asia/Omsk', week, production: daysOf(week), holidays: {}, bells: {} }
    return createCalendar(facts).isWorkingDay(day)
  }

  test('a day off given for a Saturday is worked where Saturdays are; one given for a Sunday is not', async () => {
    for (const day of ['2025-05-02', '2025-11-03', '2026-01-09', '2026-05-11', '2027-05-03']) {
      expect([day, await worked(5, day), await worked(6, day)]).toEqual([day, false, true])
    }
    for (const day of ['2025-12-31', '2026-01-08', '2026-03-09', '2026-12-31', '2027-05-10']) {
      expect([day, await worked(5, day), await worked(6, day)]).toEqual([day, false, false])
    }
  })

  test('a holiday on a Saturday is off in both weeks', async () => {
    expect([await worked(5, '2026-05-09'), await worked(6, '2026-05-09')]).toEqual([false, false])
    expect([await worked(5, '2026-05-16'), await worked(6, '2026-05-16')]).toEqual([false, true])
  })

  test('days outside of all calendars are refused, and the file that is missing is named', async () => {
    const { requireKnown, span } = await loadProductionCalendars()
    expect(span).toEqual({ from: '2025-01-01', to: '2027-12-31' })
    requireKnown(span)
    for (const [days, file] of [
      [{ from: '2024-12-31', to: '2025-01-01' }, '2024.yaml'],
      [{ from: '2027-12-31', to: '2028-01-01' }, '2028.yaml'],
    ] as const) {
      expect(() => requireKnown(days)).toThrow(
        expect.objectContaining({ code: 'CALENDAR_UNKNOWN', hint: expect.stringContaining(file) }),
      )
    }
  })

  test('a copy of another year’s file is refused by line until it is that year’s', async () => {
    const some = mkdtempSync(join(tmpdir(), 'calendars-'))
    try {
      cpSync(new URL('2027.yaml', folder), join(some, '2028.yaml'))
      await expect(loadProductionCalendars(some)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          /2028\.yaml:6:\d+ year: нужен 2028[\s\S]*restDays\.0: нужен день 2028/,
        ),
      })
    } finally {
      rmSync(some, { recursive: true })
    }
  })

  test('a year missing between two others is refused by name', async () => {
    const some = mkdtempSync(join(tmpdir(), 'calendars-'))
    try {
      for (const year of [2025, 2027]) cpSync(new URL(`${year}.yaml`, folder), join(some, `${year}.yaml`))
      await expect(loadProductionCalendars(some)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('2026.yaml'),
      })
    } finally {
      rmSync(some, { recursive: true })
    }
  })
})

test('a school adds holidays of its region and Saturdays that it works, by a week of five days and of six', async () => {
  const production = await loadProductionCalendars()
  // 31 August stands in for a holiday of the region; 9 January is given for a Saturday; 24 October is a Saturday.
  const own = { daysOff: ['2026-08-31', '2026-01-07'], workedDays: ['2026-10-24', '2026-01-09'] }
  const workedOf = (week: 5 | 6) => {
    const facts = { timeZone: 'Asia/Yakutsk', week, holidays: {}, bells: {} }
    const calendar = createCalendar({ ...facts, production: production.daysOf(week, own) })
    const days = ['2026-01-07', '2026-01-09', '2026-08-31', '2026-10-23', '2026-10-24', '2026-10-31']
    return days.filter(calendar.isWorkingDay)
  }
  expect(workedOf(5)).toEqual(['2026-01-09', '2026-10-23', '2026-10-24'])
  expect(workedOf(6)).toEqual(['2026-01-09', '2026-10-23', '2026-10-24', '2026-10-31'])
  // What it works itself it works in the holidays of its classes too; a working Saturday of the decree lies in them all the same.
  const holidays = { '71': [{ from: '2026-10-24', to: '2026-11-01', name: 'Осенние' }] }
  const facts = { timeZone: 'Asia/Yakutsk', week: 5 as const, holidays, bells: {} }
  const worked = createCalendar({ ...facts, production: production.daysOf(5, own) })
  expect([worked.isDayOff('71', '2026-10-24'), worked.isStudyDay('71', '2026-10-24')]).toEqual([false, true])
  const rested = createCalendar({ ...facts, production: production.daysOf(5) })
  expect([rested.isDayOff('71', '2026-10-24'), rested.isStudyDay('71', '2026-10-24')]).toEqual([true, false])
  const { restDays } = production.daysOf(5, own)
  expect(restDays).toHaveLength(new Set(restDays).size)
})
