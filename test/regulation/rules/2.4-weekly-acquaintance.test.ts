import { weeklyAcquaintance } from '../../../src/regulation/rules/2.4-weekly-acquaintance.js'
import { testRule } from '../rule-tester.js'

const week = {
  asOf: '2026-11-24 12:00',
  from: '2026-11-09',
  to: '2026-11-15',
  periods: [{ id: 2, start: '2026-11-09', finish: '2026-12-28' }],
}

testRule(weeklyAcquaintance, [
  {
    kind: 'none',
    title: 'a week of holidays asks nothing',
    ...week,
    holidays: [{ from: '2026-11-09', to: '2026-11-15' }],
  },
  { kind: 'none', title: 'nor does one outside of all periods', ...week, periods: [] },
  {
    kind: 'unproven',
    title: 'another class’s statement, or another week’s, says nothing of this one',
    ...week,
    acquaintances: [{ week: '2026-11-16', on: '2026-11-17' }],
  },
  {
    kind: 'kept',
    title: 'the first of two statements counts',
    ...week,
    acquaintances: [
      { week: '2026-11-09', on: '2026-11-24' },
      { week: '2026-11-09', on: '2026-11-20' },
    ],
    expect: [{ part: '2026-11-09', date: '2026-11-13', deadline: '2026-11-20 23:59', says: '20.11.2026' }],
  },
  {
    kind: 'kept',
    title: 'a six-day week ends on Saturday, and the school sets its own term',
    ...week,
    week: 6,
    settings: { daysAfter: 0 },
    acquaintances: [{ week: '2026-11-09', on: '2026-11-15' }],
    expect: [{ date: '2026-11-14', deadline: '2026-11-15 23:59' }],
  },
])
