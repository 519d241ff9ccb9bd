import { homeworkUnchanged } from '../../../src/regulation/rules/2.6-homework-unchanged.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16', number: 4 }
const given = { otherSettings: { '2.6-homework-in-time': { lesson: 'given' } } }
const due = { otherSettings: { '2.6-homework-in-time': { lesson: 'due' } } }
const evening = { absent: '2026-11-16 20:00', seen: '2026-11-16 21:00' }
const first = { absent: '2026-11-16 10:00', seen: '2026-11-16 13:00', text: '№ 5–7' }
const states = (...changes: readonly object[]) => ({
  ...given,
  lessons: [lesson],
  homework: [{ id: 21, lesson: 1, states: [first, ...changes.map(change => ({ ...evening, ...change }))] }],
})

testRule(homeworkUnchanged, [
  { kind: 'none', title: 'nothing changed', ...states(), notApplicable: 1 },
  {
    kind: 'none',
    title: 'only signs and case changed',
    ...states({ text: '№№ 5, 6, 7.' }),
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a draft may change as it likes',
    ...given,
    lessons: [lesson],
    homework: [
      {
        id: 21,
        lesson: 1,
        states: [
          { ...first, draft: true },
          { ...evening, text: '№ 9' },
        ],
      },
    ],
    notApplicable: 1,
  },
  { kind: 'kept', title: 'a file less', ...states({ text: '№ 5' }), verdicts: 1 },
  { kind: 'unproven', title: 'a file instead of two numbers', ...states({ text: '№ 5', files: 1 }) },
  {
    kind: 'unproven',
    title: 'a longer text that may ask for less',
    ...states({ text: '№ 5–7, № 8 по желанию' }),
  },
  { kind: 'broken', title: 'a range is all its numbers', ...states({ text: '№ 5, 6, 7, 8' }) },
  { kind: 'broken', title: 'a range that is none is its two numbers', ...states({ text: '№ 5–7, 2026-1' }) },
  {
    kind: 'broken',
    title: 'the worst of several changes counts',
    ...states({ text: '№ 5–8' }, { text: '№ 5', absent: '2026-11-17 10:00', seen: '2026-11-17 12:00' }),
    expect: [{ work: 21, absent: '2026-11-16 20:00' }],
  },
  {
    kind: 'unproven',
    title: 'within the error, or with no look in between',
    ...given,
    lessons: [lesson, { ...lesson, id: 2, number: 3 }],
    homework: [
      {
        id: 21,
        lesson: 1,
        states: [first, { absent: '2026-11-16 13:39', seen: '2026-11-16 13:50', text: '№ 5–8' }],
      },
      { id: 22, lesson: 2, states: [first, { seen: '2026-11-17 06:00', text: '№ 5–8' }] },
    ],
    expect: [
      { work: 21, reason: 'unproven-grace' },
      { work: 22, reason: 'unproven-first-look' },
    ],
  },
  {
    kind: 'unproven',
    title: 'seen unchanged just after the term, within the error of measurement',
    ...states({ absent: '2026-11-16 13:45', seen: '2026-11-16 13:50', text: '№ 5–8' }),
    expect: [{ work: 21, reason: 'unproven-grace' }],
  },
  {
    kind: 'unproven',
    title: 'no bells are known',
    ...states({ text: '№ 5–8' }),
    bells: {},
    expect: [{ work: 21, reason: 'unproven-no-bells' }],
  },
  {
    kind: 'unproven',
    title: 'nobody knows at which lesson it was given',
    lessons: [lesson, { id: 2, date: '2026-11-17', number: 4 }],
    homework: [
      {
        id: 21,
        lesson: 2,
        states: [first, { absent: '2026-11-16 20:00', seen: '2026-11-17 08:00', text: '№ 5–8' }],
      },
    ],
    expect: [{ work: 21, reason: 'unproven-lesson-unclear' }],
  },
  {
    kind: 'unproven',
    title: 'due, and no earlier lesson is known',
    ...due,
    from: '2026-11-09',
    readFrom: '2026-11-16',
    lessons: [lesson],
    homework: states({ text: '№ 5–8' }).homework,
    expect: [{ work: 21, reason: 'unproven-no-previous' }],
  },
  {
    kind: 'unproven',
    title: 'after the lesson before another one was cancelled',
    ...due,
    lessons: [
      { id: 1, date: '2026-11-12', number: 4 },
      { id: 2, date: '2026-11-16', number: 4, status: 'cancelled' },
      { id: 3, date: '2026-11-17', number: 4 },
    ],
    homework: [{ id: 21, lesson: 3, states: [first, { ...evening, text: '№ 5–8' }] }],
    expect: [{ work: 21, reason: 'unproven-lesson-cancelled' }],
  },
  {
    kind: 'unproven',
    title: 'the lesson for which it is due was moved perhaps after the change',
    ...due,
    lessons: [
      { id: 1, date: '2026-11-16', number: 4 },
      {
        id: 2,
        date: '2026-11-18',
        number: 4,
        moved: true,
        appeared: { absent: '2026-11-16 20:00', seen: '2026-11-16 22:00' },
      },
    ],
    homework: [{ id: 21, lesson: 2, states: [first, { ...evening, text: '№ 5–8' }] }],
    expect: [{ work: 21, reason: 'unproven-lesson-moved' }],
  },
  {
    kind: 'unproven',
    title: 'perhaps a later lesson was still ahead',
    ...states({ absent: '2026-11-16 14:10', seen: '2026-11-16 14:20', text: '№ 5–8' }),
    formerPlaces: [{ date: '2026-11-16', number: 6, absent: '2026-11-16 12:00', seen: '2026-11-16 16:00' }],
    expect: [{ work: 21, reason: 'unproven-day-end' }],
  },
])
