import { waitingMarksClosed } from '../../../src/regulation/rules/2.5-waiting-marks-closed.js'
import { testRule } from '../rule-tester.js'

const lessons = [{ id: 1, date: '2026-11-16' }]
const dot = { id: 31, lesson: 1, value: '.', seen: '2026-11-16 15:00' }
const december = { asOf: '2026-12-10 12:00', looked: '2026-12-10 06:00' }

testRule(waitingMarksClosed, [
  {
    kind: 'none',
    title: 'no lesson, a lesson of another day, and a mark that only changed',
    from: '2026-11-16',
    ...december,
    lessons: [...lessons, { id: 2, date: '2026-11-13' }],
    marks: [
      { ...dot, lesson: null },
      { ...dot, id: 32, lesson: 2 },
      {
        ...dot,
        id: 33,
        value: '4',
        later: [{ value: '5', absent: '2026-11-17 06:00', seen: '2026-11-17 14:00' }],
      },
    ],
  },
  {
    kind: 'unproven',
    title: 'closed between two looks around the term',
    ...december,
    lessons,
    marks: [{ ...dot, later: [{ value: '4', absent: '2026-11-30 20:00', seen: '2026-12-01 06:00' }] }],
    expect: [{ mark: 31, reason: 'unproven-straddles' }],
  },
  {
    kind: 'unproven',
    title: 'closed, and nobody saw it open',
    ...december,
    lessons,
    marks: [{ ...dot, later: [{ value: '4', absent: null, seen: '2026-12-01 06:00' }] }],
    expect: [{ mark: 31, reason: 'unproven-first-look' }],
  },
  {
    kind: 'broken',
    title: 'one «точка» after another is one wait; one in the place of a mark begins anew',
    ...december,
    settings: { days: 7 },
    lessons,
    marks: [
      { ...dot, later: [{ value: '•', absent: '2026-11-25 06:00', seen: '2026-11-25 15:00' }] },
      {
        ...dot,
        id: 32,
        pupil: 1002,
        later: [
          { value: '4', absent: '2026-11-17 06:00', seen: '2026-11-17 15:00' },
          { value: '.', absent: '2026-11-18 06:00', seen: '2026-11-18 15:00' },
        ],
      },
    ],
    expect: [
      { mark: 31, deadline: '2026-11-23 23:59' },
      { mark: 32, deadline: '2026-11-25 23:59' },
    ],
  },
])
