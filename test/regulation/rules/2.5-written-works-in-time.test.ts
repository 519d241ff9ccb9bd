import { writtenWorksInTime } from '../../../src/regulation/rules/2.5-written-works-in-time.js'
import { testRule } from '../rule-tester.js'

const settings = { act: 'приказ № 17' }
const later = { asOf: '2026-11-30 12:00', looked: '2026-11-30 06:00', settings }
const lessons = [
  { id: 1, date: '2026-11-16' },
  { id: 2, date: '2026-11-18' },
]
const inTime = { absent: '2026-11-17 06:00', seen: '2026-11-18 15:00' }
const late = { absent: '2026-11-19 06:00', seen: '2026-11-19 15:00' }
const mark = { lesson: 1, work: 7, kind: 'written' as const }
const members = [1001, 1002, 1003, 1004].map(pupil => ({ pupil }))

/** Marks of pupils 1001, 1002, … in that order. */
function marks(...times: readonly { absent?: string; seen: string }[]) {
  return times.map((time, index) => ({ ...mark, ...time, id: 31 + index, pupil: 1001 + index }))
}

testRule(writtenWorksInTime, [
  {
    kind: 'none',
    title: 'marks without a lesson, of other days, of other kinds, and of those who were not there',
    ...later,
    from: '2026-11-16',
    members: [
      { pupil: 1001, joined: { absent: '2026-11-17 06:00', seen: '2026-11-18 06:00' } },
      { pupil: 1002 },
    ],
    lessons: [...lessons, { id: 3, date: '2026-11-13' }],
    attendance: [{ lesson: 1, pupil: 1002, status: 'excused', seen: '2026-11-16 15:00' }],
    marks: [
      ...marks(late, late),
      { ...mark, ...late, id: 41, lesson: null },
      { ...mark, ...late, id: 42, lesson: 3 },
      { ...mark, ...late, id: 43, kind: 'lesson' },
      { ...mark, ...late, id: 44, work: 8, value: '.' },
    ],
    notApplicable: 2,
  },
  {
    kind: 'unproven',
    title: 'half of them late on one day, and as many in time',
    ...later,
    members,
    lessons,
    marks: marks(inTime, inTime, late, late),
    expect: [{ work: 7, reason: 'unproven-share', says: 'не менее 2 из 4' }],
  },
  {
    kind: 'kept',
    title: 'most on one day in time end the checking',
    ...later,
    members,
    lessons,
    marks: marks(
      { absent: '2026-11-17 06:00', seen: '2026-11-17 15:00' },
      { absent: '2026-11-17 06:00', seen: '2026-11-17 15:00' },
      { absent: '2026-11-17 06:00', seen: '2026-11-17 15:00' },
      late,
    ),
  },
  {
    kind: 'broken',
    title: 'a half is enough, if the school says so; the late ones came on one day',
    ...later,
    settings: { ...settings, sharePercent: 50 },
    members,
    lessons,
    marks: marks(inTime, late, late, late),
    expect: [{ work: 7, verdict: 'broken', says: 'нужно 50 %' }],
  },
  {
    kind: 'kept',
    title: 'the second mark of a pupil is a second try, a «точка» is none',
    ...later,
    lessons,
    marks: [
      { ...mark, ...inTime, id: 31 },
      { ...mark, ...late, id: 32 },
      {
        ...mark,
        id: 33,
        pupil: 1002,
        value: '.',
        seen: '2026-11-16 15:00',
        later: [{ value: '4', ...inTime }],
      },
    ],
    expect: [{ work: 7, says: '2 из 2' }],
  },
  {
    kind: 'broken',
    title: 'a «точка» in time doesn’t keep the term of the mark',
    ...later,
    lessons,
    marks: [{ ...mark, id: 31, value: '.', seen: '2026-11-16 15:00', later: [{ value: '4', ...late }] }],
  },
  {
    kind: 'broken',
    title:
      'a lesson whose status nobody knows, or that was entered afterwards, puts no term; nor does one of a subgroup',
    ...later,
    lessons: [
      { id: 1, date: '2026-11-16' },
      { id: 2, date: '2026-11-17', status: 'unknown' },
      { id: 3, date: '2026-11-18', appeared: { absent: '2026-11-19 06:00', seen: '2026-11-20 06:00' } },
      { id: 4, date: '2026-11-18', number: 2, group: 'алг1' },
      { id: 5, date: '2026-11-19', number: 2 },
    ],
    marks: marks({ absent: '2026-11-20 06:00', seen: '2026-11-20 15:00' }),
    expect: [{ work: 7, deadline: '2026-11-19 23:59' }],
  },
  {
    kind: 'kept',
    title: 'without a next lesson the days count alone',
    ...later,
    lessons: lessons.slice(0, 1),
    marks: marks(late),
    expect: [{ work: 7, deadline: '2026-11-23 23:59' }],
  },
  {
    kind: 'unproven',
    title: 'a study day by the calendar alone, of a week that was never read, accuses nobody',
    ...later,
    class: '3Б',
    parallel: 3,
    lessons: [{ id: 1, date: '2026-11-20', subject: 'Окружающий мир' }],
    marks: marks({ absent: '2026-11-25 06:00', seen: '2026-11-25 15:00' }),
    expect: [{ work: 7, reason: 'unproven-stale', deadline: '2026-11-23 23:59' }],
  },
  {
    kind: 'broken',
    title: 'a school that doesn’t pause for days off',
    ...later,
    settings: { ...settings, pauseOnDaysOff: false },
    holidays: [{ from: '2026-10-26', to: '2026-11-01' }],
    lessons: [{ id: 1, date: '2026-10-23', subject: 'История' }],
    marks: marks({ absent: '2026-11-02 06:00', seen: '2026-11-02 15:00' }),
    expect: [{ work: 7, deadline: '2026-10-30 23:59' }],
  },
  {
    kind: 'none',
    title: 'a work for which the school sets no term',
    ...later,
    settings: { ...settings, limits: [{ works: ['dictation'], grades: [1, 11], days: 1 }] },
    lessons,
    marks: marks(late),
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a class without a grade',
    ...later,
    class: 'Вечерняя',
    parallel: null,
    lessons,
    marks: marks(late),
    expect: [{ work: 7, reason: 'unproven-grade' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson whose absentees were never read',
    ...later,
    looks: { attendance: null },
    lessons,
    marks: marks(late),
    expect: [{ work: 7, reason: 'unproven-attendance' }],
  },
  {
    kind: 'unproven',
    title: 'marks that were not read since the term',
    ...later,
    looks: { marks: '2026-11-18 20:00' },
    lessons,
    marks: marks(inTime),
    expect: [{ work: 7, reason: 'unproven-stale' }],
  },
  {
    kind: 'none',
    title: 'perhaps no written work at all, and marked on its day',
    ...later,
    lessons,
    marks: [{ ...mark, id: 31, kind: 'unknown', seen: '2026-11-16 15:00' }],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'perhaps no written work at all, and marked later',
    ...later,
    lessons,
    marks: [{ ...mark, ...late, id: 31, kind: 'unknown' }],
    expect: [{ work: 7, reason: 'unproven-work-kind' }],
  },
  {
    kind: 'kept',
    title: 'written work of an unknown kind that was marked on its day',
    ...later,
    lessons,
    marks: [{ ...mark, id: 31, written: 'unknown', seen: '2026-11-16 15:00' }],
  },
  {
    kind: 'unproven',
    title: 'a work of no id, marked in a subgroup’s lesson whose pupil perhaps came later',
    ...later,
    members: [
      { pupil: 1001 },
      { pupil: 1002, joined: { absent: '2026-11-16 06:00', seen: '2026-11-17 06:00' } },
    ],
    lessons,
    marks: marks({ absent: '2026-11-18 20:00', seen: '2026-11-19 15:00' }, late).map(one => ({
      ...one,
      work: null,
    })),
    expect: [{ lesson: 1, reason: 'unproven-share', says: 'из 1' }],
  },
])
