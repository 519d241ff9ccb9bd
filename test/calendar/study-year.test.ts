import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isStudyYear, studyYearDays, studyYearOf, studyYearStart } from '../../src/calendar/index.js'

test('a study year runs from 1 September to 31 August', () => {
  expect(studyYearStart('2026-08-31')).toBe(2025)
  expect(studyYearStart('2026-09-01')).toBe(2026)
  expect(studyYearOf('2027-05-26')).toBe('2026-2027')
  expect(studyYearDays(2026)).toEqual({ from: '2026-09-01', to: '2027-08-31' })
})

test.each([
  ['2026-2027', true],
  ['1999-2000', true],
  ['0999-1000', true],
  ['2026-2028', false],
  ['2026-2025', false],
  ['2026/2027', false],
  ['2026-27', false],
  ['26-27', false],
  ['2026-2027 год', false],
  ['за 2026-2027', false],
  ['9999-10000', false],
  ['', false],
])('%s is the name of a study year: %p', (text, is) => {
  expect(isStudyYear(text)).toBe(is)
})

test('each day lies in its own study year', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }),
      at => {
        const day = at.toISOString().slice(0, 10)
        const { from, to } = studyYearDays(studyYearStart(day))
        expect(from <= day && day <= to).toBe(true)
        expect(isStudyYear(studyYearOf(day))).toBe(true)
      },
    ),
  )
})
