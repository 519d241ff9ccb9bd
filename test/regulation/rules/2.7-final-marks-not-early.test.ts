import { finalMarksNotEarly } from '../../../src/regulation/rules/2.7-final-marks-not-early.js'
import { testRule } from '../rule-tester.js'

const ended = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  members: [{ pupil: 1001 }],
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: [{ id: 1, date: '2026-10-19' }],
}
const early = { absent: '2026-10-14 06:00', seen: '2026-10-15 06:00' }
const wednesday = { absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' }

testRule(finalMarksNotEarly, [
  {
    kind: 'kept',
    title: 'a calibrated stamp of the last week',
    ...ended,
    stamps: 'utc',
    finals: [{ seen: '2026-10-26 06:00', stamp: '2026-10-20T09:00:00' }],
    expect: [{ pupil: 1001, reason: 'kept-by-stamp', level: 'C' }],
  },
  {
    kind: 'broken',
    title: 'by the week of the calendar Saturday before it is too early, by seven days it is not',
    ...ended,
    settings: { window: 'iso_week' },
    finals: [{ absent: '2026-10-17 06:00', seen: '2026-10-18 06:00' }],
  },
  {
    kind: 'kept',
    title: 'by seven days the Saturday before belongs to the last week',
    ...ended,
    finals: [{ absent: '2026-10-17 06:00', seen: '2026-10-18 06:00' }],
  },
  {
    kind: 'broken',
    title: 'between two looks, but the calibrated stamp says it was before the window',
    ...ended,
    stamps: 'utc',
    finals: [{ absent: '2026-10-14 06:00', seen: '2026-10-19 06:00', stamp: '2026-10-15T09:00:00' }],
    expect: [{ pupil: 1001, reason: 'broken-by-stamp', level: 'A' }],
  },
  {
    kind: 'unproven',
    title:
      'a stamp whose zone is a guess accuses nobody, nor does one that contradicts the looks, nor a first look',
    ...ended,
    members: [{ pupil: 1001 }, { pupil: 1002 }, { pupil: 1003 }],
    finals: [
      { pupil: 1001, absent: '2026-10-14 06:00', seen: '2026-10-19 06:00', stamp: '2026-10-15T09:00:00' },
      { pupil: 1002, absent: '2026-10-14 06:00', seen: '2026-10-19 06:00', stamp: '2026-10-01T09:00:00' },
      { pupil: 1003, seen: '2026-10-19 06:00' },
    ],
    expect: [
      { pupil: 1001, reason: 'unproven-uncalibrated' },
      { pupil: 1002, reason: 'unproven-stamp' },
      { pupil: 1003, reason: 'unproven-first-look' },
    ],
  },
  {
    kind: 'none',
    title: 'a pupil who left before the period finished was marked when leaving',
    ...ended,
    members: [{ pupil: 1001, left: { absent: '2026-10-15 06:00', seen: '2026-10-16 06:00' } }],
    finals: [early],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a pupil whom no list names',
    ...ended,
    members: [],
    finals: [early],
    expect: [{ pupil: 1001, reason: 'unproven-member' }],
  },
  {
    kind: 'unproven',
    title: 'when it was put, the period was to finish earlier',
    ...ended,
    formerPeriods: [
      { start: '2026-10-05', finish: '2026-10-18', absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' },
    ],
    finals: [early],
    expect: [{ pupil: 1001, reason: 'unproven-period' }],
  },
  {
    kind: 'broken',
    title: 'too early for all days that the period had',
    ...ended,
    formerPeriods: [
      { start: '2026-10-05', finish: '2026-11-01', absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' },
    ],
    finals: [early],
  },
  { kind: 'none', title: 'an empty cell is no early one', ...ended, finals: [{ ...wednesday, value: ' ' }] },
  {
    kind: 'none',
    title: 'the marks of the year are another matter',
    ...ended,
    periods: [{ id: 1, type: 'year', start: '2026-09-01', finish: '2026-10-25' }],
    finals: [early],
  },
])
