import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { studyYearDays, studyYearOf, studyYearStart } from '../../src/calendar/index.js'

test('a study year runs from 1 September to 31 August', () => {
  expect(studyYearStart('2026-08-31')).toBe(2025)
  expect(studyYearStart('2026-09-01')).toBe(2026)
  expect(studyYearOf('2027-05-26')).toBe('2026-2027')
  expect(studyYearDays(2026)).toEqual({ from: '2026-09-01', to: '2027-08-31' })
})

test('each day lies in its own study year', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }),
      at => {
        const day = at.toISOString().slice(0, 10)
        const { from, to } = studyYearDays(studyYearStart(day))
        expect(from <= day && day <= to).toBe(true)
      },
    ),
  )
})
