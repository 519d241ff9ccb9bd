import { describe, expect, test } from '@jest/globals'
import { checkJournal } from '../../../src/regulation/index.js'
import { operationsVoid } from '../../../src/regulation/rules/4.4-operations-void.js'
import { requestOf } from '../build-slice.js'
import { testRule } from '../rule-tester.js'
import { SmallJournal } from '../small-journal.js'

const reported = { learned: '2026-11-16 09:00', head: '2026-11-16 09:10', support: '2026-11-16 09:30' }
const lessons = [{ id: 1, date: '2026-11-16', number: 4 }]
const homework = [{ id: 21, lesson: 1, states: [{ absent: '2026-11-16 12:00', seen: '2026-11-16 13:10' }] }]

testRule(operationsVoid, [
  {
    kind: 'none',
    title: 'before both are told nothing is void',
    incidents: [{ ...reported, support: null }],
    lessons,
    homework,
  },
  {
    kind: 'void',
    title: 'by the strict setting the first report is enough',
    settings: { voidFrom: 'min' },
    incidents: [{ ...reported, support: null }],
    lessons,
    homework,
  },
  {
    kind: 'none',
    title: 'the change of the password ends it',
    incidents: [{ ...reported, passwordChanged: '2026-11-16 11:30' }],
    lessons,
    homework,
  },
  {
    kind: 'none',
    title: 'a password that was changed before the report leaves nothing void',
    incidents: [{ ...reported, passwordChanged: '2026-11-16 09:20' }],
    lessons,
    homework,
  },
  {
    kind: 'none',
    title: 'what somebody has confirmed is not asked about again',
    incidents: [{ ...reported, confirmed: [21] }],
    lessons,
    homework,
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'another account’s works are its own',
    incidents: [{ ...reported, teacher: 9007 }],
    lessons,
    homework,
  },
])

describe('what rests on a void work', () => {
  const journal = SmallJournal.parse({
    title: 'Задание под чужим логином',
    incidents: [reported],
    lessons,
    homework,
  })
  const { rules: _one, ...request } = requestOf('2.6-homework-in-time', journal)
  const verdictsOf = (rule: string) => checkJournal(request).verdicts.filter(verdict => verdict.rule === rule)

  test('is void too, whatever its rule had said, and says so', () => {
    expect(verdictsOf('2.6-homework-in-time')).toMatchObject([
      {
        verdict: 'void',
        decision: { by: 'incident', number: 1, insteadOf: 'kept' },
        message: expect.stringMatching(/Запись недействительна.*инцидент № 1/),
      },
    ])
  })

  test('other duties of the lesson stay as they are', () => {
    expect(verdictsOf('2.3-topic-filled').map(({ verdict }) => verdict)).toEqual(['broken'])
  })
})
