import { lessonTeacherSet } from '../../../src/regulation/rules/2.1-lesson-teacher-set.js'
import { testRule } from '../rule-tester.js'

const alone = { id: 1, date: '2026-11-16', teachers: [] }

testRule(lessonTeacherSet, [
  {
    kind: 'none',
    title: 'a cancelled lesson',
    lessons: [{ ...alone, status: 'cancelled' }],
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a subject that the school runs without',
    lessons: [{ ...alone, subject: 'Классный час' }],
    settings: { withoutTeacher: ['классный'] },
    notApplicable: 1,
  },
  { kind: 'broken', title: 'of a subgroup, too', lessons: [{ ...alone, group: 'англ1' }] },
  { kind: 'none', title: 'outside the days asked for', lessons: [alone], from: '2026-11-17' },
  { kind: 'unproven', title: 'a lesson that perhaps isn’t held', lessons: [{ ...alone, status: 'unknown' }] },
])
