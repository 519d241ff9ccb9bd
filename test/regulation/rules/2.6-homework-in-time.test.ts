import { homeworkInTime } from '../../../src/regulation/rules/2.6-homework-in-time.js'
import { testRule } from '../rule-tester.js'

const monday = { id: 1, date: '2026-11-16', number: 4 }
const tuesday = { id: 2, date: '2026-11-17', number: 4 }
/** Around one o'clock of Monday: the lessons end at 12:10, the term at 13:40. */
const inTime = { absent: '2026-11-16 12:00', seen: '2026-11-16 13:00' }
const inTheEvening = { absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' }
const nextMorning = { absent: '2026-11-17 06:00', seen: '2026-11-17 08:00' }
const given = { lesson: 'given' }

/** A week of another subject whose homework shows where this school hangs it. */
function habit(meaning: 'given' | 'due') {
  const dates = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']
  const lessons = dates.map((date, index) => ({ id: 11 + index, date, number: 1, subject: 'Химия' }))
  const homework = lessons.slice(1).map((lesson, index) => ({
    id: 41 + index,
    lesson: lesson.id,
    states: [
      meaning === 'due'
        ? { absent: `${dates[index]} 09:00`, seen: `${dates[index]} 10:00` }
        : { absent: `${lesson.date} 09:00`, seen: `${lesson.date} 10:00` },
    ],
  }))
  return { lessons, homework }
}

testRule(homeworkInTime, [
  {
    kind: 'unproven',
    title: 'a stamp after the deadline may be that of a changed text, as long as nobody has tried',
    settings: given,
    lessons: [monday],
    homework: [
      {
        id: 21,
        lesson: 1,
        sent: '2026-11-16T18:30:00',
        states: [{ absent: '2026-11-16 12:00', seen: '2026-11-16 22:00' }],
      },
    ],
    expect: [{ work: 21, reason: 'unproven-uncalibrated', says: 'не проверена' }],
  },
  {
    kind: 'unproven',
    title: 'bells that could not all be read: perhaps the day ended later',
    settings: given,
    quarantined: { bells: 1 },
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
    expect: [{ work: 21, reason: 'unproven-quarantine' }],
  },
  {
    kind: 'broken',
    title: 'unreadable marks are no excuse for homework',
    settings: given,
    quarantined: { marks: 1 },
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
  },
  { kind: 'none', title: 'no homework is no breach', lessons: [monday], notApplicable: 0 },
  {
    kind: 'none',
    title: 'a draft and an empty text are not given',
    settings: given,
    lessons: [monday],
    homework: [
      { id: 21, lesson: 1, states: [{ ...inTheEvening, draft: true }] },
      { id: 22, lesson: 1, states: [{ ...inTheEvening, text: ' ' }] },
      { id: 23, lesson: null, states: [inTheEvening] },
    ],
  },
  {
    kind: 'none',
    title: 'homework of a cancelled lesson is not asked for',
    settings: given,
    lessons: [{ ...monday, status: 'cancelled' }],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
    notApplicable: 1,
  },
  {
    kind: 'kept',
    title: 'files without text are homework',
    settings: given,
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [{ ...inTime, text: null, files: 1 }] }],
  },
  {
    kind: 'broken',
    title: 'a draft in time is given only when it is sent',
    settings: given,
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [{ ...inTime, draft: true }, inTheEvening] }],
  },
  {
    kind: 'kept',
    title: 'a cancelled last lesson does not count, a subgroup does',
    settings: given,
    subgroups: { англ1: { pupils: [1001] } },
    lessons: [
      monday,
      { id: 3, date: '2026-11-16', number: 5, group: 'англ1' },
      { id: 4, date: '2026-11-16', number: 6, status: 'cancelled' },
    ],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 13:45', seen: '2026-11-16 14:30' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 14:45' }],
  },
  {
    kind: 'kept',
    title: 'a subgroup of two classes waits for the class that stays longer',
    settings: given,
    subgroups: { англ1: { classes: ['7А', '7Б'], pupils: [1001] } },
    lessons: [
      { ...monday, group: 'англ1' },
      { id: 3, date: '2026-11-16', number: 6, class: '7Б' },
    ],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 15:00', seen: '2026-11-16 15:30' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 15:45' }],
  },
  {
    kind: 'unproven',
    title: 'a subgroup with a class that is not in the slice',
    settings: given,
    subgroups: { англ1: { classes: ['7А', '7Б'], pupils: [1001] } },
    lessons: [{ ...monday, group: 'англ1' }],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
    expect: [{ work: 21, reason: 'unproven-no-bells' }],
  },
  {
    kind: 'broken',
    title: 'the term may count from the lesson itself',
    settings: { ...given, base: 'lesson_end', minutes: 10, graceMinutes: 0 },
    lessons: [
      { ...monday, number: 1 },
      { ...monday, id: 3 },
    ],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 09:30', seen: '2026-11-16 10:00' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 09:25', says: '5 мин' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson without number ends nowhere',
    settings: { ...given, base: 'lesson_end' },
    lessons: [{ ...monday, number: null }],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
    expect: [{ work: 21, reason: 'unproven-no-bells' }],
  },
  {
    kind: 'unproven',
    title: 'hung on the lesson for which it is due, and no earlier lesson is known',
    settings: { lesson: 'due' },
    lessons: [tuesday],
    homework: [{ id: 21, lesson: 2, states: [nextMorning] }],
    expect: [{ work: 21, reason: 'unproven-no-previous', date: '2026-11-17' }],
  },
  {
    kind: 'unproven',
    title:
      'between the earlier lesson and this one lies a week that was never read: the real one may be there',
    settings: { lesson: 'due' },
    lessons: [{ id: 5, date: '2026-11-05', number: 4 }, tuesday],
    homework: [{ id: 21, lesson: 2, states: [nextMorning] }],
    expect: [{ work: 21, reason: 'unproven-no-previous', date: '2026-11-17' }],
  },
  {
    kind: 'broken',
    title: 'the earlier lesson is one of the same subject and the same group, and held',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4 },
      { ...monday, status: 'cancelled' },
      { id: 3, date: '2026-11-16', number: 5, group: 'англ1' },
      { id: 4, date: '2026-11-16', number: 6, subject: 'Физика' },
      tuesday,
    ],
    homework: [{ id: 21, lesson: 2, states: [nextMorning] }],
    expect: [{ work: 21, date: '2026-11-13', deadline: '2026-11-13 13:40' }],
  },
  {
    kind: 'broken',
    title: 'a school that hangs homework on the lesson for which it is due is recognised',
    lessons: [monday, tuesday, ...habit('due').lessons],
    homework: [{ id: 21, lesson: 2, states: [inTheEvening] }, ...habit('due').homework],
    expect: [{ work: 21, verdict: 'broken', date: '2026-11-16' }],
  },
  {
    kind: 'kept',
    title: 'a school that hangs homework on the lesson at which it is given is recognised',
    lessons: [monday, tuesday, ...habit('given').lessons],
    homework: [{ id: 21, lesson: 2, states: [inTheEvening] }, ...habit('given').homework],
    expect: [{ work: 21, verdict: 'kept', date: '2026-11-17' }],
  },
  {
    kind: 'broken',
    title: 'homework due on a later day was given at its own lesson, even where others hang it otherwise',
    lessons: [monday, ...habit('due').lessons],
    homework: [{ id: 21, lesson: 1, target: '2026-11-20', states: [inTheEvening] }, ...habit('due').homework],
    expect: [{ work: 21, verdict: 'broken', date: '2026-11-16' }],
  },
  {
    kind: 'broken',
    title: 'undecided, but late by either meaning',
    lessons: [monday, tuesday],
    homework: [{ id: 21, lesson: 2, states: [{ absent: '2026-11-17 18:00', seen: '2026-11-17 20:00' }] }],
    expect: [{ work: 21, date: '2026-11-17', deadline: '2026-11-17 13:40' }],
  },
  {
    kind: 'kept',
    title: 'undecided, but in time by either meaning',
    lessons: [monday, tuesday],
    homework: [{ id: 21, lesson: 2, states: [inTime] }],
  },
  {
    kind: 'broken',
    title: 'undecided and no earlier lesson: it counts as given here',
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
  },
  {
    kind: 'kept',
    title: 'undecided on a cancelled lesson: it was given at the one before',
    lessons: [monday, { ...tuesday, status: 'cancelled' }],
    homework: [{ id: 21, lesson: 2, states: [inTime] }],
    expect: [{ work: 21, date: '2026-11-16' }],
  },
  {
    kind: 'unproven',
    title: 'late, but the lesson at which it was given has a status that nobody understands',
    settings: { lesson: 'due' },
    lessons: [{ ...monday, status: 'unknown' }, tuesday],
    homework: [{ id: 21, lesson: 2, states: [nextMorning] }],
    expect: [{ work: 21, reason: 'unproven-status' }],
  },
  {
    kind: 'unproven',
    title: 'late, but the lesson on which it hangs was not in the journal before the deadline',
    settings: { lesson: 'due' },
    lessons: [monday, { ...tuesday, appeared: { absent: '2026-11-16 20:00', seen: '2026-11-17 06:00' } }],
    homework: [{ id: 21, lesson: 2, states: [nextMorning] }],
    expect: [{ work: 21, reason: 'unproven-lesson-late' }],
  },
  {
    kind: 'kept',
    title: 'the calibrated stamp alone tells that it was in time',
    settings: given,
    stamps: 'utc',
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, sent: '2026-11-16T09:30:00', states: [{ seen: '2026-11-18 06:00' }] }],
    expect: [{ work: 21, reason: 'kept-by-stamp' }],
  },
  {
    kind: 'broken',
    title: 'the calibrated stamp alone tells that it was late',
    settings: given,
    stamps: 'utc',
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, sent: '2026-11-16T12:40:00', states: [{ seen: '2026-11-18 06:00' }] }],
    expect: [{ work: 21, reason: 'broken-by-stamp', says: 'на 2 ч (по данным' }],
  },
  {
    kind: 'unproven',
    title: 'doubts: first look too late, within the error, a stamp that contradicts',
    settings: given,
    lessons: [monday],
    homework: [
      { id: 21, lesson: 1, states: [{ seen: '2026-11-16 20:00' }] },
      { id: 22, lesson: 1, states: [{ absent: '2026-11-16 13:42', seen: '2026-11-16 13:50' }] },
      {
        id: 23,
        lesson: 1,
        sent: '2026-11-01T10:00:00',
        states: [{ absent: '2026-11-16 13:00', seen: '2026-11-16 20:00' }],
      },
    ],
    expect: [
      { work: 21, reason: 'unproven-first-look' },
      { work: 22, reason: 'unproven-grace' },
      { work: 23, reason: 'unproven-stamp' },
    ],
  },
])
