import { marksWhileAbsent } from '../../../src/regulation/rules/2.5-marks-while-absent.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const absent = { lesson: 1, seen: '2026-11-16 12:00' }
const mark = { id: 31, lesson: 1, seen: '2026-11-16 15:00' }

testRule(marksWhileAbsent, [
  {
    kind: 'none',
    title: 'a lesson that is not in the slice, another day, and who was there',
    from: '2026-11-16',
    lessons: [lesson, { id: 2, date: '2026-11-13' }],
    attendance: [
      { ...absent, lesson: 99 },
      { ...absent, lesson: 2 },
      { ...absent, status: 'late' },
      { ...absent, pupil: 1002, status: 'unknown' },
    ],
    marks: [mark],
    notApplicable: 0,
  },
  {
    kind: 'broken',
    title: 'excused like any other, unless the school counts them apart',
    lessons: [lesson],
    attendance: [{ ...absent, status: 'excused' }],
    marks: [mark],
  },
  {
    kind: 'none',
    title: 'a school that counts them apart',
    settings: { excusedToo: false },
    lessons: [lesson],
    attendance: [{ ...absent, status: 'excused' }],
    marks: [mark],
    notApplicable: 1,
  },
  {
    kind: 'kept',
    title: 'two marks for one work: the second may have been earned on another day',
    lessons: [lesson],
    attendance: [absent],
    marks: [
      { ...mark, work: 7 },
      { ...mark, id: 32, work: 7 },
    ],
  },
  {
    kind: 'broken',
    title: 'marks for two works, one of which nobody understands',
    lessons: [lesson],
    attendance: [absent],
    marks: [
      { ...mark, work: 7 },
      { ...mark, id: 32, work: 8, kind: 'unknown' },
      { ...mark, id: 33, work: 9 },
    ],
    verdicts: 1,
  },
  {
    kind: 'kept',
    title: 'the mark is gone',
    lessons: [lesson],
    attendance: [absent],
    marks: [{ ...mark, gone: { absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' } }],
  },
  {
    kind: 'unproven',
    title: 'marks that were never read',
    looks: { marks: null },
    lessons: [lesson],
    attendance: [absent],
    expect: [{ lesson: 1, reason: 'unproven-stale' }],
  },
])
