import { expect, test } from '@jest/globals'
import { HardCopy, hardCopySteps } from '../../src/regulation/index.js'

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
