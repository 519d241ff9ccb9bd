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
const inJune = { absent: '2027-06-14 06:00', seen: '2027-06-15 06:00' }
const bothChanged = {
  ...june,
  finals: [{ value: '5', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
  formerFinals: [{ value: '4', ...inJune }],
  results: [{ value: '5', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
  formerResults: [{ value: '4', ...inJune }],
  printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: '4' }] }],
}

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
  {
    kind: 'kept',
    title: 'marks of exams of a sheet that has no lines for them are compared with nothing',
    ...june,
    results: [{ value: '5', ...inJune }],
    formerResults: [{ value: '4', ...inJune }],
    printed: [{ ...sheet, cells: [{ value: '4' }] }],
    expect: [{ part: 'sheet-1', says: 'на 20.06.2027 06:00' }],
    verdicts: 1,
  },
  {
    kind: 'kept',
    title: 'a sheet printed before the year’s end had no exams to wait for, and nobody has read them',
    ...june,
    asOf: '2027-05-20 12:00',
    looked: '2027-05-20 06:00',
    looks: { 'exam-marks': null },
    from: '2027-05-01',
    finals: [{ value: '4', absent: '2027-05-10 06:00', seen: '2027-05-11 06:00' }],
    printed: [
      { on: '2027-05-13', read: '2027-05-12 18:00', cells: [{ value: '4' }], results: [{ value: null }] },
    ],
    expect: [{ part: 'sheet-1', date: '2027-05-13' }],
  },
  {
    kind: 'unproven',
    title: 'a sheet printed after it had',
    ...june,
    looks: { 'exam-marks': null },
    printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: null }] }],
    expect: [{ part: 'sheet-1', reason: 'unproven-exams' }],
  },
  {
    kind: 'broken',
    title: 'a mark of an exam that was taken away, and one of a pupil who isn’t on the sheet',
    ...june,
    results: [{ value: '4', pupil: 1002, ...inJune }],
    formerResults: [{ value: '4', ...inJune }],
    printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: '4' }] }],
    expect: [
      { pupil: 1001, part: 'sheet-1-exam' },
      { pupil: 1002, part: 'sheet-1-exam' },
    ],
    verdicts: 2,
  },
  {
    kind: 'broken',
    title: 'is told of exams also where final marks weren’t read since',
    ...june,
    looks: { 'final-marks': '2027-06-09 18:00' },
    results: [{ value: '5', absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }],
    formerResults: [{ value: '4', ...inJune }],
    printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: '4' }] }],
    expect: [{ pupil: 1001, part: 'sheet-1-exam' }],
    verdicts: 1,
  },
  {
    kind: 'pending',
    title: 'neither was read since',
    ...june,
    looked: '2027-06-09 18:00',
    printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: null }] }],
    verdicts: 1,
  },
  {
    kind: 'unproven',
    title: 'a value that went before the sheet was made, which has it all the same',
    ...june,
    formerResults: [{ value: '4', absent: '2027-06-08 06:00', seen: '2027-06-09 06:00' }],
    printed: [{ ...sheet, cells: [{ value: '4' }], results: [{ value: '4' }] }],
    expect: [{ part: 'sheet-1', reason: 'unproven-exams' }],
  },
  {
    kind: 'unproven',
    title: 'what of exams couldn’t be read casts doubt on these, not on the final marks',
    ...bothChanged,
    quarantined: { 'exam-marks': 1 },
    expect: [
      { pupil: 1001, part: 'sheet-1-exam', verdict: 'unproven', reason: 'unproven-quarantine' },
      { pupil: 1001, part: 'sheet-1', verdict: 'broken' },
    ],
    verdicts: 2,
  },
  {
    kind: 'unproven',
    title: 'and the other way round',
    ...bothChanged,
    quarantined: { 'final-marks': 1 },
    expect: [
      { pupil: 1001, part: 'sheet-1-exam', verdict: 'broken' },
      { pupil: 1001, part: 'sheet-1', verdict: 'unproven', reason: 'unproven-quarantine' },
    ],
    verdicts: 2,
  },
])
