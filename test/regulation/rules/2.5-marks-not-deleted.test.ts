import { marksNotDeleted } from '../../../src/regulation/rules/2.5-marks-not-deleted.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const gone = { absent: '2026-11-17 06:00', seen: '2026-11-17 14:00' }
const mark = { id: 31, lesson: 1, work: 7, seen: '2026-11-16 15:00', gone }
const other = { id: 2, date: '2026-11-17' }

testRule(marksNotDeleted, [
  {
    kind: 'none',
    title: 'a mark without a lesson, of a lesson that is gone, of another day, a final one',
    from: '2026-11-16',
    lessons: [lesson, { id: 2, date: '2026-11-13' }],
    marks: [
      { ...mark, lesson: null },
      { ...mark, id: 32, lesson: 99 },
      { ...mark, id: 33, lesson: 2 },
      { ...mark, id: 34, kind: 'final' },
    ],
    notApplicable: 3,
  },
  {
    kind: 'none',
    title: 'a mark that should never have stood there: of a pupil who had left, in a first grade',
    parallel: 1,
    members: [{ pupil: 1001, left: { absent: '2026-11-12 06:00', seen: '2026-11-13 06:00' } }],
    lessons: [lesson],
    marks: [mark],
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'a pupil who left when the mark had been missing for some time didn’t take it along',
    members: [{ pupil: 1001, left: { absent: '2026-11-17 14:00', seen: '2026-11-17 20:00' } }],
    lessons: [lesson],
    marks: [mark],
  },
  {
    kind: 'broken',
    title: 'an equal mark of a lesson to come, on whose page nobody had looked before, is no move',
    lessons: [lesson, { id: 2, date: '2026-11-18' }],
    marks: [mark, { id: 32, lesson: 2, seen: '2026-11-18 06:00' }],
    expect: [{ mark: 31, verdict: 'broken' }],
    verdicts: 1,
  },
  {
    kind: 'broken',
    title: 'an equal mark that was seen while this one still stood is another one',
    lessons: [lesson, { id: 2, date: '2026-11-13' }],
    marks: [mark, { id: 32, lesson: 2, absent: '2026-11-16 06:00', seen: '2026-11-17 06:00' }],
    expect: [{ mark: 31, verdict: 'broken' }],
    verdicts: 1,
  },
  {
    kind: 'broken',
    title: 'second graders have marks from their second quarter on',
    parallel: 2,
    periods: [{ id: 1 }],
    lessons: [lesson, { id: 2, date: '2026-10-20' }],
    marks: [
      mark,
      {
        id: 32,
        lesson: 2,
        seen: '2026-10-20 15:00',
        gone: { absent: '2026-10-21 06:00', seen: '2026-10-22 06:00' },
      },
    ],
    verdicts: 1,
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a second grade whose periods nobody knows',
    parallel: 2,
    lessons: [lesson],
    marks: [mark],
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'the other mark of a double cell, which was there before, replaces nothing',
    lessons: [lesson],
    marks: [mark, { id: 32, lesson: 1, work: 7, seen: '2026-11-16 15:00' }],
  },
  {
    kind: 'unproven',
    title: 'the replacement was deleted in its turn: one deletion, one correction',
    lessons: [lesson],
    marks: [
      mark,
      { ...mark, id: 32, ...gone, gone: { absent: '2026-11-17 20:00', seen: '2026-11-18 00:30' } },
    ],
    looked: '2026-11-18 06:00',
    expect: [{ mark: 32, reason: 'unproven-straddles' }],
    verdicts: 1,
  },
  {
    kind: 'unproven',
    title: 'an equal mark of another work of the lesson came when it went',
    lessons: [lesson],
    marks: [mark, { id: 32, lesson: 1, work: 8, ...gone }],
    expect: [{ mark: 31, reason: 'unproven-moved' }],
  },
  {
    kind: 'unproven',
    title: 'an equal mark of another work came when it went, though it counts since that one was there',
    lessons: [lesson],
    marks: [mark, { id: 32, lesson: 1, work: 8, ...gone, appeared: { seen: '2026-11-16 15:00' } }],
    expect: [{ mark: 31, reason: 'unproven-moved' }],
  },
  {
    kind: 'broken',
    title: 'a mark of another work of the lesson, which comes some day, replaces nothing',
    lessons: [lesson],
    marks: [
      mark,
      { id: 32, lesson: 1, work: 8, value: '5', ...gone },
      { id: 33, lesson: 1, work: 9, value: '5', ...gone, appeared: { seen: '2026-11-16 15:00' } },
    ],
  },
  {
    kind: 'unproven',
    title: 'a mark of no work may be any that came when it went',
    lessons: [lesson],
    marks: [
      { ...mark, work: null },
      { id: 32, lesson: 1, value: '5', ...gone },
    ],
    expect: [{ mark: 31, reason: 'unproven-moved' }],
  },
  {
    kind: 'unproven',
    title: 'nobody saw it stand after its day',
    lessons: [lesson],
    marks: [{ ...mark, gone: { ...gone, absent: null } }],
    expect: [{ mark: 31, reason: 'unproven-first-look' }],
  },
  {
    kind: 'unproven',
    title: 'lessons that were not read since may have been moved with their marks',
    looks: { lessons: '2026-11-17 06:00' },
    lessons: [lesson],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-once' }],
  },
  {
    kind: 'unproven',
    title: 'the pupils were not read since',
    looks: { members: null },
    lessons: [lesson],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-once' }],
  },
  {
    kind: 'broken',
    title: 'an equal mark of another subject, of another pupil, of another value or time is no move',
    lessons: [lesson, other, { id: 3, date: '2026-11-17', number: 2, subject: 'Физика' }],
    marks: [
      mark,
      { id: 32, lesson: 3, ...gone },
      { id: 33, lesson: 2, ...gone, pupil: 1002 },
      { id: 34, lesson: 2, ...gone, value: '5' },
      { id: 35, lesson: 2, absent: '2026-11-17 14:30', seen: '2026-11-18 06:00' },
    ],
    expect: [{ mark: 31, verdict: 'broken' }],
    verdicts: 1,
  },
  {
    kind: 'broken',
    title: 'which marks are failing is the school’s matter; so is no last week known without periods',
    settings: { failing: ['3'] },
    periods: [{ id: 1, start: '2026-11-02', finish: '2026-11-20' }],
    lessons: [lesson, { id: 2, date: '2026-10-30' }],
    marks: [
      { ...mark, value: '3' },
      { ...mark, id: 32, pupil: 1002, value: '2' },
      { ...mark, id: 33, lesson: 2, value: '3' },
    ],
    expect: [
      { mark: 31, severity: 'major' },
      { mark: 32, severity: 'minor' },
      { mark: 33, severity: 'minor' },
    ],
  },
])
