import { notAttested } from '../../../src/regulation/rules/2.7-not-attested.js'
import { testRule } from '../rule-tester.js'

const days = ['2026-10-06', '2026-10-13', '2026-10-20']
const ended = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  members: [{ pupil: 1001 }],
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: days.map((date, index) => ({ id: index + 1, date })),
}
const final = { absent: '2026-10-20 06:00', seen: '2026-10-22 06:00', value: 'н/а' }

testRule(notAttested, [
  { kind: 'none', title: 'any other value', ...ended, finals: [{ ...final, value: '2' }] },
  {
    kind: 'kept',
    title: 'another share by setting; cancelled lessons and other pupils don’t count',
    ...ended,
    settings: { missedShare: 0.3 },
    lessons: [...ended.lessons, { id: 4, date: '2026-10-21', status: 'cancelled' }],
    attendance: [
      { lesson: 1, status: 'absent', seen: '2026-10-06 12:00' },
      { lesson: 2, status: 'absent', pupil: 1002, seen: '2026-10-13 12:00' },
    ],
    finals: [final],
    expect: [{ pupil: 1001, says: 'пропущено 33 % уроков предмета (3)' }],
  },
  {
    kind: 'unproven',
    title: 'a look at the attendance is older than the final mark',
    ...ended,
    looks: { attendance: '2026-10-21 06:00' },
    finals: [final],
    expect: [{ pupil: 1001, reason: 'unproven-stale' }],
  },
  {
    kind: 'unproven',
    title: 'a subgroup of which nobody knows the members',
    ...ended,
    lessons: ended.lessons.map(lesson => ({ ...lesson, group: 'англ1' })),
    finals: [final],
    expect: [{ pupil: 1001, reason: 'unproven-subgroup' }],
  },
])
