import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseInstant, readPlatformStamp, russianDate, russianDateTime } from '../../src/calendar/index.js'

const at = (iso: string) => Date.parse(iso)

describe('readPlatformStamp', () => {
  test('gives the three readings of a stamp without zone', () => {
    expect(readPlatformStamp('2026-11-16T15:25:08', 'Asia/Kamchatka')).toEqual({
      raw: '2026-11-16T15:25:08',
      utc: at('2026-11-16T15:25:08Z'),
      local: at('2026-11-16T15:25:08+12:00'),
      moscow: at('2026-11-16T15:25:08+03:00'),
    })
  })

  test.each([
    ['2026-11-16T15:25:08.1', 100],
    ['2026-11-16T15:25:08.12', 120],
    ['2026-11-16T15:25:08.1239999', 123],
    ['2026-11-16T15:25:08.123456789', 123],
    ['2026-11-16 15:25:08.007', 7],
  ])('reads the fraction of %s, cut to milliseconds', (raw, ms) => {
    expect(readPlatformStamp(raw, 'Europe/Moscow')?.utc).toBe(at('2026-11-16T15:25:08Z') + ms)
  })

  test.each([
    '2026-11-16T15:25:08Z',
    '2026-11-16T18:25:08+03:00',
    '2026-11-16T18:25:08+0300',
    '2026-11-16 18:25:08+03',
    ' 2026-11-16T15:25:08z ',
    '2026-11-16T20:55:08+05:30',
    '2026-11-17T05:25:08+14:00',
    '2026-11-16T19:24:08+03:59',
    '2026-11-16T12:25:08-03:00',
  ])('a zone in the stamp wins for all readings: %s', raw => {
    const instant = at('2026-11-16T15:25:08Z')
    expect(readPlatformStamp(raw, 'Asia/Kamchatka')).toEqual({
      raw,
      utc: instant,
      local: instant,
      moscow: instant,
    })
  })

  test.each([
    '',
    'вчера',
    '2026-11-16',
    '16.11.2026 15:25:08',
    '2026-02-30T10:00:00',
    '2026-13-01T10:00:00',
    '2026-11-16T24:00:00',
    '2026-11-16T10:60:00',
    '2026-11-16T10:00:60',
    '2026-11-16T10:00:00.1234567890',
    '2026-11-16T10:00:00+25:00',
    '2026-11-16T10:00:00+14:01',
    '2026-11-16T10:00:00+03:60',
    '0001-01-01T00:00:00',
    '2026-11-16T10:00:00 и ещё что-то',
  ])('is null for what is no stamp: %j', raw => {
    expect(readPlatformStamp(raw, 'Europe/Moscow')).toBeNull()
  })

  test('reads an old stamp with the rules of its own time', () => {
    // Moscow stood at +04:00 until 26 October 2014.
    expect(readPlatformStamp('2014-09-01T08:00:00', 'Europe/Moscow')?.moscow).toBe(
      at('2014-09-01T08:00:00+04:00'),
    )
  })

  test('keeps the milliseconds of a day on which the clocks changed', () => {
    const stamp = readPlatformStamp('2014-10-26T08:00:00.123', 'Europe/Moscow')
    expect(stamp?.moscow).toBe(at('2014-10-26T08:00:00.123+03:00'))
    expect(readPlatformStamp('2014-10-26T00:30:00.123', 'Europe/Moscow')?.local).toBe(
      at('2014-10-26T00:30:00.123+04:00'),
    )
  })

  test('the UTC reading is what was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2011-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') }),
        instant => {
          const raw = new Date(instant).toISOString().slice(0, -1)
          expect(readPlatformStamp(raw, 'Asia/Omsk')?.utc).toBe(instant)
        },
      ),
    )
  })
})

describe('parseInstant', () => {
  test.each([
    ['2026-11-16T15:25:00+03:00', '2026-11-16T12:25:00Z'],
    ['2026-11-16T12:25Z', '2026-11-16T12:25:00Z'],
    ['2026-11-16T12:25:00.5Z', '2026-11-16T12:25:00.500Z'],
  ])('%s', (text, expected) => {
    expect(parseInstant(text)).toBe(at(expected))
  })

  test.each(['2026-11-16T15:25:00', '2026-11-16', 'now', '1700000000000'])('refuses %s: no zone', text => {
    expect(parseInstant(text)).toBeNull()
  })
})

test('dates are shown as people write them', () => {
  expect(russianDate('2026-11-06')).toBe('06.11.2026')
  expect(russianDateTime(at('2026-11-16T12:25:59Z'), 'Europe/Moscow')).toBe('16.11.2026 15:25')
  expect(russianDateTime(at('2026-11-16T12:25:59Z'), 'Asia/Kamchatka')).toBe('17.11.2026 00:25')
})
