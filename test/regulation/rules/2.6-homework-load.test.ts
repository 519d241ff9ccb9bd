import { homeworkLoad } from '../../../src/regulation/rules/2.6-homework-load.js'
import { testRule } from '../rule-tester.js'

const story = (...texts: readonly string[]) => ({
  otherSettings: { '2.6-homework-in-time': { lesson: 'given' } },
  lessons: texts.map((_, index) => ({ id: index + 1, date: '2026-11-16', number: index + 1 })),
  homework: texts.map((text, index) => ({
    id: 21 + index,
    lesson: index + 1,
    states: [{ seen: '2026-11-16 13:00', text }],
  })),
})
const english = { subject: 'Английский', date: '2026-11-16' }

testRule(homeworkLoad, [
  {
    kind: 'none',
    title: 'no text says how long it takes; a talk of two minutes is no work of two minutes',
    ...story('§ 5', 'Подготовить сообщение на 2 минуты', 'стр. 15 часть 2'),
    notApplicable: 3,
  },
  {
    kind: 'broken',
    title: 'another limit by setting',
    ...story('40 мин.'),
    settings: { minutes: { 7: 30 } },
  },
  {
    kind: 'kept',
    title: 'of two subgroups nobody does the homework of both',
    ...story('90 минут', '90 минут'),
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    lessons: [
      { ...english, id: 1, group: 'англ1' },
      { ...english, id: 2, group: 'англ2' },
    ],
    verdicts: 1,
    expect: [{ class: 101, says: '90 мин' }],
  },
  {
    kind: 'none',
    title: 'unclear on which day it was given',
    lessons: [
      { id: 1, date: '2026-11-16' },
      { id: 2, date: '2026-11-17' },
    ],
    homework: [{ id: 21, lesson: 2, states: [{ seen: '2026-11-16 13:00', text: '3 часа' }] }],
    notApplicable: 1,
  },
  {
    kind: 'unproven',
    title: 'a grade without a limit',
    ...story('3 часа'),
    settings: { minutes: { 9: 210 } },
  },
])
