import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalJson } from '../../src/report/index.js'
import {
  compareRussian,
  counted,
  dayRange,
  listed,
  percent,
  share,
  written,
  zonedDateTime,
} from '../../src/report/russian.js'
import { moscow } from '../support/report.js'

test.each([
  [1, 'нарушение'],
  [2, 'нарушения'],
  [5, 'нарушений'],
  [11, 'нарушений'],
  [12, 'нарушений'],
  [21, 'нарушение'],
  [104, 'нарушения'],
  [111, 'нарушений'],
  [0, 'нарушений'],
])('%i %s', (count, word) => {
  expect(counted(count, ['нарушение', 'нарушения', 'нарушений'])).toBe(`${count}\u00a0${word}`)
})

test('a share is 100 % only when nothing is missing, and 0 % only when nothing is there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(), (whole, seed) => {
      const part = seed % (whole + 1)
      const value = share(part, whole) ?? -1
      expect(value === 100).toBe(part === whole)
      expect(value === 0).toBe(part === 0)
      expect(Math.abs(value - (part / whole) * 100)).toBeLessThanOrEqual(0.1)
    }),
  )
  expect(share(0, 0)).toBeNull()
})

test('numbers and per cents are written the Russian way', () => {
  expect([written(1234567), written(999), percent(97.5), percent(100), percent(null)]).toEqual([
    '1\u00a0234\u00a0567',
    '999',
    '97,5\u00a0%',
    '100\u00a0%',
    '—',
  ])
})

test('ranges of days repeat the year only where it changes', () => {
  expect([
    dayRange('2026-11-16', '2026-11-16'),
    dayRange('2026-11-16', '2026-11-20'),
    dayRange('2026-12-28', '2027-01-10'),
  ]).toEqual(['16.11.2026', '16.11–20.11.2026', '28.12.2026–10.01.2027'])
})

test('instants of papers carry the offset of their zone', () => {
  const instant = moscow('2026-11-16T15:25')
  expect(zonedDateTime(instant, 'Europe/Moscow')).toBe('16.11.2026 15:25 (UTC+03:00)')
  expect(zonedDateTime(instant, 'Asia/Kamchatka')).toBe('17.11.2026 00:25 (UTC+12:00)')
  expect(zonedDateTime(instant, 'UTC')).toBe('16.11.2026 12:25 (UTC+00:00)')
})

test('Ё sorts as Е, and classes by their number', () => {
  expect(['Жуков', 'Ёлкин', 'Ежов', 'Егоров'].sort(compareRussian)).toEqual([
    'Егоров',
    'Ежов',
    'Ёлкин',
    'Жуков',
  ])
  expect(['10А', '5Б', '5А'].sort(compareRussian)).toEqual(['5А', '5Б', '10А'])
})

test('lists end with «и»', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a и b',
    'a, b и c',
  ])
})

test('canonical JSON does not depend on the order of keys, and ends with a newline', () => {
  expect(canonicalJson({ б: 1, a: [2, { d: null, c: 'Ё' }] })).toBe('{"a":[2,{"c":"Ё","d":null}],"б":1}\n')
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
