import { homeworkInTime } from '../../../src/regulation/rules/2.6-homework-in-time.js'
import { testRule } from '../rule-tester.js'

const monday = { id: 1, date: '2026-11-16', number: 4 }
const tuesday = { id: 2, date: '2026-11-17', number: 4 }
/** Around one o'clock of Monday: the lessons end at 12:10, the term at 13:40. */
const inTime = { absent: '2026-11-16 12:00', seen: '2026-11-16 13:00' }
const inTheEvening = { absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' }
const nextMorning = { absent: '2026-11-17 06:00', seen: '2026-11-17 08:00' }
const given = { lesson: 'given' }

/** Three teachers of other subjects, whose homework shows where this school hangs it. */
function habit(meaning: 'given' | 'due') {
  const teachers = ['Химия', 'Физика', 'История'].map((subject, index) => {
    const lessons = ['2026-11-09', '2026-11-10'].map((date, day) => ({
      id: 11 + 2 * index + day,
      date,
      number: index + 1,
      subject,
      teachers: [9011 + index],
    }))
    const entered = meaning === 'due' ? '2026-11-09' : '2026-11-10'
    return {
      lessons,
      homework: [{ id: 41 + index, lesson: 12 + 2 * index, states: [dayOf(entered)] }],
    }
  })
  return {
    lessons: teachers.flatMap(({ lessons }) => lessons),
    homework: teachers.flatMap(({ homework }) => homework),
  }
}

/** As two looks a day see it: absent in the night, there after the lessons. */
function dayOf(date: string) {
  return { absent: `${date} 00:05`, seen: `${date} 14:00` }
}

/** A teacher of one subject who enters homework as long as a day before its own lesson. */
function planner() {
  const dates = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']
  const lessons = dates.map((date, index) => ({
    id: 11 + index,
    date,
    number: 1,
    subject: 'Химия',
    teachers: [9011],
  }))
  const homework = lessons
    .slice(1)
    .map(({ id }, index) => ({ id: 30 + id, lesson: id, states: [dayOf(dates[index] ?? '')] }))
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
    title: 'the earlier lesson is one of the same subject and the same pupils, and held',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4 },
      { ...monday, status: 'cancelled' },
      { id: 3, date: '2026-11-16', number: 5, group: 'англ2' },
      { id: 4, date: '2026-11-16', number: 6, subject: 'Физика' },
      { ...tuesday, group: 'англ1' },
    ],
    homework: [{ id: 21, lesson: 2, states: [{ absent: '2026-11-14 10:00', seen: '2026-11-15 10:00' }] }],
    expect: [{ work: 21, date: '2026-11-13', deadline: '2026-11-13 13:40' }],
  },
  {
    kind: 'unproven',
    title: 'homework of a cancelled lesson is not late against the lesson before it',
    settings: { lesson: 'due' },
    lessons: [{ id: 5, date: '2026-11-13', number: 4 }, { ...monday, status: 'cancelled' }, tuesday],
    homework: [
      { id: 21, lesson: 2, states: [inTime] },
      { id: 22, lesson: 2, states: [{ absent: '2026-11-14 10:00', seen: '2026-11-16 13:00' }] },
    ],
    expect: [
      { work: 21, reason: 'unproven-lesson-cancelled', date: '2026-11-13' },
      { work: 22, reason: 'unproven-lesson-cancelled' },
    ],
  },
  {
    kind: 'unproven',
    title: 'perhaps given at a lesson that was taken out of the timetable when its day had begun',
    settings: { lesson: 'due' },
    lessons: [{ id: 5, date: '2026-11-13', number: 4 }, tuesday],
    formerPlaces: [
      { removed: true, date: '2026-11-16', number: 3, absent: '2026-11-16 00:20', seen: '2026-11-16 23:55' },
    ],
    homework: [{ id: 21, lesson: 2, states: [inTime] }],
    expect: [{ work: 21, reason: 'unproven-lesson-cancelled', date: '2026-11-13' }],
  },
  {
    kind: 'broken',
    title: 'not at one of another subject or other pupils, nor one that was moved, or removed before its day',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4, group: 'англ1' },
      { ...tuesday, group: 'англ1' },
    ],
    formerPlaces: [
      { removed: true, subject: 'Физика', group: 'англ1' },
      { removed: true, group: 'англ2' },
      { removed: false, group: 'англ1' },
      { removed: true, group: 'англ1', absent: '2026-11-15 00:20', seen: '2026-11-15 23:55' },
      { removed: true, group: 'англ1', date: '2026-11-13' },
      { removed: true, group: 'англ1', date: '2026-11-17', number: 5 },
    ].map(place => ({
      ...{ date: '2026-11-16', number: 3, absent: '2026-11-16 00:20', seen: '2026-11-16 23:55' },
      ...place,
    })),
    homework: [{ id: 21, lesson: 2, states: [inTime] }],
    expect: [{ work: 21, date: '2026-11-13' }],
  },
  {
    kind: 'unproven',
    title: 'a class that meets as a whole may have had its last lesson in subgroups',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4, teachers: [9001] },
      { ...monday, group: 'англ1', teachers: [9001] },
      { ...monday, id: 3, group: 'англ2', teachers: [9002] },
      tuesday,
    ],
    homework: [
      { id: 21, lesson: 2, states: [inTime] },
      { id: 22, lesson: 2, states: [inTheEvening] },
      { id: 23, lesson: 2, states: [{ absent: '2026-11-12 12:00', seen: '2026-11-13 12:00' }] },
    ],
    expect: [
      { work: 21, verdict: 'unproven', reason: 'unproven-lesson-unclear' },
      { work: 22, verdict: 'broken', deadline: '2026-11-16 13:40' },
      { work: 23, verdict: 'kept' },
    ],
  },
  {
    kind: 'kept',
    title: 'a subgroup had its last lesson with the whole class',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4, group: 'англ1' },
      monday,
      { ...tuesday, group: 'англ1' },
    ],
    homework: [{ id: 21, lesson: 2, states: [inTime] }],
    expect: [{ work: 21, date: '2026-11-16' }],
  },
  {
    kind: 'broken',
    title: 'of the teachers of several lessons in question the one of all of them answers',
    settings: { lesson: 'due' },
    subgroups: { англ1: { pupils: [1001] } },
    lessons: [
      { id: 5, date: '2026-11-13', number: 4, teachers: [9001] },
      { ...monday, group: 'англ1', teachers: [9001, 9002] },
      tuesday,
    ],
    homework: [{ id: 21, lesson: 2, states: [inTheEvening] }],
    expect: [{ work: 21, teachers: [9001] }],
  },
  {
    kind: 'unproven',
    title: 'the lesson for which it is due was moved, perhaps after the homework was entered',
    settings: { lesson: 'due' },
    lessons: [
      monday,
      { ...tuesday, moved: true, appeared: { absent: '2026-11-16 12:30', seen: '2026-11-16 20:00' } },
    ],
    homework: [
      { id: 21, lesson: 2, states: [inTime] },
      { id: 22, lesson: 2, states: [{ absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' }] },
      { id: 23, lesson: 2, states: [{ seen: '2026-11-16 13:00' }] },
    ],
    expect: [
      { work: 21, reason: 'unproven-lesson-moved' },
      { work: 22, reason: 'unproven-lesson-moved' },
      { work: 23, reason: 'unproven-lesson-moved' },
    ],
  },
  {
    kind: 'broken',
    title: 'moved before the homework was entered, or only to another hour of its day',
    settings: { lesson: 'due' },
    lessons: [
      monday,
      { ...tuesday, moved: true, appeared: { absent: '2026-11-14 12:00', seen: '2026-11-14 20:00' } },
      { ...tuesday, id: 3, number: 5, subject: 'Физика', moved: true },
      { ...monday, id: 4, number: 3, subject: 'Физика' },
    ],
    homework: [
      { id: 21, lesson: 2, states: [inTheEvening] },
      { id: 22, lesson: 3, states: [inTheEvening] },
    ],
    verdicts: 2,
  },
  {
    kind: 'kept',
    title: 'a last lesson that is cancelled the day after does not shorten the day that is past',
    settings: given,
    lessons: [
      monday,
      {
        id: 3,
        date: '2026-11-16',
        number: 5,
        status: 'cancelled',
        appeared: { absent: '2026-11-17 00:05', seen: '2026-11-17 14:00' },
      },
    ],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 14:20', seen: '2026-11-16 14:38' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 14:45' }],
  },
  {
    kind: 'kept',
    title: 'a last lesson that is moved away or removed the day after does not shorten the day that is past',
    settings: given,
    lessons: [monday],
    formerPlaces: [{ date: '2026-11-16', number: 5, absent: '2026-11-17 00:05', seen: '2026-11-17 14:00' }],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 14:20', seen: '2026-11-16 14:38' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 14:45' }],
  },
  {
    kind: 'unproven',
    title: 'a last lesson that is moved away perhaps before it, perhaps afterwards',
    settings: given,
    lessons: [monday],
    formerPlaces: [{ date: '2026-11-16', number: 5, absent: '2026-11-16 00:05', seen: '2026-11-16 14:00' }],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 14:00', seen: '2026-11-16 14:38' }] }],
    expect: [{ work: 21, reason: 'unproven-day-end' }],
  },
  {
    kind: 'broken',
    title: 'a last lesson that was moved away in time ends no day',
    settings: given,
    lessons: [monday],
    formerPlaces: [{ date: '2026-11-16', number: 5, absent: '2026-11-13 00:05', seen: '2026-11-15 00:05' }],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 14:20', seen: '2026-11-16 14:38' }] }],
    expect: [{ work: 21, deadline: '2026-11-16 13:40' }],
  },
  {
    kind: 'unproven',
    title: 'counted from its own bell: a lesson that was moved has its present bell from nobody knows when',
    settings: { ...given, base: 'lesson_end' },
    lessons: [{ ...monday, moved: true }],
    homework: [{ id: 21, lesson: 1, states: [inTheEvening] }],
    expect: [{ work: 21, reason: 'unproven-lesson-moved' }],
  },
  {
    kind: 'unproven',
    title: 'a last lesson that is cancelled perhaps before it, perhaps afterwards',
    settings: given,
    lessons: [
      monday,
      {
        id: 3,
        date: '2026-11-16',
        number: 5,
        status: 'cancelled',
        appeared: { absent: '2026-11-16 00:05', seen: '2026-11-16 14:00' },
      },
    ],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 14:00', seen: '2026-11-16 14:38' }] }],
    expect: [{ work: 21, reason: 'unproven-day-end' }],
  },
  {
    kind: 'kept',
    title:
      'a last lesson that is seen cancelled before its end does not count; without number or bell neither',
    settings: given,
    lessons: [
      monday,
      ...[5, null, 9].map((number, index) => ({
        id: 3 + index,
        date: '2026-11-16',
        number,
        status: 'cancelled' as const,
        appeared: { absent: '2026-11-16 00:05', seen: '2026-11-16 13:00' },
      })),
    ],
    homework: [{ id: 21, lesson: 1, states: [inTime] }],
    expect: [{ work: 21, deadline: '2026-11-16 13:40' }],
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
    homework: [
      { id: 21, lesson: 2, states: [inTheEvening] },
      { id: 22, lesson: 1, states: [dayOf('2026-11-16')] },
      ...habit('given').homework,
    ],
    expect: [{ work: 21, verdict: 'kept', date: '2026-11-17' }],
  },
  {
    kind: 'kept',
    title: 'entered in its own lesson, far in the east, beside one teacher who plans ahead',
    timeZone: 'Asia/Kamchatka',
    lessons: [
      ...habit('given').lessons.map(lesson => ({ ...lesson, id: lesson.id + 50 })),
      ...planner().lessons,
    ],
    homework: [
      ...habit('given').homework.map(work => ({
        ...work,
        lesson: work.lesson + 50,
        sent: '2026-11-09T22:00:00',
        id: work.id + 50,
      })),
      ...planner().homework.slice(0, 1),
    ],
    expect: [{ work: 91, verdict: 'kept', reason: 'kept', date: '2026-11-10' }],
  },
  {
    kind: 'unproven',
    title: 'one teacher who plans ahead is no habit of the school',
    lessons: [monday, tuesday, ...planner().lessons],
    homework: [{ id: 21, lesson: 2, states: [dayOf('2026-11-17')] }, ...planner().homework],
    expect: [{ work: 21, reason: 'unproven-lesson-unclear' }],
  },
  {
    kind: 'unproven',
    title: 'one homework that came after the bell of its own lesson contradicts any number',
    lessons: [monday, tuesday, ...habit('due').lessons],
    homework: [
      { id: 21, lesson: 2, states: [inTheEvening] },
      { id: 22, lesson: 1, states: [{ absent: '2026-11-16 11:45', seen: '2026-11-16 12:00' }] },
      ...habit('due').homework,
    ],
    expect: [{ work: 21, reason: 'unproven-lesson-unclear' }],
  },
  {
    kind: 'unproven',
    title: 'homework entered days before the earlier lesson shows that people plan ahead',
    lessons: [{ id: 5, date: '2026-11-13', number: 4 }, monday, tuesday, ...habit('due').lessons],
    homework: [
      { id: 21, lesson: 2, states: [inTheEvening] },
      { id: 22, lesson: 1, states: [dayOf('2026-11-12')] },
      { id: 23, lesson: 1, states: [dayOf('2026-11-11')] },
      ...habit('due').homework,
    ],
    expect: [{ work: 21, reason: 'unproven-lesson-unclear' }],
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
  {
    kind: 'kept',
    title: 'the federal reference is told beside the verdict and changes nothing',
    settings: given,
    lessons: [monday],
    homework: [
      { id: 21, lesson: 1, states: [{ absent: '2026-11-16 11:00', seen: '2026-11-16 12:00' }] },
      { id: 22, lesson: 1, states: [{ absent: '2026-11-16 12:30', seen: '2026-11-16 13:00' }] },
      { id: 23, lesson: 1, states: [{ absent: '2026-11-16 11:00', seen: '2026-11-16 13:00' }] },
    ],
    expect: [
      {
        work: 21,
        says: 'в срок; федеральный ориентир (до конца учебного дня, 16.11.2026 12:10) — соблюдён.',
      },
      { work: 22, says: '12:10) — не соблюдён.' },
      { work: 23, says: '12:10) — не доказано.' },
    ],
  },
  {
    kind: 'broken',
    title: 'the federal reference, too, is not met by what is late; a school may do without it',
    settings: { ...given, federalReference: false },
    lessons: [monday],
    homework: [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' }] }],
    expect: [{ work: 21, says: 'не менее чем на 4 ч 20 мин.' }],
  },
])
