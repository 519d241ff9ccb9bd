import { sheetUnchanged } from '../../../src/regulation/rules/2.8-sheet-unchanged.js'
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

testRule(sheetUnchanged, [
  { kind: 'none', title: 'nothing printed', ...june },
  {
    kind: 'kept',
    title: 'a new print takes the place of the old one, whose cells have changed',
    ...june,
    finals: [{ value: '5', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
    formerFinals: [{ value: '4', absent: '2027-06-09 20:00', seen: '2027-06-10 06:00' }],
    printed: [
      { ...sheet, cells: [{ value: '4' }] },
      { on: '2027-06-12', read: '2027-06-11 18:00', cells: [{ value: '5' }] },
    ],
    expect: [{ part: 'sheet-2' }],
    verdicts: 1,
  },
  {
    kind: 'broken',
    title: 'a mark that was taken away, and one of a pupil who isn’t on the sheet',
    ...june,
    finals: [{ value: '4', pupil: 1002, absent: '2027-06-14 06:00', seen: '2027-06-15 06:00' }],
    formerFinals: [{ value: '4', absent: '2027-06-15 06:00', seen: '2027-06-16 06:00' }],
    printed: [{ ...sheet, cells: [{ value: '4' }] }],
    expect: [
      { pupil: 1001, date: '2027-06-15' },
      { pupil: 1002, date: '2027-06-14' },
    ],
    verdicts: 2,
  },
  {
    kind: 'kept',
    title: 'what differed already when it was printed is another rule’s',
    ...june,
    printed: [{ ...sheet, cells: [{ value: '3' }] }],
  },
])
