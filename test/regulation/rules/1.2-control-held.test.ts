import { controlHeld } from '../../../src/regulation/rules/1.2-control-held.js'
import { testRule } from '../rule-tester.js'

const periods = [{ id: 2, start: '2026-11-09', finish: '2026-12-28' }]

testRule(controlHeld, [
  { kind: 'none', title: 'a month without study', from: '2026-10-01', to: '2026-10-31', periods },
  {
    kind: 'kept',
    title: 'each month is a duty of its own, dated by its last day of study',
    asOf: '2026-12-10 12:00',
    from: '2026-11-30',
    periods,
    controls: [{ on: '2026-11-10' }, { on: '2026-12-03' }],
    expect: [
      { part: '2026-11', date: '2026-11-30' },
      { part: '2026-12', date: '2026-12-28', deadline: '2026-12-31 23:59' },
    ],
    verdicts: 2,
  },
])
