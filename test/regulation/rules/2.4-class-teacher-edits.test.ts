import { classTeacherEdits } from '../../../src/regulation/rules/2.4-class-teacher-edits.js'
import { testRule } from '../rule-tester.js'

const lessons = [
  { id: 7, date: '2026-11-02', number: 4 },
  { id: 8, date: '2026-11-09', number: 4 },
  { id: 1, date: '2026-11-16', number: 4 },
  { id: 2, date: '2026-11-16', number: 3, subject: 'Физика', teachers: [9002] },
]
const work = { id: 21, lesson: 1, author: 9002, states: [{ seen: '2026-11-16 13:00' }] }
const story = { otherSettings: { '2.6-homework-in-time': { lesson: 'given' } }, lessons, homework: [work] }
const head = [{ teacher: 9002 }]

testRule(classTeacherEdits, [
  { kind: 'none', title: 'anybody else', ...story, notApplicable: 1 },
  {
    kind: 'none',
    title: 'of another class',
    ...story,
    classTeachers: [{ teacher: 9002, class: '7Б' }],
    lessons: [...lessons, { id: 9, date: '2026-11-16', class: '7Б' }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'the platform names nobody',
    ...story,
    classTeachers: head,
    homework: [{ ...work, author: null }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'works that the platform makes by itself',
    ...story,
    classTeachers: head,
    homework: [{ ...work, kind: 'lesson' }],
  },
  {
    kind: 'broken',
    title: 'a control work in a foreign subject',
    ...story,
    classTeachers: head,
    homework: [{ ...work, kind: 'written' }],
  },
  {
    kind: 'kept',
    title: 'stood in at one lesson of the subject',
    ...story,
    classTeachers: head,
    lessons: [...lessons.slice(0, 3), { ...lessons[3], id: 2, date: '2026-11-13', subject: 'Алгебра' }],
  },
  {
    kind: 'none',
    title: 'led the class no more when it was written',
    ...story,
    classTeachers: [{ teacher: 9002, left: { absent: '2026-11-11 06:00', seen: '2026-11-12 06:00' } }],
    homework: [{ ...work, states: [{ absent: '2026-11-13 06:00', seen: '2026-11-16 13:00' }] }],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'nobody looked for it before: perhaps it stood there while somebody still led the class',
    ...story,
    classTeachers: [{ teacher: 9002, left: { absent: '2026-11-11 06:00', seen: '2026-11-12 06:00' } }],
    expect: [{ work: 21, reason: 'unproven-head' }],
  },
  {
    kind: 'none',
    title: 'nor is it taken to have stood there for more than two weeks before its lesson',
    ...story,
    classTeachers: [{ teacher: 9002, left: { absent: '2026-10-30 06:00', seen: '2026-11-02 00:00' } }],
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'nobody looked for it before, but led the class for two weeks',
    ...story,
    classTeachers: [{ teacher: 9002, appeared: { absent: '2026-10-30 06:00', seen: '2026-11-02 00:00' } }],
  },
  {
    kind: 'unproven',
    title: 'nobody looked for it before, and led the class for a day less',
    ...story,
    classTeachers: [{ teacher: 9002, appeared: { absent: '2026-11-02 06:00', seen: '2026-11-03 00:00' } }],
  },
  {
    kind: 'unproven',
    title: 'of a lesson to come, it stood there before anybody was seen to lead the class',
    ...story,
    classTeachers: [{ teacher: 9002, appeared: { seen: '2026-11-02 00:00' } }],
    homework: [{ ...work, states: [{ seen: '2026-11-01 13:00' }] }],
    expect: [{ work: 21, reason: 'unproven-head' }],
  },
  {
    kind: 'broken',
    title: 'led the class to the moment at which it was seen',
    ...story,
    classTeachers: [{ teacher: 9002, left: { absent: '2026-11-16 13:00', seen: '2026-11-17 06:00' } }],
  },
  {
    kind: 'unproven',
    title: 'perhaps not to that moment',
    ...story,
    classTeachers: [{ teacher: 9002, left: { absent: '2026-11-16 12:59', seen: '2026-11-17 06:00' } }],
    homework: [{ ...work, states: [{ absent: '2026-11-16 11:00', seen: '2026-11-16 13:00' }] }],
    expect: [{ work: 21, reason: 'unproven-head' }],
  },
  {
    kind: 'none',
    title: 'teaches the subject, whether they led the class then or not',
    ...story,
    classTeachers: [{ teacher: 9001, appeared: { absent: '2026-11-09 06:00', seen: '2026-11-18 06:00' } }],
    homework: [{ ...work, author: 9001 }],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a lesson without a subject',
    ...story,
    classTeachers: head,
    lessons: [
      ...lessons.slice(0, 2),
      { id: 1, date: '2026-11-16', number: 4, subject: null },
      { id: 2, date: '2026-11-16', number: 3, subject: 'Физика', teachers: [9002] },
    ],
  },
])
