import { marksInPlace } from '../../../src/regulation/rules/2.5-marks-in-place.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const cancelled = { ...lesson, status: 'cancelled' as const }
const mark = { id: 31, lesson: 1, absent: '2026-11-16 07:00', seen: '2026-11-16 15:00' }
const left = { absent: '2026-11-12 06:00', seen: '2026-11-13 06:00' }
const secondGrade = { class: '2А', parallel: 2, settings: { grade2FirstPeriod: true } }

testRule(marksInPlace, [
  {
    kind: 'none',
    title: 'a mark whose lesson is not in the slice, and one of no lesson',
    lessons: [cancelled],
    marks: [
      { ...mark, lesson: 99 },
      { ...mark, id: 32, lesson: null },
    ],
  },
  {
    kind: 'none',
    title: 'one that was deleted stands nowhere',
    lessons: [cancelled],
    marks: [{ ...mark, gone: { absent: '2026-11-17 06:00', seen: '2026-11-18 06:00' } }],
  },
  {
    kind: 'broken',
    title: 'a mark that came after the cancellation may be taken away on its own day',
    lessons: [cancelled],
    marks: [{ ...mark, absent: '2026-11-16 07:00', seen: '2026-11-17 10:00' }],
    expect: [{ mark: 31, reason: 'broken-cancelled', deadline: '2026-11-17 23:59' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson that was read before the end of the day may have been put back',
    looks: { lessons: '2026-11-16 15:00' },
    lessons: [cancelled],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-stale' }],
  },
  {
    kind: 'unproven',
    title: 'marks of which some could not be read',
    quarantined: { marks: 1 },
    lessons: [cancelled],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-quarantine' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson of which nobody knows whether it was held',
    lessons: [{ ...lesson, status: 'unknown' }],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-status' }],
  },
  {
    kind: 'kept',
    title: 'a school that marks first graders',
    parallel: 1,
    settings: { grade1Marks: true },
    lessons: [lesson],
    marks: [mark],
  },
  {
    kind: 'broken',
    title: 'a first grade that only its name tells',
    class: '1В',
    parallel: null,
    lessons: [lesson],
    marks: [mark],
  },
  {
    kind: 'kept',
    title: 'a class without a grade',
    class: 'Вечерняя',
    parallel: null,
    lessons: [lesson],
    marks: [mark],
  },
  {
    kind: 'unproven',
    title: 'a value that nobody understands in a first grade',
    parallel: 1,
    lessons: [lesson],
    marks: [{ ...mark, value: 'УДВ' }],
    expect: [{ mark: 31, reason: 'unproven-value' }],
  },
  {
    kind: 'unproven',
    title: 'a second grade whose periods are not known',
    ...secondGrade,
    lessons: [lesson],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-period' }],
  },
  {
    kind: 'broken',
    title: 'a first quarter inside a first half-year',
    ...secondGrade,
    periods: [
      { id: 9, type: 'half-year', start: '2026-09-01', finish: '2026-12-30' },
      { id: 1, start: '2026-09-01', finish: '2026-10-25' },
      { id: 8, type: 'year', start: '2026-09-01', finish: '2027-05-26' },
    ],
    lessons: [
      { id: 1, date: '2026-10-16' },
      { id: 2, date: '2026-11-16' },
    ],
    marks: [
      { id: 31, lesson: 1, seen: '2026-10-16 15:00' },
      { id: 32, lesson: 2, seen: '2026-11-16 15:00' },
    ],
    expect: [
      { mark: 31, verdict: 'broken' },
      { mark: 32, verdict: 'kept' },
    ],
  },
  {
    kind: 'unproven',
    title: 'a pupil who was missing from one list only: it is read again before anybody is accused',
    looks: { members: '2026-11-13 06:00' },
    members: [{ pupil: 1001, left }],
    lessons: [lesson],
    marks: [mark],
    expect: [{ mark: 31, reason: 'unproven-stale' }],
  },
  {
    kind: 'kept',
    title: 'a pupil who left after the lesson, and one who came back before it',
    members: [
      { pupil: 1001, left: { absent: '2026-11-16 12:00', seen: '2026-11-17 06:00' } },
      { pupil: 1002, left },
      { pupil: 1002, joined: { absent: '2026-11-14 06:00', seen: '2026-11-15 06:00' } },
    ],
    lessons: [lesson],
    marks: [mark, { ...mark, id: 32, pupil: 1002 }],
  },
  {
    kind: 'broken',
    title: 'a pupil who left twice',
    members: [
      { pupil: 1001, left: { absent: '2026-10-12 06:00', seen: '2026-10-13 06:00' } },
      { pupil: 1001, joined: { absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' }, left },
    ],
    lessons: [lesson],
    marks: [{ ...mark, seen: '2026-11-13 08:00' }],
    expect: [{ mark: 31, reason: 'broken-left', deadline: '2026-11-16 23:59' }],
  },
])
