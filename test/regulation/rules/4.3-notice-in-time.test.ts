import { noticeInTime } from '../../../src/regulation/rules/4.3-notice-in-time.js'
import { testRule } from '../rule-tester.js'

const incident = { learned: '2026-11-16 10:00', head: '2026-11-16 11:00' }

testRule(noticeInTime, [
  {
    kind: 'kept',
    title: 'with the day of learning counted the term ends on it',
    settings: { includeDayZero: true },
    incidents: [{ ...incident, support: '2026-11-16 23:00' }],
  },
  {
    kind: 'mended',
    title: 'with the day of learning counted the next day is late',
    settings: { includeDayZero: true },
    incidents: [{ ...incident, support: '2026-11-17 09:00' }],
  },
  {
    kind: 'kept',
    title: 'a week of six days: Saturday is a working day',
    week: 6,
    incidents: [{ learned: '2026-11-13 10:00', head: '2026-11-13 11:00', support: '2026-11-14 12:00' }],
  },
  {
    kind: 'none',
    title: 'what was learned outside the days asked for says nothing',
    from: '2026-11-17',
    incidents: [{ ...incident, support: '2026-11-16 12:00' }],
  },
])
