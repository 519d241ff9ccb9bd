import { classTeacherSet } from '../../../src/regulation/rules/2.1-class-teacher-set.js'
import { testRule } from '../rule-tester.js'

const lessons = [{ id: 1, date: '2026-11-16' }]

testRule(classTeacherSet, [
  {
    kind: 'none',
    title: 'the list was read on a day that nobody asks for',
    lessons,
    from: '2026-11-19',
  },
  {
    kind: 'kept',
    title: 'the class changed hands, each class by itself',
    lessons: [...lessons, { id: 2, date: '2026-11-16', class: '7Б' }],
    classTeachers: [
      { teacher: 9001, left: { absent: '2026-11-16 06:00', seen: '2026-11-17 06:00' } },
      { teacher: 9002, appeared: { absent: '2026-11-16 06:00', seen: '2026-11-17 06:00' } },
      { teacher: 9002, class: '7Б' },
    ],
    verdicts: 2,
  },
  {
    kind: 'unproven',
    title: 'never read: told for the last of the days asked for',
    lessons,
    to: '2026-11-17',
    looks: { 'class-teacher': null },
    expect: [{ class: 101, date: '2026-11-17' }],
  },
])
