import { copiesApart } from '../../../src/regulation/rules/2.9-copies-apart.js'
import { testRule } from '../rule-tester.js'

const quarter = { from: '2026-12-28', to: '2026-12-31', asOf: '2027-01-02 12:00' }

testRule(copiesApart, [
  { kind: 'none', title: 'days without the end of a quarter', from: '2026-11-01', to: '2026-12-30' },
  {
    kind: 'unproven',
    title: 'the school may ask for three places',
    ...quarter,
    settings: { places: 3 },
    backups: [
      { on: '2026-12-01', place: 'сейф' },
      { on: '2026-12-02', place: 'сервер' },
    ],
    expect: [{ reason: 'unproven-together', says: 'нужно 3' }],
  },
  {
    kind: 'kept',
    title: 'whether a copy was read is another rule’s question',
    ...quarter,
    backups: [
      { on: '2026-12-01', place: 'сейф' },
      { on: '2026-12-31', place: 'сервер', verified: false },
    ],
  },
])
