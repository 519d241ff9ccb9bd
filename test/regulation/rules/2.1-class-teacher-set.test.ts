import { classTeacherSet } from '../../../src/regulation/rules/2.1-class-teacher-set.js'
import { testRule } from '../rule-tester.js'

const lessons = [{ id: 1, date: '2026-11-16' }]
const handover = { absent: '2026-11-16 06:00', seen: '2026-11-17 06:00' }

testRule(classTeacherSet, [
  {
    kind: 'kept',
    title: 'the class changed hands, each class by itself',
    lessons: [...lessons, { id: 2, date: '2026-11-16', class: '7Б' }],
    classTeachers: [
      { teacher: 9001, left: handover },
      { teacher: 9002, appeared: handover },
      { teacher: 9002, class: '7Б' },
    ],
    verdicts: 2,
  },
  {
    kind: 'kept',
    title: 'for days that are over who led the class then counts',
    lessons,
    to: '2026-11-13',
    classTeachers: [{ teacher: 9001, left: handover }],
    expect: [{ class: 101, date: '2026-11-13' }],
  },
  {
    kind: 'unproven',
    title: 'the one left and the other came between the same looks',
    lessons,
    to: '2026-11-16',
    classTeachers: [
      { teacher: 9001, left: handover },
      { teacher: 9002, appeared: handover },
    ],
    expect: [{ class: 101, reason: 'unproven-change' }],
  },
  {
    kind: 'broken',
    title: 'named only later than the days asked for',
    lessons,
    to: '2026-11-13',
    classTeachers: [{ teacher: 9002, appeared: handover }],
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
