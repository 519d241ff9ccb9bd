import { expect, test } from '@jest/globals'
import { readForRules } from '../../jobs/steps/rules-read.js'
import type { CalendarFacts } from '../../src/calendar/index.js'
import { type Decisions, noDecisions } from '../../src/regulation/index.js'

const facts: CalendarFacts = {
  ...{ timeZone: 'Europe/Moscow', week: 5, bells: {} },
  production: { restDays: ['2026-11-04'], workingDays: [] },
  holidays: {
    '1': [{ from: '2026-10-26', to: '2026-11-03', name: 'Каникулы' }],
    '2': [{ from: '2026-11-04', to: '2026-11-04', name: 'Каникулы' }],
  },
}
const days = { from: '2026-10-12', to: '2026-11-08' }
const ground = { facts, decisions: noDecisions }
const read = (only: readonly string[] | undefined, classId = '1', grounds = [ground]) =>
  readForRules({ ...days, ...(only && { only }), classIds: [classId] }, grounds)

test('of all rules everything is read', () => {
  expect(read(undefined)).toEqual({ classIds: ['1'] })
})

test('of some what they need, with all works, and with what shows in holidays of the class that a lesson was held', () => {
  expect(read(['2.6-homework-in-time'])).toEqual({
    ...{ classIds: ['1'], only: ['lessons', 'groups', 'bells'], allWorks: true },
    besides: { only: ['marks', 'attendance'], weeks: ['2026-10-26', '2026-11-02'] },
  })
  // A day off for everybody is one whatever stands there.
  expect(read(['2.6-homework-in-time'], '2').besides?.weeks).toEqual([])
  expect(read(['2.5-marks-in-place'])).not.toHaveProperty('besides')
})

test('final marks are read where the rules need them, or somebody has stated what they answer to', () => {
  const of = { personIds: ['501'], subjectIds: ['301'], periodIds: ['1'] }
  const orders: Decisions['orders'] = [
    { number: 1, content: { order: '12-у', date: '2026-10-12', meaning: 'exempt', ...of } },
  ]
  expect(read(['2.3-topic-filled']).only).not.toContain('final-marks')
  expect(read(['2.7-final-marks-complete']).only).toContain('final-marks')
  expect(read(['2.3-topic-filled'], '1', [{ facts, decisions: { ...noDecisions, orders } }]).only).toContain(
    'final-marks',
  )
})
