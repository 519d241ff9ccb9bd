import { sheetsPrinted } from '../../../src/regulation/rules/3-sheets-printed.js'
import { testRule } from '../rule-tester.js'

const june = { from: '2027-06-14', to: '2027-06-30' }

testRule(sheetsPrinted, [
  { kind: 'none', title: 'other days of the year', from: '2026-11-01', to: '2027-06-29' },
  {
    kind: 'pending',
    title: 'only a reminder at first',
    ...june,
    asOf: '2027-06-01 12:00',
    expect: [{ part: '2026-2027', severity: 'info', says: 'подготовлена' }],
  },
  {
    kind: 'pending',
    title: 'grave in the last days, also by the school’s own earlier term',
    from: '2027-06-01',
    to: '2027-06-20',
    settings: { due: '06-20' },
    asOf: '2027-06-16 12:00',
    expect: [{ part: '2026-2027', severity: 'major', deadline: '2027-06-20 23:59' }],
  },
])
