import { sheetEqual } from '../../../src/regulation/rules/2.8-sheet-equal.js'
import { testRule } from '../rule-tester.js'

const june = {
  asOf: '2027-06-20 12:00',
  from: '2027-06-01',
  to: '2027-09-30',
  looked: '2027-06-20 06:00',
  periods: [{ id: 1, start: '2027-04-05', finish: '2027-05-28' }],
  lessons: [{ id: 1, date: '2027-05-24' }],
  finals: [{ value: '4', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
}
const sheet = { on: '2027-06-10', read: '2027-06-09 18:00' }

testRule(sheetEqual, [
  {
    kind: 'none',
    title: 'a sheet that is lost can’t be compared',
    ...june,
    printed: [{ ...sheet, lost: true }],
  },
  {
    kind: 'broken',
    title: 'a value that went before the sheet was read, and stands on it',
    ...june,
    finals: [{ value: '5', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
    formerFinals: [{ value: '4', absent: '2027-06-07 06:00', seen: '2027-06-08 06:00' }],
    printed: [{ ...sheet, cells: [{ value: '4' }] }],
    expect: [{ says: 'клеток 1' }],
  },
])
