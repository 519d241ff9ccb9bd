import { finalMarksBase } from '../../../src/regulation/rules/2.7-final-marks-base.js'
import { testRule } from '../rule-tester.js'

const ended = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  members: [{ pupil: 1001 }],
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
}
const days = ['2026-10-06', '2026-10-13', '2026-10-20']
const lessons = days.map((date, index) => ({ id: index + 1, date }))
const marks = (count: number) =>
  days.slice(0, count).map((day, index) => ({ id: 31 + index, lesson: index + 1, seen: `${day} 14:00` }))
const final = { absent: '2026-10-20 06:00', seen: '2026-10-22 06:00' }
const poor = { ...ended, lessons, marks: marks(2), finals: [final] }

testRule(finalMarksBase, [
  ...['н/а', 'осв', 'зач'].map(value => ({
    kind: 'none' as const,
    title: `asks for no marks: ${value}`,
    ...poor,
    finals: [{ ...final, value }],
    notApplicable: 1,
  })),
  {
    kind: 'unproven',
    title: 'a value that nobody knows',
    ...poor,
    finals: [{ ...final, value: 'X' }],
    expect: [{ pupil: 1001, reason: 'unproven-value' }],
  },
  {
    kind: 'broken',
    title: 'three hours a week want five marks; those of other subjects and after the period don’t count',
    ...ended,
    lessons: [
      ...days.flatMap((date, week) => [1, 2, 3].map(number => ({ id: 10 * week + number, date, number }))),
      { id: 98, date: '2026-10-20', number: 4, subject: 'Физика' },
      { id: 99, date: '2026-10-26' },
    ],
    marks: [1, 2, 11, 12, 98, 99].map(lesson => ({ id: 100 + lesson, lesson, seen: '2026-10-21 14:00' })),
    finals: [final],
    expect: [{ pupil: 1001, says: 'при 4 текущих, а нужно не менее 5 при 3 ч в неделю' }],
  },
  {
    kind: 'broken',
    title: 'too few even if «54» is two',
    ...poor,
    marks: [{ id: 31, lesson: 1, value: '54', seen: '2026-10-06 14:00' }],
    expect: [{ pupil: 1001, says: 'при 2 текущих, а нужно не менее 3' }],
  },
  {
    kind: 'kept',
    title: 'enough even if «54» is one',
    ...poor,
    marks: [...marks(2), { id: 39, lesson: 3, value: '54', seen: '2026-10-20 14:00' }],
    expect: [{ pupil: 1001, says: 'текущих отметок (3)' }],
  },
  {
    kind: 'kept',
    title: 'a lesson that fell out, or was cancelled, asks for no more marks',
    ...ended,
    lessons: [...lessons, { id: 4, date: '2026-10-21' }, { id: 5, date: '2026-10-22', status: 'cancelled' }],
    marks: marks(3),
    finals: [final],
  },
  {
    kind: 'none',
    title: 'less than one hour a week is in no table',
    ...ended,
    lessons: [
      { id: 1, date: '2026-10-06' },
      ...days.map((date, index) => ({ id: 7 + index, date, subject: 'Физика' })),
    ],
    finals: [final],
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'a half-year wants five',
    ...poor,
    periods: [{ ...ended.periods[0], type: 'half-year' }],
    marks: marks(3),
    expect: [{ pupil: 1001, says: 'не менее 5' }],
  },
  {
    kind: 'none',
    title: 'modules are in no table, and half-year subjects rest on two quarters',
    ...poor,
    periods: [{ ...ended.periods[0], type: 'module' }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a half-year subject in a quarter',
    ...poor,
    halfYear: ['Алгебра'],
    notApplicable: 1,
  },
  { kind: 'kept', title: 'a school may ask for less', ...poor, settings: { minimum: { 1: 2 } } },
  {
    kind: 'broken',
    title: 'or call no illness long',
    ...poor,
    settings: { longAbsence: 1 },
    attendance: [{ lesson: 3, status: 'ill', seen: '2026-10-20 12:00' }],
  },
  {
    kind: 'unproven',
    title: 'a week of the period was never read',
    ...poor,
    lessons: lessons.slice(0, 2),
    expect: [{ reason: 'unproven-unread', says: '1 четверть' }],
  },
  {
    kind: 'unproven',
    title: 'marks that couldn’t be read',
    ...poor,
    quarantined: { marks: 1 },
    expect: [{ reason: 'unproven-unread', says: '1 четверть' }],
  },
  {
    kind: 'unproven',
    title: 'taught in a subgroup of which nobody knows the members',
    ...poor,
    lessons: lessons.map(lesson => ({ ...lesson, group: 'англ1' })),
    expect: [{ pupil: 1001, reason: 'unproven-subgroup' }],
  },
  {
    kind: 'broken',
    title: 'in a subgroup the pupil’s own lessons count, and their teacher answers',
    ...poor,
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: lessons.flatMap(lesson => [
      { ...lesson, group: 'англ1', teachers: [9004] },
      { ...lesson, id: lesson.id + 10, group: 'англ2' },
    ]),
    expect: [{ pupil: 1001, says: 'при 1 ч', teachers: [9004] }],
  },
])
