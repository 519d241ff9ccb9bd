import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DayFacts, deadlineLooks, nightLook, rereadLooks, withinBudget } from '../../jobs/steps/plan.js'
import { createCalendar } from '../../src/calendar/index.js'
import type { Period } from '../../src/journal/index.js'
import type { TimetableLesson } from '../../src/mirror/index.js'
import type { LookDraft } from '../../src/runs/index.js'

const bells = [1, 2, 3, 4, 5, 6].map(lessonNumber => ({
  lessonNumber,
  start: `${String(7 + lessonNumber).padStart(2, '0')}:30`,
  finish: `${String(8 + lessonNumber).padStart(2, '0')}:15`,
  weekdays: [],
}))
const calendar = createCalendar({
  timeZone: 'Europe/Moscow',
  week: 5,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: { '1': bells, '2': bells },
})
const quarter = (classId: string, number: number, start: string, finish: string): Period => ({
  ...{ id: `30${number}`, classId, number, type: 'quarter' as const, name: `${number} четверть` },
  ...{ start, finish },
})
const periods = ['1', '2'].flatMap(classId => [
  quarter(classId, 1, '2026-09-01', '2026-10-25'),
  quarter(classId, 2, '2026-11-02', '2026-12-27'),
])
const lesson = (classId: string, number: number, facts: Partial<TimetableLesson> = {}): TimetableLesson => ({
  ...{ classId, number, date: '2026-11-17', status: 'held' },
  ...facts,
})
const day = (facts: Partial<DayFacts> = {}): DayFacts => ({
  ...{ school: '9', date: '2026-11-17', calendar, classIds: ['1', '2'], lessons: [], periods },
  ...{ homeworkMinutes: 90, graceMinutes: 15 },
  ...facts,
})
const shown = (looks: readonly { kind: string; at: number; classIds: readonly string[] | null }[]) =>
  looks.map(({ kind, at, classIds }) => `${kind} ${calendar.format(at).slice(5, 16)} ${classIds ?? 'all'}`)

describe('looks at the deadlines of a day', () => {
  test('after the homework deadline of each class, before midnight and after it', () => {
    const lessons = [lesson('1', 4), lesson('1', 5), lesson('2', 6)]
    expect(shown(deadlineLooks(day({ lessons })))).toEqual([
      'homework-due 11-17T15:05 1',
      'homework-due 11-17T16:05 2',
      'before-midnight 11-17T23:55 1,2',
      'after-midnight 11-18T00:20 1,2',
    ])
  })

  test('classes that end together share a look', () => {
    const lessons = [lesson('1', 5), lesson('2', 5)]
    expect(shown(deadlineLooks(day({ lessons })))[0]).toBe('homework-due 11-17T15:05 1,2')
  })

  test('a cancelled last lesson moves the deadline, a class that is not the school’s has none', () => {
    const lessons = [lesson('1', 4), lesson('1', 5, { status: 'cancelled' }), lesson('3', 1)]
    expect(shown(deadlineLooks(day({ lessons })))[0]).toBe('homework-due 11-17T14:05 1')
  })

  test('a last lesson without a bell has no homework deadline, but the day has its midnight', () => {
    const looks = deadlineLooks(day({ lessons: [lesson('1', 9)] }))
    expect(looks.map(look => look.kind)).toEqual(['before-midnight', 'after-midnight'])
  })

  test('where a period closes, its last study day decides the final marks, even of a class without lessons', () => {
    const friday = day({ date: '2026-10-23', lessons: [lesson('1', 5, { date: '2026-10-23' })] })
    const [, before, after] = deadlineLooks(friday)
    for (const look of [before, after])
      expect(look).toMatchObject({ classIds: ['1', '2'], decides: ['2.3', '2.5', '2.7'] })
    expect(deadlineLooks(day({ date: '2026-10-24' }))).toEqual([])
  })
})

describe('the night and the weeks before it', () => {
  test('fourteen days that are over; an evening’s sweep takes its own day in', () => {
    expect(nightLook(day(), '00:20')).toMatchObject({ from: '2026-11-03', to: '2026-11-16' })
    expect(nightLook(day(), '22:00')).toMatchObject({ from: '2026-11-04', to: '2026-11-17' })
  })

  test('on Sundays the rest of the open period, once it is older than two weeks', () => {
    expect(rereadLooks(day({ date: '2026-11-08' }), '00:20')).toEqual([])
    expect(rereadLooks(day({ date: '2026-12-06' }), '00:20')).toMatchObject([
      { kind: 'open-period', from: '2026-11-02', to: '2026-11-21', classIds: ['1', '2'] },
    ])
  })

  test('on a month’s first Saturday the closed periods, until the study year ends', () => {
    expect(rereadLooks(day({ date: '2026-12-05' }), '00:20')).toMatchObject([
      { kind: 'closed-periods', from: '2026-09-01', to: '2026-10-25' },
    ])
    expect(rereadLooks(day({ date: '2026-12-12' }), '00:20')).toEqual([])
    expect(rereadLooks(day({ date: '2027-09-04' }), '00:20')).toEqual([])
  })

  test('classes with other periods have a look of their own', () => {
    const halves = [periods[1], quarter('2', 1, '2026-09-01', '2026-12-27')].flatMap(item => item ?? [])
    const looks = rereadLooks(day({ date: '2026-12-06', periods: halves }), '00:20')
    expect(looks.map(({ from, classIds }) => [from, classIds])).toEqual([
      ['2026-11-02', ['1']],
      ['2026-09-01', ['2']],
    ])
    expect(new Set(looks.map(look => look.id)).size).toBe(2)
  })
})

describe('the budget of requests', () => {
  const drafts = (price: number): LookDraft[] =>
    [nightLook(day(), '00:20'), ...deadlineLooks(day({ lessons: [lesson('1', 4), lesson('2', 6)] }))].map(
      look => ({ ...look, price, dropped: false }),
    )

  test('the night first, then what decides most; what is dropped stays in the plan', () => {
    const kept = withinBudget(drafts(10), 30).map(({ kind, dropped }) => [kind, dropped])
    expect(kept).toEqual([
      ['night', false],
      ['homework-due', true],
      ['homework-due', true],
      ['before-midnight', false],
      ['after-midnight', false],
    ])
  })

  test('never more than the budget, and nothing dropped that would have fitted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 5 }),
        fc.nat(200),
        (prices, budget) => {
          const priced = drafts(0).map((look, index) => ({ ...look, price: prices[index] ?? 1 }))
          const planned = withinBudget(priced, budget)
          const spent = planned.filter(look => !look.dropped).reduce((sum, look) => sum + look.price, 0)
          expect(spent).toBeLessThanOrEqual(budget)
          for (const look of planned.filter(item => item.dropped))
            expect(spent + look.price).toBeGreaterThan(budget)
        },
      ),
    )
  })
})
