import { loginSigns } from '../../../src/regulation/rules/4.1-login-signs.js'
import { testRule } from '../rule-tester.js'

const topic = [{ value: 'Сложение', seen: '2026-11-16 15:00' }]
const settings = { enabled: true }

testRule(loginSigns, [
  {
    kind: 'none',
    title: 'lessons at other times, of other teachers, or of other days than those asked for',
    settings,
    to: '2026-11-16',
    lessons: [
      { id: 1, date: '2026-11-16', topic },
      { id: 2, date: '2026-11-16', number: 2, class: '7Б', subject: 'Геометрия', topic },
      { id: 3, date: '2026-11-16', class: '7Б', subject: 'Геометрия', teachers: [9002], topic },
      { id: 4, date: '2026-11-17', topic },
      { id: 5, date: '2026-11-17', class: '7Б', subject: 'Геометрия', topic },
    ],
  },
  {
    kind: 'unproven',
    title: 'a lesson may show both signs',
    settings,
    lessons: [
      { id: 1, date: '2026-11-16', topic },
      { id: 2, date: '2026-11-16', class: '7Б', subject: 'Геометрия', teachers: [9002], topic },
    ],
    homework: [
      {
        id: 21,
        lesson: 1,
        author: 9001,
        states: [{ absent: '2026-11-16 06:00', seen: '2026-11-16 15:00' }],
      },
    ],
    substitutions: [{ date: '2026-11-16', lesson: 1, teacher: 9002, insteadOf: 9001 }],
    expect: [
      { lesson: 1, part: 'unproven-at-once', reason: 'unproven-at-once' },
      { lesson: 1, part: 'unproven-absent', reason: 'unproven-absent' },
      { lesson: 2, reason: 'unproven-at-once' },
    ],
  },
])
