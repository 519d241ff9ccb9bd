import { expect, test } from '@jest/globals'
import {
  CheckingTerms,
  LimitRows,
  termsByDay,
  TypedLimitRows,
  usualLimits,
  type WrittenLimits,
} from '../../src/regulation/checking-terms.js'

const settings = CheckingTerms.parse({ act: 'приказ № 1' })

function act(number: number, from: string) {
  const content: WrittenLimits = {
    act: 'Положение',
    number: `${number}`,
    date: '2026-08-28',
    from,
    pauseOnDaysOff: true,
    limits: usualLimits,
  }
  return { number, content }
}

test('of the acts of a school that counts which came into force last, whenever it was entered', () => {
  const stated = [act(4, '2026-11-01'), act(1, '2027-01-11'), act(3, '2026-09-01'), act(2, '2026-10-01')]
  for (const entered of [stated, stated.toReversed()]) {
    const termsOn = termsByDay(entered, settings)
    const days = ['2026-08-31', '2026-09-01', '2026-10-31', '2026-11-01', '2027-01-10', '2027-01-11']
    expect(days.map(day => termsOn(day).act)).toEqual([
      'приказ № 1',
      'Положение, № 3 от 28.08.2026',
      'Положение, № 2 от 28.08.2026',
      'Положение, № 4 от 28.08.2026',
      'Положение, № 4 от 28.08.2026',
      'Положение, № 1 от 28.08.2026',
    ])
  }
})

test('of two acts from the same day that counts which was entered last', () => {
  const stated = [act(2, '2026-09-01'), act(1, '2026-09-01')]
  for (const entered of [stated, stated.toReversed()])
    expect(termsByDay(entered, settings)('2026-11-16').act).toBe('Положение, № 2 от 28.08.2026')
})

test('a row whose grades stand the wrong way round would fit no class, and is refused when it is typed, not when it is read', () => {
  const row = { works: ['control'], grades: [8, 5], days: 3 }
  expect(TypedLimitRows.safeParse([row]).error?.issues).toMatchObject([{ path: [0, 'grades'] }])
  expect(TypedLimitRows.safeParse([{ ...row, grades: [8, 8] }]).success).toBe(true)
  expect(LimitRows.safeParse([row]).success).toBe(true)
})
