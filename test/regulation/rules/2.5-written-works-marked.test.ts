import { writtenWorksMarked } from '../../../src/regulation/rules/2.5-written-works-marked.js'
import { testRule } from '../rule-tester.js'

const later = {
  asOf: '2026-11-30 12:00',
  looked: '2026-11-30 06:00',
  otherSettings: { '2.5-written-works-in-time': { act: 'приказ № 17' } },
}
const lessons = [
  { id: 1, date: '2026-11-16' },
  { id: 2, date: '2026-11-18' },
  ...['2026-11-19', '2026-11-20', '2026-11-23'].map((date, index) => ({
    id: 3 + index,
    date,
    subject: 'История',
  })),
]
const works = [{ id: 7, lesson: 1 }]
const mark = { id: 31, lesson: 1, work: 7, kind: 'written' as const }
const around = { absent: '2026-11-23 20:00', seen: '2026-11-24 15:00' }

testRule(writtenWorksMarked, [
  {
    kind: 'none',
    title: 'homework, work in class, notebooks, works of no lesson, of a lesson that is gone, of another day',
    ...later,
    from: '2026-11-16',
    lessons: [...lessons, { id: 9, date: '2026-11-13' }],
    homework: [{ id: 20, lesson: 1, states: [{ seen: '2026-11-16 15:00' }] }],
    works: [
      { id: 21, lesson: 1, kind: 'lesson' },
      { id: 22, lesson: 1, written: 'notebook' },
      { id: 23, lesson: null },
      { id: 24, lesson: 99 },
      { id: 25, lesson: 9 },
    ],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a work without a term, and second grades that have no marks yet',
    ...later,
    parallel: 2,
    otherSettings: {
      '2.5-written-works-in-time': { limits: [{ works: ['essay'], grades: [1, 11], days: 3 }] },
    },
    lessons,
    works: [...works, { id: 8, lesson: 1, written: 'essay' }],
    notApplicable: 2,
  },
  {
    kind: 'broken',
    title: 'what was announced only afterwards has its days from then on',
    ...later,
    lessons,
    works: [{ id: 7, lesson: 1, absent: '2026-11-18 06:00', seen: '2026-11-19 06:00' }],
    settings: { studyDaysAfter: 2 },
    expect: [{ work: 7, deadline: '2026-11-23 23:59' }],
  },
  {
    kind: 'unproven',
    title: 'a class without a grade',
    ...later,
    class: 'Вечерняя',
    parallel: null,
    lessons,
    works,
    expect: [{ work: 7, reason: 'unproven-grade' }],
  },
  {
    kind: 'unproven',
    title: 'marks that were not read since',
    ...later,
    looks: { marks: '2026-11-23 20:00' },
    lessons,
    works,
    expect: [{ work: 7, reason: 'unproven-stale' }],
  },
  {
    kind: 'unproven',
    title: 'weeks ahead that were never read: study days by the calendar alone accuse nobody',
    ...later,
    lessons: lessons.slice(0, 2),
    works,
    expect: [{ work: 7, reason: 'unproven-stale', deadline: '2026-11-25 23:59' }],
  },
  {
    kind: 'unproven',
    title: 'first marks between two looks around the term',
    ...later,
    lessons,
    works,
    marks: [{ ...mark, ...around }],
    expect: [{ work: 7, reason: 'unproven-straddles' }],
  },
  {
    kind: 'unproven',
    title: 'first marks that were there at the first look, which came too late',
    ...later,
    lessons,
    works,
    marks: [{ ...mark, seen: '2026-11-24 15:00' }],
    expect: [{ work: 7, reason: 'unproven-first-look' }],
  },
  {
    kind: 'unproven',
    title: 'a late stamp that nobody has calibrated',
    ...later,
    lessons,
    works,
    marks: [{ ...mark, ...around, stamp: '2026-11-24T08:00:00' }],
    expect: [{ work: 7, reason: 'unproven-uncalibrated' }],
  },
  {
    kind: 'unproven',
    title: 'a stamp beside our interval',
    ...later,
    stamps: 'utc',
    lessons,
    works,
    marks: [{ ...mark, ...around, stamp: '2026-11-10T08:00:00' }],
    expect: [{ work: 7, reason: 'unproven-stamp' }],
  },
  {
    kind: 'mended',
    title: 'the stamp alone tells the delay once it is calibrated',
    ...later,
    stamps: 'moscow',
    lessons,
    works,
    marks: [{ ...mark, seen: '2026-11-24 15:00', stamp: '2026-11-24T08:00:00' }],
    expect: [{ work: 7, reason: 'mended-by-stamp', says: 'на 8 ч' }],
  },
  {
    kind: 'kept',
    title:
      'the stamp alone keeps; of marks that were seen together the one with the earlier look before counts',
    ...later,
    stamps: 'moscow',
    lessons,
    works,
    marks: [
      { ...mark, id: 32, pupil: 1002, absent: '2026-11-24 06:00', seen: '2026-11-24 15:00' },
      { ...mark, seen: '2026-11-24 15:00', stamp: '2026-11-23T08:00:00' },
    ],
    expect: [{ work: 7, reason: 'kept-by-stamp' }],
  },
])
