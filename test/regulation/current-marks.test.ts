import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import { missedShare, numbersOf } from '../../src/regulation/current-marks.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

describe('the numbers of a cell', () => {
  test.each<[string, readonly number[]]>([
    ['1', [1]],
    ['5', [5]],
    [' 4 ', [4]],
    ['5-', [5]],
    ['3 +', [3]],
    ['4−', [4]],
    ['4/5', [4, 5]],
    ['4- / 5+', [4, 5]],
    ['3 −/2', [3, 2]],
  ])('%p are %p', (value, numbers) => {
    expect(numbersOf(value)).toEqual(numbers)
  })

  test.each(['', 'н', 'зач', 'осв', '.', '+'])('%p has none', value => {
    expect(numbersOf(value)).toEqual([])
  })

  test.each(['0', '6', '10', '45', '4/', '4/6', '4/5/3', '5--', '87 из 100', 'н4', '4н', '4  +'])(
    '%p isn’t on the scale of five',
    value => {
      expect(numbersOf(value)).toBeNull()
    },
  )
})

describe('the share of lessons that a pupil missed', () => {
  const share = (attendance: SmallJournalInput['attendance'], pupil = '1001') => {
    const days = ['16', '17', '18', '19']
    const { slice } = requestOf(
      '2.7-not-attested',
      SmallJournal.parse({
        title: 'Пропуски одного ученика',
        lessons: days.map((day, index) => ({ id: index + 1, date: `2026-11-${day}` })),
        attendance,
      }),
    )
    return missedShare(createJournal(slice), pupil, slice.lessons)
  }
  const seen = '2026-11-20 06:00'

  test.each(['absent', 'ill', 'excused', 'unknown'] as const)('counts %p', status => {
    expect(share([{ lesson: 2, status, seen }])).toBe(1 / 4)
  })

  test.each(['present', 'late', 'unset'] as const)('doesn’t count %p', status => {
    expect(share([{ lesson: 2, status, seen }])).toBe(0)
  })

  test('counts each lesson once, and only the pupil’s own entries', () => {
    const entries = [
      { lesson: 1, seen },
      { lesson: 1, status: 'ill' as const, seen },
      { lesson: 2, seen },
      { lesson: 3, pupil: 1002, seen },
    ]
    expect(share(entries)).toBe(2 / 4)
    expect(share(entries, '1002')).toBe(1 / 4)
    expect(share([])).toBe(0)
  })

  test('of no lessons is nought', () => {
    const { slice } = requestOf('2.7-not-attested', SmallJournal.parse({ title: 'Уроков ещё не было' }))
    expect(missedShare(createJournal(slice), '1001', [])).toBe(0)
  })
})
