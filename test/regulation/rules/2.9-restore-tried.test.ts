import { restoreTried } from '../../../src/regulation/rules/2.9-restore-tried.js'
import { testRule } from '../rule-tester.js'

testRule(restoreTried, [
  { kind: 'none', title: 'days without the yearly term', from: '2026-11-01', to: '2027-05-31' },
  {
    kind: 'kept',
    title: 'the school sets its own day',
    from: '2026-12-01',
    to: '2026-12-31',
    asOf: '2027-01-10 12:00',
    settings: { due: '12-31' },
    restores: [{ on: '2026-12-31' }, { on: '2026-03-01' }],
    expect: [{ date: '2026-12-31', says: '31.12.2026' }],
  },
])
