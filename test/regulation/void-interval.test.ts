import { describe, expect, test } from '@jest/globals'
import type { Incident } from '../../src/regulation/index.js'
import { enteredWithin, voidInterval } from '../../src/regulation/void-interval.js'

const minute = 60_000
const told = Date.parse('2026-11-16T09:00:00+03:00')
const incident: Incident = {
  personId: '9001',
  learnedAt: told - 10 * minute,
  headToldAt: told,
  supportToldAt: told + 30 * minute,
  passwordChangedAt: null,
  confirmedWorkIds: [],
}

describe('when what an account did is void', () => {
  test('from the later of both reports, or by the strict setting from the first', () => {
    expect(voidInterval(incident, 'max')).toEqual({ from: told + 30 * minute, to: null })
    expect(voidInterval(incident, 'min')).toEqual({ from: told, to: null })
  })

  test('while one of the two knows nothing, only by the strict setting; never while nobody does', () => {
    const half = { ...incident, headToldAt: null }
    expect(voidInterval(half, 'max')).toBeNull()
    expect(voidInterval(half, 'min')).toEqual({ from: told + 30 * minute, to: null })
    expect(voidInterval({ ...half, supportToldAt: null }, 'min')).toBeNull()
  })

  test('until the password was changed; not at all if that was before', () => {
    const changed = (passwordChangedAt: number) => voidInterval({ ...incident, passwordChangedAt }, 'min')
    expect(changed(told + 1)).toEqual({ from: told, to: told + 1 })
    expect(changed(told)).toBeNull()
  })
})

describe('whether something was entered within', () => {
  const from = told
  const to = told + 60 * minute
  const within = (absentAt: number | null, presentAt: number, end: number | null = to) =>
    enteredWithin({ absentAt, presentAt }, { from, to: end })

  test('not what was there when it began, nor what was not there when it ended', () => {
    expect(within(null, from)).toBe('no')
    expect(within(from - 2, from)).toBe('no')
    expect(within(to, to + minute)).toBe('no')
  })

  test('surely what came between two looks inside; the second may be late by what clocks differ', () => {
    expect(within(from, from + 1)).toBe('yes')
    expect(within(to - 1, to + 2 * minute)).toBe('yes')
    expect(within(from, to + 24 * 60 * minute, null)).toBe('yes')
  })

  test('perhaps what an interval over its beginning or end leaves open, or nobody saw absent', () => {
    expect(within(from - 1, from + 1)).toBe('perhaps')
    expect(within(to - 1, to + 2 * minute + 1)).toBe('perhaps')
    expect(within(null, from + 1)).toBe('perhaps')
  })
})
