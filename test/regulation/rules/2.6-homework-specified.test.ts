import { homeworkSpecified } from '../../../src/regulation/rules/2.6-homework-specified.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const said = (text: string | null, more: object = {}) => ({
  lessons: [lesson],
  homework: [{ id: 21, lesson: 1, states: [{ seen: '2026-11-16 10:00', text, ...more }] }],
})

testRule(homeworkSpecified, [
  ...['с. 15', 'упр. 7', 'стр. 4, выучить', 'п.12', 'https://example.org/task', '№5', 'вопросы после §'].map(
    text => ({ kind: 'kept' as const, title: `says what is set: ${text}`, ...said(text) }),
  ),
  ...['Повторить', 'учить тему', '5', '...', 'всё как всегда'].map(text => ({
    kind: 'broken' as const,
    title: `says nothing of use: ${text}`,
    ...said(text),
  })),
  { kind: 'kept', title: 'nothing set, and said so', ...said('Не задано') },
  { kind: 'none', title: 'a draft is not given', ...said('Учить', { draft: true }) },
  {
    kind: 'none',
    title: 'homework of a cancelled lesson',
    ...said('Учить'),
    lessons: [{ ...lesson, status: 'cancelled' }],
    otherSettings: { '2.6-homework-in-time': { lesson: 'given' } },
    notApplicable: 1,
  },
  {
    kind: 'kept',
    title: 'of a lesson whose subject nobody names no reference is asked',
    ...said('Повторить'),
    lessons: [{ ...lesson, subject: null }],
  },
  {
    kind: 'broken',
    title: 'a school may ask for references in music, too, and take other words for enough',
    ...said('Повторить песню'),
    lessons: [{ ...lesson, subject: 'Музыка' }],
    settings: { withoutReference: [], enough: ['слушать'] },
  },
  {
    kind: 'kept',
    title: 'late, but saying what is set: when it came is another rule’s matter',
    lessons: [lesson],
    homework: [
      {
        id: 21,
        lesson: 1,
        states: [{ absent: '2026-11-17 06:00', seen: '2026-11-17 08:00', text: '§ 5' }],
      },
    ],
  },
  {
    kind: 'unproven',
    title: 'completed between looks on both sides of midnight, or nobody knows since when',
    lessons: [lesson, { ...lesson, id: 2, number: 2 }],
    homework: [
      {
        id: 21,
        lesson: 1,
        states: [
          { seen: '2026-11-16 10:00', text: 'Учить' },
          { absent: '2026-11-16 22:00', seen: '2026-11-17 06:00', text: 'Учить § 5' },
        ],
      },
      {
        id: 22,
        lesson: 2,
        states: [
          { seen: '2026-11-16 10:00', text: 'Учить' },
          { seen: '2026-11-17 06:00', text: 'Учить § 5' },
        ],
      },
    ],
    expect: [
      { work: 21, reason: 'unproven-straddles' },
      { work: 22, reason: 'unproven-first-look' },
    ],
  },
  {
    kind: 'broken',
    title: 'hung on the lesson it is due for: the term is the day at which it was given, its teacher answers',
    otherSettings: { '2.6-homework-in-time': { lesson: 'due' } },
    lessons: [
      { ...lesson, teachers: [9002] },
      { id: 2, date: '2026-11-17' },
    ],
    homework: [{ id: 21, lesson: 2, states: [{ seen: '2026-11-16 10:00', text: 'Учить' }] }],
    expect: [{ work: 21, lesson: 2, date: '2026-11-16', teachers: [9002] }],
  },
  {
    kind: 'unproven',
    title: 'the lesson’s status isn’t understood',
    ...said('Учить'),
    lessons: [{ ...lesson, status: 'unknown' }],
  },
])
