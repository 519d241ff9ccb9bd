import { finalMarksUnchanged } from '../../../src/regulation/rules/2.7-final-marks-unchanged.js'
import { testRule } from '../rule-tester.js'

const ended = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  members: [{ pupil: 1001 }],
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: [{ id: 1, date: '2026-10-19' }],
}
const finals = [{ absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' }]
const late = { absent: '2026-10-26 06:00', seen: '2026-10-27 06:00' }

testRule(finalMarksUnchanged, [
  { kind: 'none', title: 'there are no final marks', ...ended },
  {
    kind: 'unproven',
    title: 'nobody has looked since the period ended',
    ...ended,
    looked: '2026-10-23 06:00',
    finals,
    expect: [{ pupil: 1001, reason: 'unproven-stale' }],
  },
  {
    kind: 'unproven',
    title: 'a pupil who has left: the platform may drop the row; nobody in the list at all',
    ...ended,
    members: [{ pupil: 1001, left: late }],
    formerFinals: [
      { value: '5', ...late },
      { value: '5', pupil: 1002, ...late },
    ],
    expect: [
      { pupil: 1001, reason: 'unproven-member' },
      { pupil: 1002, reason: 'unproven-member' },
    ],
  },
  {
    kind: 'unproven',
    title: 'first seen after the end: it may have been another one before',
    ...ended,
    finals: [
      { absent: '2026-10-23 06:00', seen: '2026-10-24 06:00' },
      { subject: 'Физика', seen: '2026-10-24 06:00' },
    ],
    expect: [
      { subject: 'Алгебра', reason: 'unproven-straddles' },
      { subject: 'Физика', reason: 'unproven-first-look' },
    ],
  },
  { kind: 'kept', title: 'late, and unchanged since', ...ended, finals: [late] },
  {
    kind: 'unproven',
    title: 'no look before the change is known',
    ...ended,
    finals,
    formerFinals: [{ value: '4', seen: '2026-10-27 06:00' }],
    expect: [{ pupil: 1001, reason: 'unproven-first-look' }],
  },
  {
    kind: 'broken',
    title: 'of several changes the newest late one counts, though an early one is innocent',
    ...ended,
    finals,
    formerFinals: [
      { value: '3', absent: '2026-10-21 06:00', seen: '2026-10-22 06:00' },
      { value: '4', ...late },
      { value: '5', absent: '2026-10-27 06:00', seen: '2026-10-27 18:00' },
    ],
    verdicts: 1,
    expect: [{ pupil: 1001, absent: '2026-10-27 06:00' }],
  },
  {
    kind: 'kept',
    title: 'the period was to end later when it was changed',
    ...ended,
    finals,
    formerFinals: [{ value: '4', absent: '2026-10-25 06:00', seen: '2026-10-25 12:00' }],
    formerPeriods: [{ start: '2026-10-05', finish: '2026-10-28', ...late }],
  },
  {
    kind: 'none',
    title: 'another period, or the year',
    ...ended,
    formerFinals: [{ value: '4', period: 2, ...late }],
  },
])
