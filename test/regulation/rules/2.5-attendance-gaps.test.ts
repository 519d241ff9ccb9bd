import { attendanceGaps } from '../../../src/regulation/rules/2.5-attendance-gaps.js'
import { testRule } from '../rule-tester.js'

const date = '2026-11-16'
const lessons = [1, 2, 3].map(number => ({ id: number, date, number }))
const seen = '2026-11-16 15:00'
const around = [1, 3].map(lesson => ({ lesson, seen }))
const other = { lesson: 2, pupil: 1002, seen }
const late = { lesson: 2, absent: '2026-11-16 20:00', seen: '2026-11-17 14:00' }

testRule(attendanceGaps, [
  {
    kind: 'kept',
    title: 'the stamp alone keeps once its zone is calibrated',
    stamps: 'moscow',
    lessons,
    attendance: [...around, other, { ...late, absent: null, stamp: '2026-11-16T15:00:00' }],
    expect: [{ lesson: 2, reason: 'kept-by-stamp', level: 'C' }],
  },
  {
    kind: 'mended',
    title: 'the stamp alone tells the delay',
    stamps: 'moscow',
    lessons,
    attendance: [...around, other, { ...late, absent: null, stamp: '2026-11-17T08:00:00' }],
    expect: [{ lesson: 2, reason: 'mended-by-stamp', says: 'на 8 ч' }],
  },
  {
    kind: 'unproven',
    title: 'filled in around the end of the day',
    lessons,
    attendance: [...around, other, late],
    expect: [{ lesson: 2, reason: 'unproven-straddles' }],
  },
  {
    kind: 'unproven',
    title: 'a late stamp that nobody has calibrated',
    lessons,
    attendance: [...around, other, { ...late, stamp: '2026-11-17T08:00:00' }],
    expect: [{ lesson: 2, reason: 'unproven-uncalibrated' }],
  },
  {
    kind: 'unproven',
    title: 'a stamp beside our interval',
    stamps: 'utc',
    lessons,
    attendance: [...around, other, { ...late, stamp: '2026-11-10T08:00:00' }],
    expect: [{ lesson: 2, reason: 'unproven-stamp' }],
  },
  {
    kind: 'unproven',
    title: 'first seen after the day',
    lessons,
    attendance: [...around, other, { ...late, absent: null }],
    expect: [{ lesson: 2, reason: 'unproven-first-look' }],
  },
  {
    kind: 'pending',
    title: 'a gap that came to be on the next day, when the last lesson around was entered',
    asOf: '2026-11-17 18:00',
    looked: '2026-11-17 15:00',
    lessons,
    attendance: [{ lesson: 1, seen }, { lesson: 3, absent: seen, seen: '2026-11-17 10:00' }, other],
    expect: [{ lesson: 2, pupil: 1001, deadline: '2026-11-17 23:59' }],
  },
  {
    kind: 'none',
    title: 'attendance that was taken too late as a whole is the matter of another rule',
    lessons,
    attendance: [...around, late, { ...late, pupil: 1002 }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'absent on one side only, late, or an entry without a status',
    lessons,
    attendance: [
      { lesson: 1, seen },
      { lesson: 1, pupil: 1002, seen },
      { lesson: 3, pupil: 1002, status: 'late', seen },
      { lesson: 3, status: 'unset', seen },
      { lesson: 2, pupil: 1003, seen },
    ],
  },
  {
    kind: 'broken',
    title: 'a row of two, each with the other beside it, is no gap; one lesson alone is',
    lessons: [...lessons, { id: 4, date, number: 4 }, { id: 5, date, number: 5 }],
    attendance: [1, 4]
      .map(lesson => ({ lesson, seen }))
      .concat([3, 5].map(lesson => ({ lesson, seen })))
      .concat([other]),
    expect: [
      { lesson: 2, verdict: 'broken' },
      { lesson: 4, verdict: 'kept' },
    ],
    verdicts: 2,
  },
  {
    kind: 'unproven',
    title: 'nobody knows whether a lesson around was held',
    lessons: [{ id: 1, date, number: 1, status: 'unknown' }, ...lessons.slice(1)],
    attendance: [...around, other],
    expect: [{ lesson: 2, reason: 'unproven-status' }],
  },
  {
    kind: 'broken',
    title: 'a mark says nothing, if the school wants it so',
    settings: { markMeansPresent: false },
    lessons,
    attendance: [...around, other],
    marks: [{ id: 31, lesson: 2, seen }],
  },
  {
    kind: 'broken',
    title: 'a mark for homework says nothing',
    lessons,
    attendance: [...around, other],
    marks: [{ id: 31, lesson: 2, kind: 'homework', seen }],
  },
  {
    kind: 'kept',
    title: 'of two lessons at one hour the one with the entry counts',
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1001] } },
    lessons: [
      { id: 1, date, number: 1 },
      { id: 2, date, number: 2, group: 'англ1' },
      { id: 4, date, number: 2, group: 'англ2' },
      { id: 3, date, number: 3 },
    ],
    attendance: [...around, { lesson: 4, seen }],
    expect: [{ lesson: 4, verdict: 'kept' }],
    verdicts: 1,
  },
  {
    kind: 'none',
    title: 'away from only one of two lessons at an hour',
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1001] } },
    lessons: [
      { id: 1, date, number: 1, group: 'англ1' },
      { id: 4, date, number: 1, group: 'англ2' },
      { id: 2, date, number: 2 },
      { id: 3, date, number: 3 },
    ],
    attendance: [...around, other],
  },
])
