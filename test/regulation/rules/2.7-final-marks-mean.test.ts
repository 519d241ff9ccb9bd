import { finalMarksMean } from '../../../src/regulation/rules/2.7-final-marks-mean.js'
import { testRule } from '../rule-tester.js'

const days = ['2026-10-06', '2026-10-13', '2026-10-20']
const story = (values: readonly string[], final: string) => ({
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  members: [{ pupil: 1001 }],
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: days.map((date, index) => ({ id: index + 1, date })),
  marks: values.map((value, index) => ({
    id: 31 + index,
    lesson: 1 + (index % 3),
    seen: '2026-10-20 14:00',
    value,
  })),
  finals: [{ absent: '2026-10-20 06:00', seen: '2026-10-22 06:00', value: final }],
})
const written = (values: readonly string[], final: string) => {
  const told = story(values, final)
  const [first, ...others] = told.marks
  return { ...told, marks: first ? [{ ...first, kind: 'written' as const }, ...others] : [] }
}

testRule(finalMarksMean, [
  {
    kind: 'kept',
    title: 'signs at a mark are left out, what is no number too',
    ...story(['5-', '4+', 'зач', '.'], '5'),
  },
  {
    kind: 'kept',
    title: 'a school may round up later',
    ...story(['5', '4'], '4'),
    settings: { upFrom: 0.65 },
  },
  {
    kind: 'kept',
    title: 'or allow a point of difference',
    ...story(['3', '3'], '4'),
    settings: { difference: 1 },
  },
  {
    kind: 'kept',
    title: 'written works may weigh more',
    ...written(['5', '3', '3'], '4'),
    settings: { weights: { written: 3 } },
  },
  { kind: 'broken', title: 'the same without weights', ...written(['5', '3', '2'], '4') },
  {
    kind: 'none',
    title: '«н/а» and a final mark of two numbers have no mean, nor have no marks at all',
    ...story(['5'], 'н/а'),
    notApplicable: 1,
  },
  { kind: 'none', title: 'a final mark of two numbers', ...story(['5'], '4/5'), notApplicable: 1 },
  { kind: 'none', title: 'there are no current marks', ...story([], '5'), notApplicable: 1 },
  {
    kind: 'none',
    title: 'a half-year subject rests on two quarters',
    ...story(['5'], '5'),
    halfYear: ['Алгебра'],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a mark on another scale, or none with a weight',
    ...story(['95', '5'], '5'),
    expect: [{ pupil: 1001, reason: 'unproven-value' }],
  },
  { kind: 'unproven', title: 'only marks without a number', ...story(['зач'], '5') },
  {
    kind: 'unproven',
    title: 'a work of unknown kind, where kinds weigh differently',
    ...story(['5', '4'], '5'),
    marks: [{ id: 31, lesson: 1, kind: 'unknown', seen: '2026-10-20 14:00' }],
    settings: { weights: { written: 3 } },
    expect: [{ pupil: 1001, reason: 'unproven-work-kind' }],
  },
  {
    kind: 'unproven',
    title: 'a newcomer with marks from elsewhere',
    ...story(['2'], '5'),
    members: [{ pupil: 1001, joined: { absent: '2026-10-20 06:00', seen: '2026-10-21 06:00' } }],
    expect: [{ pupil: 1001, reason: 'unproven-joined' }],
  },
  {
    kind: 'unproven',
    title: 'a week of the period was never read',
    ...story(['2'], '5'),
    lessons: [{ id: 1, date: '2026-10-06' }],
    expect: [{ reason: 'unproven-unread', says: '1 четверть' }],
  },
  {
    kind: 'unproven',
    title: 'taught in a subgroup of which nobody knows the members',
    ...story(['2'], '5'),
    lessons: days.map((date, index) => ({ id: index + 1, date, group: 'англ1' })),
    expect: [{ pupil: 1001, reason: 'unproven-subgroup' }],
  },
])
