import { expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { mayEndWithin } from '../../src/regulation/index.js'

const calendar = createCalendar({
  ...{ timeZone: 'Europe/Moscow', week: 5, production: { restDays: [], workingDays: [] }, bells: {} },
  holidays: { 101: [{ from: '2026-10-24', to: '2026-11-01', name: 'Осенние каникулы' }] },
})
/** Its last study day is Friday, 23 October. */
const period = {
  ...{ id: '1', classId: '101', number: 1, name: '1 четверть' },
  type: 'quarter',
  ...{ start: '2026-09-01', finish: '2026-10-27' },
} as const

test.each([
  ['that day', '2026-10-23', '2026-10-23', true],
  ['the day before', '2026-10-10', '2026-10-22', false],
  ['days between it and the finish', '2026-10-24', '2026-10-26', true],
  ['the finish', '2026-10-27', '2026-11-09', true],
  ['the day after the finish', '2026-10-28', '2026-11-10', false],
  ['a year', '2026-09-01', '2027-05-31', true],
])('a period may end within %s (%s to %s): %p', (_, from, to, may) => {
  expect(mayEndWithin(period, { from, to }, calendar)).toBe(may)
})
