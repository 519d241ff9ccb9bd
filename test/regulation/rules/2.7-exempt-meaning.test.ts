import { exemptMeaning } from '../../../src/regulation/rules/2.7-exempt-meaning.js'
import { testRule } from '../rule-tester.js'

const marked = {
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: [{ id: 1, date: '2026-10-19' }],
  finals: [{ absent: '2026-10-20 06:00', seen: '2026-10-22 06:00', value: 'осв' }],
}
const algebra = { subject: 'Алгебра' }

testRule(exemptMeaning, [
  { kind: 'none', title: 'any other value', ...marked, finals: [{ seen: '2026-10-22 06:00' }] },
  {
    kind: 'unproven',
    title: 'another subject, another grade, or both meanings at once',
    ...marked,
    settings: { exempt: [{ subject: 'Физика' }, { ...algebra, grades: [8] }] },
  },
  {
    kind: 'unproven',
    title: 'both meanings at once',
    ...marked,
    settings: { exempt: [algebra], mastered: [algebra] },
  },
  {
    kind: 'unproven',
    title: 'a class whose grade nobody knows',
    ...marked,
    class: 'Лицейский',
    parallel: null,
    settings: { exempt: [{ ...algebra, grades: [7] }] },
  },
])
