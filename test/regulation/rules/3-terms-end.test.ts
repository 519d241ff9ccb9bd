import { termsEnd } from '../../../src/regulation/rules/3-terms-end.js'
import { testRule } from '../rule-tester.js'

testRule(termsEnd, [
  { kind: 'none', title: 'days without the day on which it is told', from: '2026-01-16', to: '2026-12-31' },
  {
    kind: 'none',
    title: 'the school had no electronic journal yet',
    from: '2026-01-15',
    to: '2026-01-15',
    asOf: '2026-01-15 12:00',
    settings: { firstYear: 2021 },
    notApplicable: 2,
  },
  {
    kind: 'pending',
    title: 'the school keeps its journals longer, and is told on another day',
    from: '2026-09-01',
    to: '2026-09-01',
    asOf: '2026-09-01 12:00',
    settings: { journalYears: 10, toldOn: '09-01' },
    expect: [{ part: 'journal-2015', says: '2015-2016 учебный год (10 л.)' }],
    verdicts: 1,
  },
])
