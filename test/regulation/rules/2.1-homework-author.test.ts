import { homeworkAuthor } from '../../../src/regulation/rules/2.1-homework-author.js'
import { testRule } from '../rule-tester.js'

const known = [
  { id: 7, date: '2026-11-02', number: 4 },
  { id: 8, date: '2026-11-09', number: 4 },
  { id: 2, date: '2026-11-16', number: 3, subject: 'Физика', teachers: [9002] },
]
const lesson = { id: 1, date: '2026-11-16', number: 4 }
const by = (author: number | null) => ({
  otherSettings: { '2.6-homework-in-time': { lesson: 'given' } },
  homework: [{ id: 21, lesson: 1, author, states: [{ seen: '2026-11-16 13:00' }] }],
})

testRule(homeworkAuthor, [
  {
    kind: 'none',
    title: 'the class teacher in a foreign subject is another clause’s matter',
    ...by(9002),
    lessons: [...known, lesson],
    classTeachers: [{ teacher: 9002 }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'perhaps the class teacher when it was entered: that, too, is another clause’s matter',
    ...by(9002),
    lessons: [...known, lesson],
    classTeachers: [{ teacher: 9002, left: { absent: '2026-11-11 06:00', seen: '2026-11-13 06:00' } }],
    notApplicable: 1,
  },
  {
    kind: 'kept',
    title: 'the class teacher in the own subject',
    ...by(9001),
    lessons: [...known, lesson],
    classTeachers: [{ teacher: 9001 }],
  },
  {
    kind: 'none',
    title: 'of a cancelled lesson',
    ...by(9002),
    lessons: [...known, { ...lesson, status: 'cancelled' }],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a week before was never read: somebody may have stood in',
    ...by(9002),
    readFrom: '2026-11-09',
    lessons: [...known.slice(1), lesson],
    expect: [{ work: 21, reason: 'unproven-unread' }],
  },
  {
    kind: 'unproven',
    title: 'nobody knows of which subject the lesson is',
    ...by(9002),
    lessons: [...known, { ...lesson, subject: null }],
    expect: [{ work: 21, reason: 'unproven-unread' }],
  },
  {
    kind: 'broken',
    title: 'the teacher of the other subgroup',
    ...by(9002),
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      ...known,
      { ...lesson, subject: 'Английский', group: 'англ1' },
      { ...lesson, id: 3, subject: 'Английский', group: 'англ2', teachers: [9002] },
    ],
  },
  {
    kind: 'kept',
    title: 'whoever teaches one of the subgroups may write for all, and the teacher of all for a subgroup',
    ...by(9002),
    subgroups: { англ1: { pupils: [1001] } },
    lessons: [
      ...known,
      { ...lesson, subject: 'Английский' },
      { ...lesson, id: 3, subject: 'Английский', group: 'англ1', teachers: [9002] },
    ],
  },
  {
    kind: 'unproven',
    title: 'a lesson that perhaps isn’t held',
    ...by(9002),
    lessons: [...known, { ...lesson, status: 'unknown' }],
  },
])
