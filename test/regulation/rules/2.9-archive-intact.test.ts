import { archiveIntact } from '../../../src/regulation/rules/2.9-archive-intact.js'
import { testRule } from '../rule-tester.js'

testRule(archiveIntact, [
  {
    kind: 'pending',
    title: 'a day of November asks for its quarter only, and only what is told on that day',
    from: '2026-11-01',
    to: '2026-12-31',
    archiveChecks: [],
    expect: [{ part: '2026-12-31', date: '2026-12-31' }],
    verdicts: 1,
  },
  {
    kind: 'none',
    title: 'days without an end of a quarter and without a check',
    from: '2026-11-01',
    to: '2026-11-30',
    archiveChecks: [{ at: '2026-10-05 12:00' }],
  },
])
