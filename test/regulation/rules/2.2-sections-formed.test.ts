import { sectionsFormed } from '../../../src/regulation/rules/2.2-sections-formed.js'
import { testRule } from '../rule-tester.js'

const lists = (['groups', 'class-subjects', 'periods', 'bells', 'work-types', 'mark-values'] as const).map(
  resource => ({ resource, seen: '2026-08-28 06:00' }),
)
const ready = {
  asOf: '2026-09-07 12:00',
  looked: '2026-09-07 06:00',
  classTeachers: [{ teacher: 9001 }],
  lists,
  periods: [{ id: 1, start: '2026-09-01', finish: '2026-09-13' }],
  lessons: [
    { id: 1, date: '2026-09-02' },
    { id: 2, date: '2026-09-09' },
  ],
}
const item = (name: string) => `2026/${name}`

testRule(sectionsFormed, [
  { kind: 'none', title: 'days without a fifth of September', ...ready, from: '2026-09-06' },
  {
    kind: 'none',
    title: 'before the first of September',
    ...ready,
    asOf: '2026-08-31 12:00',
    looked: '2026-08-31 06:00',
  },
  {
    kind: 'none',
    title: 'a class that was opened only later has a term of its own, of which no order tells',
    ...ready,
    lists: [{ resource: 'groups', absent: '2026-09-06 06:00', seen: '2026-09-07 06:00' }],
    notApplicable: 1,
  },
  {
    kind: 'kept',
    title:
      'an order of the first days of September whose own term would be over before the fifth changes nothing',
    ...ready,
    settings: { openedWorkingDays: 1 },
    classOpenings: [{ date: '2026-09-01' }],
    verdicts: 12,
    expect: [{ part: item('class'), verdict: 'kept', date: '2026-09-05', deadline: '2026-09-05 23:59' }],
  },
  {
    kind: 'kept',
    title: 'an order of October for a class that stood there in August opened another one',
    ...ready,
    to: '2026-10-31',
    classOpenings: [{ date: '2026-10-19' }],
    verdicts: 12,
    expect: [{ part: item('class'), verdict: 'kept', date: '2026-09-05' }],
  },
  {
    kind: 'kept',
    title: 'an order of another year leaves this one’s term as it is',
    ...ready,
    classOpenings: [{ date: '2025-10-19' }],
    verdicts: 12,
    expect: [{ part: item('class'), verdict: 'kept', date: '2026-09-05' }],
  },
  {
    kind: 'pending',
    title: 'on the first of September a reminder; the fifth itself may be out of the term',
    ...ready,
    asOf: '2026-09-01 12:00',
    looked: '2026-09-01 06:00',
    settings: { fifthIncluded: false },
    classTeachers: [],
    expect: [
      { part: item('class-teacher'), verdict: 'pending', severity: 'info', deadline: '2026-09-04 23:59' },
    ],
  },
  {
    kind: 'broken',
    title: 'a subject whose lessons have no teacher, a subgroup without pupils, a week without lessons',
    ...ready,
    subgroups: { англ1: { pupils: [] } },
    lessons: [
      { id: 1, date: '2026-09-02', teachers: [] },
      { id: 2, date: '2026-09-09', status: 'cancelled' },
    ],
    expect: [
      { part: item('teachers'), verdict: 'broken' },
      { part: item('subgroups'), verdict: 'broken' },
      { part: item('lessons'), verdict: 'broken' },
    ],
  },
  {
    kind: 'broken',
    title: 'periods that lie over each other, or none that holds the day',
    ...ready,
    periods: [
      { id: 1, start: '2026-09-01', finish: '2026-09-13' },
      { id: 2, number: 2, start: '2026-09-10', finish: '2026-12-30' },
      { id: 3, type: 'year', start: '2026-09-01', finish: '2027-05-26' },
    ],
    expect: [
      { part: item('dates'), verdict: 'broken' },
      { part: item('periods'), verdict: 'kept' },
    ],
  },
  {
    kind: 'unproven',
    title: 'a week up to the end of the first period was never read, nor was it known when subjects came',
    ...ready,
    lists: [
      ...lists.filter(({ resource }) => resource !== 'class-subjects' && resource !== 'work-types'),
      { resource: 'class-subjects', seen: '2026-09-07 06:00' },
      { resource: 'work-types', absent: '2026-09-01 06:00', seen: '2026-09-07 06:00' },
    ],
    lessons: [{ id: 1, date: '2026-09-02' }],
    expect: [
      { part: item('lessons'), reason: 'unproven-stale' },
      { part: item('subjects'), reason: 'unproven-first-look' },
      { part: item('work-types'), reason: 'unproven-straddles' },
    ],
  },
])
