import { expect, test } from '@jest/globals'
import { breaksBetween } from '../../src/mirror/breaks.js'

const quarters = [
  { start: '2026-09-01', finish: '2026-10-25' },
  { start: '2026-11-05', finish: '2026-12-30' },
  { start: '2027-01-11', finish: '2027-03-26' },
]
const autumn = { from: '2026-10-26', to: '2026-11-04', name: 'Каникулы' }
const winter = { from: '2026-12-31', to: '2027-01-10', name: 'Каникулы' }

test('days between two reporting periods are holidays, whatever the order of the list', () => {
  expect(breaksBetween(quarters)).toEqual([autumn, winter])
  expect(breaksBetween(quarters.toReversed())).toEqual([autumn, winter])
})

test('a weekend between two periods is none, nor are days that a half-year covers', () => {
  const trimesters = [
    { start: '2026-09-01', finish: '2026-11-20' },
    { start: '2026-11-23', finish: '2027-02-19' },
  ]
  expect(breaksBetween(trimesters)).toEqual([])
  expect(breaksBetween([...quarters, { start: '2026-09-01', finish: '2026-12-30' }])).toEqual([winter])
})

test('the year itself, and a period that ends before it begins, tell nothing', () => {
  expect(breaksBetween([...quarters, { start: '2026-09-01', finish: '2027-05-26' }])).toEqual([
    autumn,
    winter,
  ])
  expect(breaksBetween([...quarters, { start: '2026-11-01', finish: '2026-09-01' }])).toEqual([
    autumn,
    winter,
  ])
  expect(breaksBetween([])).toEqual([])
})
