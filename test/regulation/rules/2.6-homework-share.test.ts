import { homeworkShare } from '../../../src/regulation/rules/2.6-homework-share.js'
import { testRule } from '../rule-tester.js'

const lessons = [
  { id: 1, date: '2026-11-09' },
  { id: 2, date: '2026-11-10' },
  { id: 3, date: '2026-11-16' },
]
const homework = (lesson: number) => [{ id: 21, lesson, states: [{ seen: '2026-11-09 13:00' }] }]
const meaning = (lesson: string) => ({
  otherSettings: { '2.6-homework-in-time': { lesson } },
  to: '2026-11-14',
})

testRule(homeworkShare, [
  {
    kind: 'none',
    title: 'a week without lessons, or with cancelled ones only',
    lessons: [{ id: 1, date: '2026-11-10', status: 'cancelled' }],
  },
  {
    kind: 'none',
    title: 'a week whose last lesson isn’t among the days asked for',
    ...meaning('given'),
    lessons,
    from: '2026-11-11',
  },
  {
    kind: 'kept',
    title: 'a week counts as a whole, though the days asked for begin within it',
    ...meaning('given'),
    lessons,
    homework: homework(1),
    from: '2026-11-10',
    expect: [{ class: 101, says: '1 из 2' }],
  },
  {
    kind: 'kept',
    title: 'hung on the lesson of the next week for which it is due',
    ...meaning('due'),
    lessons,
    homework: homework(3),
    expect: [{ class: 101, says: '1 из 2' }],
  },
  {
    kind: 'unproven',
    title: 'due, and the next week was never read',
    ...meaning('due'),
    lessons: lessons.slice(0, 2),
    expect: [{ class: 101, reason: 'unproven-stale' }],
  },
  {
    kind: 'kept',
    title: 'unclear at which lesson it was given: both count, and nobody is below a threshold by a guess',
    lessons,
    homework: homework(2),
    settings: { minimum: 1 },
    to: '2026-11-14',
  },
  {
    kind: 'broken',
    title: 'a work of an unknown kind, were it homework, wouldn’t be enough',
    ...meaning('given'),
    lessons: [...lessons.slice(0, 2), { id: 4, date: '2026-11-11' }, { id: 5, date: '2026-11-12' }],
    works: [{ id: 31, lesson: 1, kind: 'unknown' }],
    settings: { minimum: 0.75 },
    expect: [{ class: 101, says: '0 из 4' }],
  },
  {
    kind: 'unproven',
    title: 'works of an unknown kind might just be enough',
    ...meaning('given'),
    lessons: [...lessons.slice(0, 2), { id: 4, date: '2026-11-11' }, { id: 5, date: '2026-11-12' }],
    homework: homework(1),
    works: [
      { id: 31, lesson: 2, kind: 'unknown' },
      { id: 32, lesson: 4, kind: 'unknown' },
    ],
    settings: { minimum: 0.75 },
    expect: [{ class: 101, reason: 'unproven-work-kind' }],
  },
])
