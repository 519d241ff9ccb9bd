import { copiesMade } from '../../../src/regulation/rules/1.2-copies-made.js'
import { testRule } from '../rule-tester.js'

const week = {
  from: '2026-11-09',
  to: '2026-11-15',
  periods: [{ id: 2, start: '2026-11-09', finish: '2026-12-28' }],
}

testRule(copiesMade, [
  {
    kind: 'none',
    title: 'a week of holidays',
    ...week,
    holidays: [{ from: '2026-11-09', to: '2026-11-15' }],
  },
  {
    kind: 'kept',
    title: 'the school may ask for one a fortnight; an unverified newer copy takes nothing away',
    ...week,
    settings: { everyDays: 14 },
    backups: [{ on: '2026-11-02' }, { on: '2026-11-14', verified: false }],
    expect: [{ says: 'сделана 02.11.2026' }],
  },
])
