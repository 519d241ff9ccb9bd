import { topicsByPlan } from '../../../src/regulation/rules/2.3-topics-by-plan.js'
import { testRule } from '../rule-tester.js'

const rows = [
  'Натуральные числа',
  'Сложение дробей',
  'Вычитание дробей',
  'Умножение дробей',
  'Деление дробей',
  'Проценты',
  'Пропорции',
  'Масштаб',
  'Отношения',
  'Диаграммы',
]
const plans = [{ rows }]
const foreign = 'Треугольники и их виды'

/** One lesson a study day from 9 November on, each with its topic. */
function lessonsOf(topics: readonly (string | null)[], more: object = {}) {
  const days = ['09', '10', '11', '12', '13', '16', '17']
  return topics.map((value, index) => {
    const date = `2026-11-${days[index]}`
    return { id: index + 1, date, topic: value === null ? [] : [{ value, seen: `${date} 12:00` }], ...more }
  })
}

testRule(topicsByPlan, [
  {
    kind: 'none',
    title: 'an empty topic and a placeholder are another rule’s matter',
    plans,
    lessons: lessonsOf([null, 'Урок']),
    notApplicable: 2,
  },
  {
    kind: 'none',
    title: 'days before the first version is in force aren’t judged',
    plans: [{ rows, from: '2026-11-20' }],
    lessons: lessonsOf([foreign]),
    notApplicable: 1,
  },
  {
    kind: 'broken',
    title: 'each lesson follows the version of its day: what a correction brought isn’t in the plan before',
    plans: [{ rows, later: [{ from: '2026-11-11', rows: [...rows, foreign] }] }],
    lessons: lessonsOf([foreign, null, 'Диаграммы', foreign]),
    expect: [
      { lesson: 1, verdict: 'broken', says: 'версия 1' },
      { lesson: 3, verdict: 'kept', says: 'версия 2' },
      { lesson: 4, verdict: 'kept', says: 'строка № 11' },
    ],
  },
  {
    kind: 'kept',
    title: 'as many lessons aside as the school allows, either way, and one more isn’t',
    plans,
    lessons: lessonsOf(['Натуральные числа', 'Проценты', 'Натуральные числа']),
    settings: { lessonsAside: 4 },
  },
  {
    kind: 'broken',
    title: 'with a narrower allowance the same is broken',
    plans,
    lessons: lessonsOf(['Натуральные числа', 'Сложение дробей', 'Пропорции']),
    expect: [
      { lesson: 1, verdict: 'kept' },
      { lesson: 3, verdict: 'broken', reason: 'broken-early', says: 'на 4 ур. раньше' },
    ],
  },
  {
    kind: 'unproven',
    title:
      'of two lessons nobody knows which is out of order: the one that strayed doesn’t accuse the right one',
    plans,
    lessons: lessonsOf(['Диаграммы', 'Сложение дробей', 'Вычитание дробей', 'Отношения']),
    expect: [
      { lesson: 1, verdict: 'kept' },
      { lesson: 2, reason: 'unproven-place', says: 'строка № 2' },
      { lesson: 3, verdict: 'kept' },
      { lesson: 4, verdict: 'broken', reason: 'broken-early', says: 'на 5 ур. раньше' },
    ],
  },
  {
    kind: 'unproven',
    title: 'nor of three, of which none follows another',
    plans,
    lessons: lessonsOf(['Диаграммы', 'Натуральные числа', 'Проценты']),
    expect: [
      { lesson: 2, reason: 'unproven-place' },
      { lesson: 3, reason: 'unproven-place' },
    ],
  },
  {
    kind: 'kept',
    title: 'a topic that is right now may have stood at a place that nobody could tell',
    plans,
    lessons: [
      ...lessonsOf(['Натуральные числа']),
      {
        id: 2,
        date: '2026-11-10',
        topic: [
          { value: 'Диаграммы', seen: '2026-11-10 12:00' },
          { value: 'Сложение дробей', absent: '2026-11-11 12:00', seen: '2026-11-12 12:00' },
        ],
      },
    ],
  },
  {
    kind: 'kept',
    title: 'before the first lesson of the study year nothing has to be read',
    readFrom: '2026-09-01',
    plans,
    lessons: [{ id: 1, date: '2026-09-01', topic: [{ value: 'Диаграммы', seen: '2026-09-01 12:00' }] }],
  },
  {
    kind: 'kept',
    title: 'a row of several hours takes several lessons, and the next one follows it',
    plans: [{ rows: [{ topic: 'Сложение дробей', hours: 6 }, 'Проценты', 'Диаграммы'] }],
    lessons: lessonsOf(['Сложение дробей', 'Сложение дробей', 'Проценты', 'Диаграммы']),
    settings: { lessonsAside: 0 },
    verdicts: 4,
    expect: [{ lesson: 2, verdict: 'kept' }],
  },
  {
    kind: 'broken',
    title: 'the same topic in several sections is the nearest one, not the first',
    plans: [{ rows: ['Решение задач', ...rows, 'Решение задач'] }],
    lessons: lessonsOf(['Отношения', 'Диаграммы', 'Решение задач', foreign]),
    settings: { lessonsAside: 0 },
    expect: [
      { lesson: 3, verdict: 'kept', says: 'строка № 12' },
      { lesson: 4, verdict: 'broken' },
    ],
  },
  {
    kind: 'broken',
    title: 'who has taken over the class is no substitute',
    plans,
    lessons: [
      ...lessonsOf(['Натуральные числа']),
      ...lessonsOf([null, 'Сложение дробей', foreign], { teachers: [9002] }).slice(1),
    ],
    expect: [{ lesson: 3, verdict: 'broken', teachers: [9002] }],
  },
  {
    kind: 'broken',
    title: 'of plans by teacher each follows their own; who has none follows the plan without teacher',
    plans: [{ rows: [foreign], teacher: 9001 }, { rows }],
    lessons: [...lessonsOf([foreign]), ...lessonsOf([null, foreign], { teachers: [9003] }).slice(1)],
    expect: [
      { lesson: 1, verdict: 'kept', says: 'КТП № 1' },
      { lesson: 2, verdict: 'broken', says: 'КТП № 2' },
    ],
  },
  {
    kind: 'unproven',
    title: 'a lesson in between that perhaps wasn’t held leaves the place open',
    plans,
    lessons: [
      ...lessonsOf(['Натуральные числа', 'Сложение дробей']),
      ...lessonsOf([null, null, null], { status: 'unknown' }).slice(2),
      ...lessonsOf([null, null, null, 'Диаграммы']).slice(3),
    ],
    expect: [{ lesson: 4, reason: 'unproven-status' }],
  },
  {
    kind: 'kept',
    title: 'a right topic that came late, or another right one, is kept: lateness is another rule’s',
    plans,
    lessons: [
      {
        id: 1,
        date: '2026-11-09',
        topic: [
          { value: 'Проценты', absent: '2026-11-12 12:00', seen: '2026-11-13 12:00' },
          { value: 'Пропорции', absent: '2026-11-14 12:00', seen: '2026-11-15 12:00' },
        ],
      },
    ],
  },
  {
    kind: 'pending',
    title: 'a missing plan is told before the period ends',
    asOf: '2026-10-20 12:00',
    looked: '2026-10-20 06:00',
    periods: [{}],
    plans: [{ subject: 'Геометрия', rows: [foreign] }],
    lessons: [{ id: 1, date: '2026-10-06' }],
    verdicts: 1,
    expect: [{ class: 101, subject: 'Алгебра', reason: 'pending-no-plan' }],
  },
  {
    kind: 'none',
    title: 'a subject with a plan for each of its subgroups lacks none',
    asOf: '2026-10-28 12:00',
    looked: '2026-10-28 06:00',
    periods: [{}],
    subgroups: { мат1: { pupils: [1001] }, мат2: { pupils: [1002] } },
    plans: [
      { rows, group: 'мат1' },
      { rows, group: 'мат2' },
    ],
    lessons: [
      { id: 1, date: '2026-10-06', group: 'мат1' },
      { id: 2, date: '2026-10-06', group: 'мат2' },
    ],
  },
])
