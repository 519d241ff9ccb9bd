import { hoursHeld } from '../../../src/regulation/rules/2.3-hours-held.js'
import { testRule } from '../rule-tester.js'

const ended = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: ['2026-10-06', '2026-10-13', '2026-10-20'].map((date, index) => ({ id: index + 1, date })),
}
const plan = (hours: number[], more: object = {}) => ({
  settings: { plan: [{ class: '7А', subject: 'алгебра', hours }], ...more },
})

const dated = (dates: readonly string[], hours = 1) => ({
  rows: dates.map((date, index) => ({ topic: `Тема ${index + 1}`, hours, date })),
})

testRule(hoursHeld, [
  { kind: 'none', title: 'no plan, or none for the class or the period', ...ended },
  {
    kind: 'none',
    title: 'a plan for another class',
    ...ended,
    settings: { plan: [{ class: '7Б', subject: 'алгебра', hours: [9] }] },
  },
  {
    kind: 'none',
    title: 'a period beyond the plan',
    ...ended,
    ...plan([9]),
    periods: [{ id: 2, number: 2, start: '2026-10-05', finish: '2026-10-25' }],
  },
  {
    kind: 'kept',
    title: 'two hours behind may be caught up',
    ...ended,
    ...plan([5]),
  },
  { kind: 'broken', title: 'unless the school allows none', ...ended, ...plan([5], { allowedLag: 0 }) },
  {
    kind: 'broken',
    title: 'cancelled lessons aren’t held; the subgroup with the fewest hours counts',
    ...ended,
    ...plan([4], { allowedLag: 1 }),
    subgroups: { мат1: { pupils: [1001] }, мат2: { pupils: [1002] } },
    lessons: [
      ...ended.lessons.map(lesson => ({ ...lesson, group: 'мат1' })),
      { id: 4, date: '2026-10-07', group: 'мат2' },
      { id: 5, date: '2026-10-08' },
      { id: 6, date: '2026-10-09', status: 'cancelled' },
    ],
    expect: [{ class: 101, says: 'проведено 2 ч из 4' }],
  },
  {
    kind: 'unproven',
    title: 'no subject of that name',
    ...ended,
    settings: { plan: [{ class: '7А', subject: 'физика', hours: [3] }] },
    expect: [{ class: 101, reason: 'unproven-subject' }],
  },
  {
    kind: 'kept',
    title: 'the hours of an imported plan are those of the days of the period',
    ...ended,
    plans: [dated(['2026-10-06', '2026-10-13', '2026-10-20', '2026-10-27'])],
    expect: [{ class: 101, subject: 'Алгебра', says: 'проведено 3 ч из 3 по плану (КТП № 1, версия 1;' }],
  },
  {
    kind: 'broken',
    title: 'an imported plan goes before the settings, and half hours count',
    ...ended,
    ...plan([3]),
    plans: [dated(['2026-10-06', '2026-10-13', '2026-10-20'], 2.5)],
    verdicts: 1,
    expect: [{ class: 101, says: 'из 7,5 по плану, отставание 4,5 ч (КТП № 1' }],
  },
  {
    kind: 'kept',
    title: 'the version in force at the period’s end counts, a later one doesn’t',
    ...ended,
    plans: [
      {
        ...dated(['2026-10-06'], 9),
        later: [
          { from: '2026-10-20', ...dated(['2026-10-06'], 3) },
          { from: '2026-10-26', ...dated(['2026-10-06'], 9) },
        ],
      },
    ],
    expect: [{ class: 101, says: 'версия 2' }],
  },
  {
    kind: 'kept',
    title: 'of a plan without days nobody knows the hours of a period: the settings stay',
    ...ended,
    ...plan([3]),
    plans: [{ rows: ['Тема'] }],
    verdicts: 1,
    expect: [{ class: 101, says: 'план часов — в настройках школы' }],
  },
  {
    kind: 'broken',
    title: 'each subgroup’s plan is held against its own lessons',
    ...ended,
    subgroups: { мат1: { pupils: [1001] }, мат2: { pupils: [1002] } },
    plans: [
      { ...dated(['2026-10-06'], 3), group: 'мат1' },
      { ...dated(['2026-10-06'], 3), group: 'мат2' },
    ],
    lessons: ended.lessons.map(lesson => ({ ...lesson, group: 'мат1' })),
    verdicts: 2,
    expect: [
      { class: 101, part: '201', verdict: 'kept' },
      { class: 101, part: '202', verdict: 'broken' },
    ],
  },
  {
    kind: 'kept',
    title:
      'a class’s plan that no pupil follows any more, since each has one of a subgroup, is no longer judged',
    ...ended,
    subgroups: { мат1: { pupils: [1001] }, мат2: { pupils: [1002] } },
    plans: [
      dated(['2026-10-06'], 9),
      { ...dated(['2026-10-06'], 3), group: 'мат1' },
      { ...dated(['2026-10-06'], 3), group: 'мат2' },
    ],
    lessons: ['мат1', 'мат2'].flatMap((group, index) =>
      ended.lessons.map(({ id, date }) => ({ id: id + 3 * index, date, group })),
    ),
    verdicts: 2,
  },
  {
    kind: 'unproven',
    title:
      'lessons of a pupil taught at home, who has a plan of their own, are none of the class, whose others may be exempt',
    ...ended,
    settings: { allowedLag: 0 },
    subgroups: { дом: { pupils: [1001] } },
    plans: [
      { ...dated(['2026-10-06'], 3), teacher: 9002 },
      { ...dated(['2026-10-06'], 3), group: 'дом' },
    ],
    lessons: ended.lessons.map(lesson => ({ ...lesson, group: 'дом' })),
    verdicts: 2,
    expect: [
      { class: 101, part: '201', verdict: 'kept' },
      { class: 101, part: '9002', verdict: 'unproven', reason: 'unproven-others', teachers: [] },
    ],
  },
  {
    kind: 'kept',
    title: 'nor is anybody held to be without a plan where nobody knows who is taught in the subgroup',
    ...ended,
    subgroups: { дом: { pupils: [] } },
    plans: [dated(['2026-10-06'], 9), { ...dated(['2026-10-06'], 3), group: 'дом' }],
    lessons: ended.lessons.map(lesson => ({ ...lesson, group: 'дом' })),
    verdicts: 1,
  },
  {
    kind: 'unproven',
    title: 'a planned subject that the class isn’t taught',
    ...ended,
    plans: [{ ...dated(['2026-10-06']), subject: 'Физика' }],
    expect: [{ class: 101, reason: 'unproven-subject' }],
  },
])
