import { expect, test } from '@jest/globals'
import { HardCopy, hardCopySteps, withNewestPrint } from '../../src/regulation/index.js'

const sheet = { object: 'sheets/7А', version: 'v1' }
const copy = { classId: '101', studyYear: '2026-2027', on: '2027-06-20' }

test('which archived sheet the paper shows is told with the step of printing, and with no other', () => {
  const accepted = hardCopySteps.flatMap(step =>
    [sheet, null]
      .filter(told => HardCopy.safeParse({ ...copy, step, sheet: told }).success)
      .map(told => [step, told !== null]),
  )
  expect(accepted).toEqual([
    ['prepared', false],
    ['printed', true],
    ['sewn', false],
    ['signed', false],
    ['sealed', false],
    ['filed', false],
  ])
})

test('a wrong study year and a wrong version are told in Russian, by their place', () => {
  const { error } = HardCopy.safeParse({ ...copy, studyYear: '2026/27', step: 'printed', sheet: null })
  expect(error?.issues.map(({ path }) => path)).toEqual([['studyYear'], ['sheet']])
  expect(error?.issues[1]?.message).toBe(
    'Какая ведомость архива распечатана, говорит шаг printed, и только он',
  )
})

test.each([
  {
    what: 'one print counts whole',
    stated: ['prepared 10', 'printed 11 v1', 'sewn 12', 'signed 13'],
    counts: ['prepared 10', 'printed 11 v1', 'sewn 12', 'signed 13'],
  },
  {
    what: 'the same sheet printed twice is one print',
    stated: ['printed 11 v1', 'sewn 12', 'printed 14 v1', 'signed 15'],
    counts: ['printed 11 v1', 'sewn 12', 'printed 14 v1', 'signed 15'],
  },
  {
    what: 'of an earlier print it doesn’t count what was done with it',
    stated: ['prepared 10', 'printed 11 v1', 'sewn 12', 'signed 13', 'printed 20 v2', 'sewn 20', 'filed 22'],
    counts: ['prepared 10', 'printed 11 v1', 'printed 20 v2', 'sewn 20', 'filed 22'],
  },
  {
    what: 'the first print of the newest version is where it begins',
    stated: ['printed 11 v1', 'printed 14 v2', 'sewn 15', 'printed 20 v2', 'sewn 21'],
    counts: ['printed 11 v1', 'printed 14 v2', 'sewn 15', 'printed 20 v2', 'sewn 21'],
  },
  { what: 'nothing printed yet', stated: ['prepared 10', 'sewn 12'], counts: ['prepared 10', 'sewn 12'] },
  { what: 'nothing stated', stated: [], counts: [] },
])('$what', ({ stated, counts }) => {
  const read = (line: string) => {
    const [step = '', day, version] = line.split(' ')
    const of = hardCopySteps.find(name => name === step)
    if (of === undefined) throw new Error(step)
    return { step: of, on: `2027-06-${day}`, sheet: version ? { object: 'sheets/7А', version } : null }
  }
  expect(withNewestPrint(stated.map(read))).toEqual(counts.map(read))
})
