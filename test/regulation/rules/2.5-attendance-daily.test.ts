import { attendanceDaily } from '../../../src/regulation/rules/2.5-attendance-daily.js'
import { testRule } from '../rule-tester.js'

const date = '2026-11-16'
const inTime = { absent: '2026-11-16 06:00', seen: '2026-11-16 15:00' }
const day = [1, 2, 3, 4].map(number => ({ id: number, date, number }))
const away = (lesson: number, pupil = 1001) => ({ lesson, pupil, ...inTime })

testRule(attendanceDaily, [
  {
    kind: 'broken',
    title: 'absent on all other lessons of the day: where the school says so, the first one too',
    settings: { wholeDayProves: true },
    lessons: day,
    attendance: [away(2), away(3), away(4)],
    expect: [{ lesson: 1, verdict: 'broken', reason: 'broken-absent' }],
  },
  {
    kind: 'unproven',
    title: 'otherwise the pupil may have come for the first lesson and gone home ill',
    lessons: day,
    attendance: [away(2), away(3), away(4)],
    expect: [{ lesson: 1, verdict: 'unproven', reason: 'unproven-sign' }],
  },
  {
    kind: 'unproven',
    title: 'one other lesson is too little for a whole day',
    lessons: day.slice(0, 2),
    attendance: [away(2)],
    expect: [{ lesson: 1, verdict: 'unproven', reason: 'unproven-sign' }],
  },
  {
    kind: 'unproven',
    title: 'two pupils, each away on one side only',
    lessons: day,
    attendance: [away(1, 1001), away(3, 1002), away(4, 1001)].map(entry =>
      entry.lesson === 4 ? { ...entry, status: 'late' as const } : entry,
    ),
    expect: [{ lesson: 2, reason: 'unproven-sign', says: 'учеников: 2' }],
  },
  {
    kind: 'broken',
    title: 'cancelled lessons are no neighbours',
    lessons: [
      ...day.slice(0, 2),
      { id: 3, date, number: 3, status: 'cancelled' },
      { id: 4, date, number: 4 },
    ],
    attendance: [away(1), away(4)],
    expect: [{ lesson: 2, verdict: 'broken' }],
  },
  {
    kind: 'unproven',
    title: 'away from the first and the last lesson only: there may have been nobody to enter in between',
    lessons: [...day, { id: 5, date, number: 5 }],
    attendance: [away(1), away(5)],
    expect: [2, 3, 4].map(lesson => ({ lesson, verdict: 'unproven' as const, reason: 'unproven-sign' })),
  },
  {
    kind: 'unproven',
    title: 'absence at the written lessons is not absence all day where others are empty',
    settings: { wholeDayProves: true },
    lessons: [...day, { id: 5, date, number: 5 }],
    attendance: [away(1), away(5)],
    expect: [2, 3, 4].map(lesson => ({ lesson, verdict: 'unproven' as const })),
  },
  {
    kind: 'unproven',
    title: 'one absence corrected to «присутствовал» does not make a school that writes down everybody',
    members: Array.from({ length: 20 }, (_, index) => ({ pupil: 1001 + index })),
    lessons: day,
    attendance: [{ ...away(1), status: 'present' }, away(2, 1002)],
    expect: [3, 4].map(lesson => ({ lesson, verdict: 'unproven' as const })),
  },
  {
    kind: 'unproven',
    title: 'some teachers write down everybody, others only who is missing',
    lessons: day,
    attendance: [
      { ...away(1, 1001), status: 'present' },
      { ...away(1, 1002), status: 'present' },
      away(2, 1001),
    ],
    expect: [3, 4].map(lesson => ({ lesson, verdict: 'unproven' as const })),
  },
  {
    kind: 'unproven',
    title: 'a subgroup whose pupils nobody knows',
    lessons: [
      { id: 1, date, number: 1 },
      { id: 2, date, number: 2, group: 'англ1' },
      { id: 3, date, number: 3 },
    ],
    attendance: [away(1), away(3)],
    expect: [{ lesson: 2, verdict: 'unproven', reason: 'unproven-group' }],
  },
  {
    kind: 'broken',
    title: "the lesson of another subgroup is not the pupil's neighbour",
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      { id: 1, date, number: 1 },
      { id: 2, date, number: 2 },
      { id: 3, date, number: 3, group: 'англ2' },
      { id: 4, date, number: 4 },
    ],
    attendance: [away(1), away(4), away(3, 1002)],
    expect: [{ lesson: 2, verdict: 'broken' }],
  },
  {
    kind: 'broken',
    title: 'absent pupils count where the members of the class are unknown',
    members: [],
    lessons: day.slice(0, 3),
    attendance: [away(1), away(3)],
    expect: [{ lesson: 2, verdict: 'broken' }],
  },
  {
    kind: 'unproven',
    title: 'an unset entry is no entry',
    lessons: [{ id: 1, date }],
    attendance: [{ ...away(1), status: 'unset' }],
    expect: [{ lesson: 1, reason: 'unproven-empty' }],
  },
  {
    kind: 'kept',
    title: 'a status that nobody understands is an entry all the same',
    lessons: [{ id: 1, date }],
    attendance: [{ ...away(1), status: 'unknown' }],
  },
  {
    kind: 'broken',
    title: 'the school says that blanks are not filled in',
    settings: { blankMeansPresent: false },
    lessons: [{ id: 1, date }],
    expect: [{ lesson: 1, reason: 'broken' }],
  },
  {
    kind: 'unproven',
    title: 'the school says that a blank means present, whatever some teachers write',
    settings: { blankMeansPresent: true },
    lessons: day.slice(0, 2),
    attendance: [{ ...away(1), status: 'present' }],
    expect: [{ lesson: 2, reason: 'unproven-empty' }],
  },
  {
    kind: 'unproven',
    title: 'nobody has looked since the deadline',
    looks: { attendance: '2026-11-16 20:00' },
    lessons: [{ id: 1, date }],
    expect: [{ lesson: 1, reason: 'unproven-stale' }],
  },
  {
    kind: 'unproven',
    title: 'a stamp of the next day may be that of a corrected entry, as long as nobody has tried',
    lessons: day.slice(0, 1),
    attendance: [
      { lesson: 1, absent: '2026-11-16 20:00', seen: '2026-11-17 14:00', stamp: '2026-11-17T08:00:00' },
    ],
    expect: [{ lesson: 1, reason: 'unproven-uncalibrated' }],
  },
  {
    kind: 'unproven',
    title: 'between two looks, without and with a stamp that contradicts',
    stamps: 'utc',
    lessons: day.slice(0, 2),
    attendance: [
      { lesson: 1, absent: '2026-11-16 20:00', seen: '2026-11-17 06:00' },
      { lesson: 2, absent: '2026-11-16 20:00', seen: '2026-11-17 06:00', stamp: '2026-11-01T06:00:00' },
    ],
    expect: [
      { lesson: 1, reason: 'unproven-straddles' },
      { lesson: 2, reason: 'unproven-stamp' },
    ],
  },
  {
    kind: 'unproven',
    title: 'seen only after the deadline, zone of stamps unknown',
    lessons: [{ id: 1, date }],
    attendance: [{ lesson: 1, seen: '2026-11-17 06:00', stamp: '2026-11-16T10:00:00' }],
    expect: [{ lesson: 1, reason: 'unproven-first-look' }],
  },
  {
    kind: 'mended',
    title: 'the calibrated stamp alone tells of lateness',
    stamps: 'utc',
    lessons: [{ id: 1, date }],
    attendance: [{ lesson: 1, seen: '2026-11-18 06:00', stamp: '2026-11-17T10:00:00' }],
    expect: [{ lesson: 1, reason: 'mended-by-stamp', level: 'C' }],
  },
  {
    kind: 'kept',
    title: 'the calibrated stamp alone tells that it was in time',
    stamps: 'utc',
    lessons: [{ id: 1, date }],
    attendance: [
      { lesson: 1, pupil: 1001, seen: '2026-11-18 06:00', stamp: '2026-11-17T10:00:00' },
      { lesson: 1, pupil: 1002, seen: '2026-11-18 06:00', stamp: '2026-11-16T10:00:00' },
    ],
    expect: [{ lesson: 1, reason: 'kept-by-stamp', level: 'C' }],
  },
])
