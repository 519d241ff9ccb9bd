import { topicFilled } from '../../../src/regulation/rules/2.3-topic-filled.js'
import { testRule } from '../rule-tester.js'

const lesson = { id: 1, date: '2026-11-16' }
const inTime = { absent: '2026-11-16 15:00', seen: '2026-11-16 21:00' }

testRule(topicFilled, [
  {
    kind: 'none',
    title: 'a lesson outside the days asked for says nothing',
    from: '2026-11-17',
    lessons: [lesson],
    notApplicable: 0,
  },
  {
    kind: 'unproven',
    title: 'the first look of all was after the deadline and saw the topic',
    lessons: [
      {
        ...lesson,
        appeared: { seen: '2026-11-17 06:00' },
        topic: [{ value: 'Дроби', seen: '2026-11-17 06:00' }],
      },
    ],
    expect: [{ lesson: 1, reason: 'unproven-first-look' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson that was entered after its own day',
    lessons: [{ ...lesson, appeared: { absent: '2026-11-17 06:00', seen: '2026-11-17 12:00' } }],
    expect: [{ lesson: 1, reason: 'unproven-lesson-late' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson that came between a look before the deadline and one after it',
    lessons: [{ ...lesson, appeared: { absent: '2026-11-16 12:00', seen: '2026-11-17 06:00' } }],
    expect: [{ lesson: 1, reason: 'unproven-lesson-late' }],
  },
  {
    kind: 'broken',
    title: 'a lesson that came in the course of its day',
    lessons: [{ ...lesson, appeared: { absent: '2026-11-16 06:00', seen: '2026-11-16 12:00' } }],
  },
  {
    kind: 'unproven',
    title: 'a lesson whose status nobody understands',
    lessons: [{ ...lesson, status: 'unknown' }],
    expect: [{ lesson: 1, reason: 'unproven-status' }],
  },
  {
    kind: 'unproven',
    title: 'a week with records that could not be read',
    quarantined: { lessons: 1 },
    lessons: [lesson],
    settings: { act: 'приказ № 17 от 01.09.2026' },
    expect: [
      {
        lesson: 1,
        reason: 'unproven-quarantine',
        says: '(срок установлен настройкой школы: приказ № 17 от 01.09.2026)',
      },
    ],
  },
  {
    kind: 'broken',
    title: 'unreadable marks are no excuse for a topic',
    quarantined: { marks: 1 },
    lessons: [lesson],
  },
  {
    kind: 'unproven',
    title: 'a window that was never read completely',
    looked: null,
    lessons: [lesson],
    expect: [{ lesson: 1, reason: 'unproven-stale' }],
  },
  {
    kind: 'kept',
    title: 'a topic put right later was there in time',
    lessons: [
      {
        ...lesson,
        topic: [
          { ...inTime, value: 'Дроби' },
          { value: 'Сложение дробей', absent: '2026-11-17 06:00', seen: '2026-11-18 06:00' },
        ],
      },
    ],
  },
  {
    kind: 'broken',
    title: 'a topic that was there in time and wiped out later is told apart, with both sightings',
    lessons: [
      {
        ...lesson,
        topic: [
          { ...inTime, value: 'Дроби' },
          { value: '  ', absent: '2026-11-17 06:00', seen: '2026-11-17 12:00' },
        ],
      },
    ],
    expect: [
      {
        lesson: 1,
        reason: 'broken-wiped',
        level: 'B',
        seen: inTime.seen,
        absent: '2026-11-18 06:00',
        says: 'тема была записана и затем удалена',
      },
    ],
  },
  {
    kind: 'broken',
    title: 'a topic replaced by a dash was wiped out, too',
    lessons: [
      {
        ...lesson,
        topic: [
          { ...inTime, value: 'Дроби' },
          { value: '-', absent: '2026-11-17 06:00', seen: '2026-11-18 06:00' },
        ],
      },
    ],
    expect: [{ lesson: 1, reason: 'broken-wiped' }],
  },
  {
    kind: 'broken',
    title: 'a topic that came too late and went again is just missing',
    lessons: [
      {
        ...lesson,
        topic: [
          { value: 'Дроби', absent: '2026-11-17 06:00', seen: '2026-11-17 12:00' },
          { value: null, absent: '2026-11-17 12:00', seen: '2026-11-18 06:00' },
        ],
      },
    ],
    expect: [{ lesson: 1, reason: 'broken', absent: '2026-11-18 06:00' }],
  },
  {
    kind: 'unproven',
    title: 'a topic wiped out before the deadline may have come back, if nobody looked since',
    looked: '2026-11-16 23:00',
    lessons: [
      {
        ...lesson,
        topic: [
          { ...inTime, value: 'Дроби' },
          { value: null, absent: '2026-11-16 21:00', seen: '2026-11-16 23:00' },
        ],
      },
    ],
    expect: [{ lesson: 1, reason: 'unproven-stale' }],
  },
  {
    kind: 'mended',
    title: 'a placeholder in time, the topic later',
    lessons: [
      {
        ...lesson,
        topic: [
          { ...inTime, value: 'Тема урока' },
          { value: 'Сложение дробей', absent: '2026-11-17 06:00', seen: '2026-11-18 06:00' },
        ],
      },
    ],
  },
  {
    kind: 'kept',
    title: 'the school may allow short topics',
    settings: { minimumLetters: 2, placeholders: [] },
    lessons: [{ ...lesson, topic: [{ ...inTime, value: 'Ом' }] }],
  },
  {
    kind: 'pending',
    title: 'the last millisecond of the day is still in time',
    timeZone: 'Asia/Kamchatka',
    asOf: '2026-11-16 23:59:59',
    looked: '2026-11-16 23:59:59',
    lessons: [lesson],
  },
])
