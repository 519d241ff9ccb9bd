import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { extended, merged, type Outage } from '../../src/calendar/outages.js'

const hour = 3_600_000
const at = (text: string) => Date.parse(`2026-11-${text}+03:00`)
const outage = (from: string, to: string): Outage => ({ from: at(from), to: at(to) })

describe('a term that outages put off', () => {
  const start = at('16T09:00')
  const deadline = at('16T23:59')
  const put = (...outages: Outage[]) => extended(merged(outages), start, deadline) - deadline

  test('stands still while one lasts', () => {
    expect(put(outage('16T14:00', '16T16:00'))).toBe(2 * hour)
    expect(put()).toBe(0)
  })

  test('counts nothing of what was over before it began, or began after it was over', () => {
    expect(put(outage('16T07:00', '16T09:00'), outage('17T00:00', '17T08:00'))).toBe(0)
    expect(put(outage('16T08:00', '16T10:00'))).toBe(hour)
  })

  test('leaves as much time after an outage over the deadline as there was before it', () => {
    expect(extended(merged([outage('16T22:59', '17T03:00')]), start, deadline)).toBe(at('17T04:00'))
  })

  test('is put off again by an outage in the time that it was given', () => {
    const first = outage('16T20:00', '16T22:00')
    const second = outage('17T01:00', '17T02:00')
    expect(put(first, second)).toBe(3 * hour)
    expect(put(second)).toBe(0)
  })

  test('is not put off by an outage that begins when it is over', () => {
    expect(extended(merged([outage('16T23:59', '17T01:00')]), start, deadline)).toBe(deadline)
  })

  test('counts an hour once, whoever recorded it', () => {
    expect(put(outage('16T14:00', '16T16:00'), outage('16T15:00', '16T17:00'))).toBe(3 * hour)
  })
})

describe('outages in order and apart', () => {
  test('those that overlap or touch are one', () => {
    const [touching, last] = [outage('16T15:00', '16T16:00'), outage('16T18:00', '16T19:00')]
    const around = outage('16T14:00', '16T15:00')
    expect(merged([last, touching, around])).toEqual([outage('16T14:00', '16T16:00'), last])
  })

  test('one that ends when it begins, or before, is none', () => {
    expect(merged([outage('16T14:00', '16T14:00'), outage('16T15:00', '16T13:00')])).toEqual([])
  })
})

describe('laws of outages', () => {
  const outages = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60 }))
      .map(([from, length]) => ({ from, to: from + length })),
    { maxLength: 8 },
  )
  const term = fc
    .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 100 }))
    .map(([start, length]) => ({ start, deadline: start + length }))

  test('a term keeps its length in time without outages, and is never shortened', () => {
    fc.assert(
      fc.property(outages, term, (given, { start, deadline }) => {
        const apart = merged(given)
        const end = extended(apart, start, deadline)
        const isAway = (minute: number) => given.some(({ from, to }) => from <= minute && minute < to)
        let usable = 0
        for (let minute = start; minute < end; minute += 1) if (!isAway(minute)) usable += 1
        expect(usable).toBe(deadline - start)
        expect(end).toBeGreaterThanOrEqual(deadline)
      }),
    )
  })

  test('the order in which they were recorded is irrelevant, and one more never brings a deadline forward', () => {
    fc.assert(
      fc.property(outages, outages, term, (some, more, { start, deadline }) => {
        const end = extended(merged(some), start, deadline)
        expect(extended(merged([...some].reverse()), start, deadline)).toBe(end)
        expect(extended(merged([...some, ...more]), start, deadline)).toBeGreaterThanOrEqual(end)
      }),
    )
  })
})
