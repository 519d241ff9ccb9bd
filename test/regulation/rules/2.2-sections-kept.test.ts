import { sectionsKept } from '../../../src/regulation/rules/2.2-sections-kept.js'
import { testRule } from '../rule-tester.js'

const lessons = [{ id: 1, date: '2026-11-16' }]
const periods = [{ id: 1, start: '2026-11-09', finish: '2026-12-30' }]
const tuesday = { absent: '2026-11-16 23:00', seen: '2026-11-17 06:00' }
const removed = { lesson: 5, removed: true, date: '2026-11-16', number: 3 }

testRule(sectionsKept, [
  { kind: 'none', title: 'nothing was changed', periods, lessons },
  {
    kind: 'none',
    title: 'periods of the year before may go',
    periods,
    lessons,
    formerPeriods: [{ id: 7, start: '2026-03-30', finish: '2026-05-26', ...tuesday }],
  },
  {
    kind: 'broken',
    title: 'a period that went while it ran',
    periods,
    lessons,
    formerPeriods: [{ id: 7, start: '2026-11-09', finish: '2026-12-30', ...tuesday }],
    expect: [{ class: 101, says: 'период № 7: период (09.11.2026 – 30.12.2026) удалён уже после начала' }],
  },
  {
    kind: 'unproven',
    title: 'a period moved around its beginning',
    periods,
    lessons,
    formerPeriods: [
      { start: '2026-11-09', finish: '2026-12-29', absent: '2026-11-08 06:00', seen: '2026-11-09 06:00' },
    ],
    expect: [{ class: 101, reason: 'unproven-straddles' }],
  },
  {
    kind: 'none',
    title: 'a lesson that was moved or cancelled isn’t removed, nor one that stands elsewhere',
    periods,
    lessons,
    formerPlaces: [
      { ...removed, ...tuesday, removed: false },
      { ...removed, ...tuesday, lesson: 1 },
    ],
  },
  {
    kind: 'kept',
    title: 'a lesson removed before it began',
    periods,
    lessons,
    formerPlaces: [{ ...removed, absent: '2026-11-15 23:00', seen: '2026-11-16 06:00' }],
    expect: [{ lesson: 5, reason: 'kept-beforehand' }],
  },
  {
    kind: 'unproven',
    title: 'a lesson removed around its beginning, or without a bell on its own day',
    periods,
    lessons,
    formerPlaces: [
      { ...removed, absent: '2026-11-16 08:00', seen: '2026-11-16 12:00' },
      { ...removed, lesson: 6, number: null, absent: '2026-11-16 20:00', seen: '2026-11-17 06:00' },
    ],
  },
  {
    kind: 'broken',
    title: 'a bell that went while lessons of its number stand',
    periods,
    bells: { 1: '08:30-09:15' },
    lessons: [...lessons, { id: 2, date: '2026-11-18', number: 2 }],
    formerBells: [{ number: 2, start: '09:25', finish: '10:10', ...tuesday }],
    expect: [{ class: 101, says: 'звонок удалён' }],
  },
  {
    kind: 'none',
    title: 'bells may change in the holidays',
    periods,
    lessons,
    holidays: [{ from: '2026-11-17', to: '2026-11-30' }],
    formerBells: [{ number: 2, start: '09:25', finish: '10:10', ...tuesday }],
  },
  {
    kind: 'none',
    title: 'seen on a day that nobody asks for',
    periods,
    lessons,
    from: '2026-11-18',
    formerBells: [{ number: 2, start: '09:25', finish: '10:10', ...tuesday }],
  },
])
