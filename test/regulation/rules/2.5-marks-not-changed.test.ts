import { marksNotChanged } from '../../../src/regulation/rules/2.5-marks-not-changed.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const mark = { id: 31, lesson: 1, work: 7, value: '3', seen: '2026-11-16 15:00' }
const nextDay = { absent: '2026-11-17 06:00', seen: '2026-11-17 14:00' }
const changed = { ...mark, later: [{ value: '4', ...nextDay }] }
const october = { id: 1, date: '2026-10-20' }
const inNovember = {
  id: 31,
  lesson: 1,
  value: '3',
  seen: '2026-10-20 15:00',
  later: [{ value: '4', absent: '2026-11-02 06:00', seen: '2026-11-03 06:00' }],
}
const quarters = [
  { id: 1, number: 1, start: '2026-09-01', finish: '2026-10-25' },
  { id: 2, number: 2, start: '2026-11-02', finish: '2026-12-30' },
]

testRule(marksNotChanged, [
  {
    kind: 'none',
    title: 'a mark without a lesson, of another day, and a final one',
    from: '2026-11-16',
    lessons: [lesson, { id: 2, date: '2026-11-13' }],
    marks: [
      { ...changed, lesson: null },
      { ...changed, id: 32, lesson: 2 },
      { ...changed, id: 33, kind: 'final' },
    ],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'one «точка» for another is no mark yet',
    lessons: [lesson],
    marks: [{ ...mark, value: '.', later: [{ value: '•', ...nextDay }] }],
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'what was filled in for a «точка» is a mark, and may be changed on its own day only',
    lessons: [lesson],
    marks: [
      {
        ...mark,
        value: '.',
        later: [
          { value: '3', absent: '2026-11-16 15:00', seen: '2026-11-16 18:00' },
          { value: '4', ...nextDay },
        ],
      },
    ],
    expect: [{ mark: 31, deadline: '2026-11-16 23:59', says: '(«3», затем «4»)' }],
  },
  {
    kind: 'unproven',
    title: 'nobody saw the former value stand after its day',
    lessons: [lesson],
    marks: [{ ...mark, later: [{ value: '4', absent: null, seen: '2026-11-17 14:00' }] }],
    expect: [{ mark: 31, reason: 'unproven-first-look' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson that came to its day later than the change',
    lessons: [{ ...lesson, appeared: { absent: '2026-11-17 06:00', seen: '2026-11-17 14:00' } }],
    marks: [changed],
    expect: [{ mark: 31, reason: 'unproven-lesson-late' }],
  },
  {
    kind: 'broken',
    title: 'a school that minds at once',
    settings: { minorAfterDays: 0 },
    lessons: [lesson],
    marks: [changed],
    expect: [{ mark: 31, severity: 'minor' }],
  },
  {
    kind: 'broken',
    title: 'a half-year is not over when its quarter is',
    halfYear: ['Алгебра'],
    periods: quarters,
    lessons: [october],
    marks: [inNovember],
    expect: [{ mark: 31, reason: 'broken', severity: 'minor' }],
  },
  {
    kind: 'broken',
    title: 'of quarter and half-year the subject chooses',
    periods: [...quarters, { id: 9, type: 'half-year', start: '2026-09-01', finish: '2026-12-30' }],
    lessons: [october],
    marks: [inNovember],
    expect: [{ mark: 31, reason: 'broken-closed' }],
  },
  {
    kind: 'broken',
    title: 'the half-year that the class has',
    halfYear: ['Алгебра'],
    periods: [...quarters, { id: 9, type: 'half-year', start: '2026-09-01', finish: '2026-12-30' }],
    lessons: [october],
    marks: [inNovember],
    expect: [{ mark: 31, reason: 'broken' }],
  },
  {
    kind: 'broken',
    title: 'without periods none is over',
    lessons: [october],
    marks: [inNovember],
    expect: [{ mark: 31, reason: 'broken', severity: 'minor' }],
  },
  {
    kind: 'broken',
    title: 'two replacements in a row are one story, whatever was replaced',
    lessons: [lesson],
    marks: [
      { ...mark, value: '2', gone: { absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' } },
      { ...mark, id: 32, value: '3', absent: '2026-11-16 18:00', seen: '2026-11-16 20:00', gone: nextDay },
      { ...mark, id: 33, value: '5', ...nextDay },
    ],
    expect: [{ mark: 33, says: '«2», затем «3», затем «5»' }],
    verdicts: 1,
  },
])
