import { describe, expect, test } from '@jest/globals'
import { openingOf, openingTerm } from '../../src/regulation/class-openings.js'
import { ClassOpening } from '../../src/regulation/index.js'

describe('an order that opens a class', () => {
  test.each([
    ['2026-05-31', true],
    ['2026-06-01', false],
    ['2026-07-15', false],
    ['2026-08-31', false],
    ['2026-09-01', true],
    ['2027-01-11', true],
    ['2026-12-31', true],
  ])('of %s has a term of its own: %p', (date, is) => {
    const { success, error } = ClassOpening.safeParse({ classId: '101', order: '45', date })
    expect(success).toBe(is)
    if (!success) {
      expect(error.issues.map(({ path }) => path)).toEqual([['date']])
      expect(error.issues[0]?.message).toContain('формируют к 5 сентября')
    }
  })

  test('counts for its own class, the one that was entered last whatever the order of the list', () => {
    const opening = (number: number, classId: string) => ({
      number,
      content: { classId, order: String(number), date: '2026-10-12' },
    })
    const list = [opening(3, '101'), opening(9, '102'), opening(7, '101'), opening(5, '101')]
    expect(openingOf(list, '101')?.order).toBe('7')
    expect(openingOf(list.toReversed(), '101')?.order).toBe('7')
    expect(openingOf(list, '103')).toBeNull()
    expect(openingOf([], '101')).toBeNull()
  })

  test('gives so many working days after its own day', () => {
    const calendar = {
      addDays: (date: string, days: number) =>
        new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10),
      isWorkingDay: (date: string) => ![0, 6].includes(new Date(date).getUTCDay()),
    }
    const term = (date: string, days: number) =>
      openingTerm({ classId: '101', order: '45', date }, days, calendar)
    expect(term('2026-10-16', 1)).toBe('2026-10-19')
    expect(term('2026-10-16', 5)).toBe('2026-10-23')
    expect(term('2026-10-12', 5)).toBe('2026-10-19')
    expect(term('2026-10-12', 0)).toBe('2026-10-12')
  })
})
