import { marksSameDay } from '../../../src/regulation/rules/2.5-marks-same-day.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16', number: 4 }
const late = { id: 31, lesson: 1, absent: '2026-11-17 08:00', seen: '2026-11-17 14:00' }
const early = { id: 31, lesson: 1, absent: '2026-11-15 20:00', seen: '2026-11-16 09:00' }
const afternoon = { id: 31, lesson: 1, absent: '2026-11-16 13:00', seen: '2026-11-16 14:00' }

testRule(marksSameDay, [
  {
    kind: 'none',
    title: 'written work, homework and final marks have terms of their own and are counted',
    lessons: [lesson],
    marks: [
      { ...late, id: 31, kind: 'written' },
      { ...late, id: 32, kind: 'homework' },
      { ...late, id: 33, kind: 'final' },
    ],
    notApplicable: 3,
  },
  {
    kind: 'none',
    title: 'a mark on a cancelled lesson is another matter',
    lessons: [{ ...lesson, status: 'cancelled' }],
    marks: [late],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a mark whose lesson is not in the slice',
    lessons: [lesson],
    marks: [
      { ...late, lesson: 99 },
      { ...late, id: 32, lesson: null },
    ],
  },
  {
    kind: 'unproven',
    title: 'a work type that nobody understands',
    lessons: [lesson],
    marks: [{ ...late, kind: 'unknown' }],
    expect: [{ mark: 31, reason: 'unproven-work-kind' }],
  },
  {
    kind: 'kept',
    title: 'in time whatever kind of work it is for',
    lessons: [lesson],
    marks: [{ ...afternoon, kind: 'unknown' }],
  },
  {
    kind: 'unproven',
    title: 'neither the kind of work nor the end of the day is known',
    settings: { markDayEnd: 'class_end' },
    bells: {},
    lessons: [lesson],
    marks: [{ ...late, kind: 'unknown' }],
    expect: [{ mark: 31, reason: 'unproven-work-kind' }],
  },
  {
    kind: 'broken',
    title: 'the stamp alone breaks once its zone is calibrated, and says whose word it is',
    stamps: 'utc',
    lessons: [lesson],
    marks: [{ ...late, absent: null, stamp: '2026-11-17T07:00:00' }],
    expect: [{ mark: 31, reason: 'broken-by-stamp', level: 'C', says: '10 ч (по данным Дневник.ру)' }],
  },
  {
    kind: 'kept',
    title: 'the stamp alone keeps once its zone is calibrated',
    stamps: 'moscow',
    lessons: [lesson],
    marks: [{ ...late, absent: null, stamp: '2026-11-16T15:00:00' }],
    expect: [{ mark: 31, reason: 'kept-by-stamp', level: 'C' }],
  },
  {
    kind: 'unproven',
    title: 'a stamp outside our interval contradicts it',
    stamps: 'utc',
    lessons: [lesson],
    marks: [{ ...late, absent: '2026-11-16 20:00', stamp: '2026-11-10T10:00:00' }],
    expect: [{ mark: 31, reason: 'unproven-stamp' }],
  },
  {
    kind: 'unproven',
    title:
      'a stamp after midnight in every zone may be that of a corrected mark, as long as nobody has tried',
    lessons: [lesson],
    marks: [{ ...late, absent: '2026-11-16 20:00', stamp: '2026-11-17T08:00:00' }],
    expect: [{ mark: 31, reason: 'unproven-uncalibrated' }],
  },
  {
    kind: 'broken',
    title: 'the same stamp decides once it is calibrated',
    stamps: 'moscow',
    lessons: [lesson],
    marks: [{ ...late, absent: '2026-11-16 20:00', stamp: '2026-11-17T08:00:00' }],
    expect: [{ mark: 31, reason: 'broken', level: 'A', says: 'на 8 ч' }],
  },
  {
    kind: 'unproven',
    title: 'readings of an uncalibrated stamp on both sides of midnight',
    lessons: [lesson],
    marks: [{ ...late, absent: '2026-11-16 20:00', stamp: '2026-11-16T22:30:00' }],
    expect: [{ mark: 31, reason: 'unproven-straddles' }],
  },
  {
    kind: 'broken',
    title: 'the day may end with the lessons of the class',
    settings: { markDayEnd: 'class_end' },
    lessons: [lesson],
    marks: [afternoon],
    expect: [{ mark: 31, deadline: '2026-11-16 12:10' }],
  },
  {
    kind: 'kept',
    title: 'the day may end with the lessons of the school',
    settings: { markDayEnd: 'school_end' },
    lessons: [lesson, { id: 2, date: '2026-11-16', number: 6, class: '8Б' }],
    marks: [afternoon],
    expect: [{ mark: 31, deadline: '2026-11-16 14:15' }],
  },
  {
    kind: 'unproven',
    title: 'without bells the lessons of the class end nowhere',
    settings: { markDayEnd: 'class_end' },
    bells: {},
    lessons: [lesson],
    marks: [late],
    expect: [{ mark: 31, reason: 'unproven-no-bells' }],
  },
  {
    kind: 'broken',
    title: 'no grace at all, if the school wants it so',
    settings: { graceMinutes: 0 },
    lessons: [lesson],
    marks: [{ ...late, absent: '2026-11-17 00:02', seen: '2026-11-17 00:10' }],
    expect: [{ mark: 31, says: 'не менее чем на 2 мин' }],
  },
  {
    kind: 'kept',
    title: 'a moved lesson may have had its marks in its old place',
    lessons: [{ ...lesson, moved: true }],
    marks: [early],
  },
  {
    kind: 'kept',
    title: 'a stamp that may lie within the lesson clears an early mark',
    lessons: [lesson],
    marks: [{ ...early, stamp: '2026-11-16T08:40:00' }],
  },
  {
    kind: 'kept',
    title: 'without bells nobody is early',
    bells: {},
    lessons: [lesson],
    marks: [early],
  },
  {
    kind: 'kept',
    title: 'a few minutes before the bell are allowed',
    lessons: [lesson],
    marks: [{ ...early, seen: '2026-11-16 11:00' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson that was itself entered the next day',
    lessons: [{ ...lesson, appeared: { absent: '2026-11-17 08:00', seen: '2026-11-17 14:00' } }],
    marks: [late],
    expect: [{ mark: 31, reason: 'unproven-lesson-late' }],
  },
])
