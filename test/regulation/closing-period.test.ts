import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import { closingPeriod } from '../../src/regulation/closing-period.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Periods = NonNullable<SmallJournalInput['periods']>

const quarters: Periods = [
  { id: 3, number: 3, start: '2027-01-11', finish: '2027-03-19' },
  { id: 1, number: 1, start: '2026-09-01', finish: '2026-10-25' },
  { id: 4, number: 4, start: '2027-03-29', finish: '2027-05-26' },
  { id: 2, number: 2, start: '2026-11-02', finish: '2026-12-30' },
]
const halfYears: Periods = [
  { id: 11, number: 1, type: 'half-year', start: '2026-09-01', finish: '2026-12-30' },
  { id: 12, number: 2, type: 'half-year', start: '2027-01-11', finish: '2027-05-26' },
]
const year: Periods = [{ id: 20, type: 'year', start: '2026-09-01', finish: '2027-05-26' }]

/** At the end of which period marks of that day's lesson are summed up. */
function closing(periods: Periods, date: string, subject: string | null = 'Алгебра') {
  const small = { title: 'Отчётные периоды', periods, lessons: [{ id: 1, date, subject }] }
  const { slice } = requestOf(
    '2.5-waiting-marks-closed',
    SmallJournal.parse({ ...small, halfYear: ['Музыка'] }),
  )
  const [lesson] = slice.lessons
  return lesson && (closingPeriod(createJournal(slice), lesson)?.id ?? null)
}

describe('a lesson’s marks are summed up', () => {
  test.each([
    ['2026-09-01', '1'],
    ['2026-10-25', '1'],
    ['2026-11-02', '2'],
    ['2027-03-18', '3'],
    ['2027-05-26', '4'],
  ])('on %s at the end of quarter %s', (date, id) => {
    expect(closing([...quarters, ...year], date)).toBe(id)
    expect(closing([...quarters, ...halfYears, ...year], date)).toBe(id)
  })

  test('of no subject like any other', () => {
    expect(closing([...halfYears, ...quarters], '2026-09-15', null)).toBe('1')
  })

  test('at the end of no period between two, nor where only the year is known', () => {
    expect(closing([...quarters, ...year], '2026-10-28')).toBeNull()
    expect(closing(year, '2026-09-15')).toBeNull()
    expect(closing([], '2026-09-15')).toBeNull()
  })

  test('by half-year where the class has nothing else', () => {
    expect(closing(halfYears, '2026-10-28')).toBe('11')
    expect(closing(halfYears, '2027-02-01')).toBe('12')
  })

  test('of several that may be meant, at the end of the latest', () => {
    const trimester = { id: 5, type: 'trimester', start: '2026-09-01', finish: '2026-11-20' } as const
    expect(closing([...quarters, trimester], '2026-10-05')).toBe('5')
    expect(closing([trimester, ...quarters], '2026-10-05')).toBe('5')
    expect(closing([...quarters, trimester, ...halfYears], '2026-10-05')).toBe('5')
  })
})

describe('marks of a half-year subject are summed up', () => {
  test('by half-year where there is one', () => {
    expect(closing([...quarters, ...halfYears], '2026-09-15', 'Музыка')).toBe('11')
    expect(closing([...halfYears, ...quarters], '2027-04-15', 'Музыка')).toBe('12')
  })

  test.each([
    ['2026-09-15', '2'],
    ['2026-12-01', '2'],
    ['2027-02-01', '4'],
    ['2027-05-01', '4'],
  ])('in every other quarter otherwise: on %s in quarter %s', (date, id) => {
    expect(closing([...quarters, ...year], date, 'Музыка')).toBe(id)
  })

  test('at the end of no period while the next quarter isn’t entered', () => {
    expect(closing(quarters.slice(0, 2), '2026-09-15', 'Музыка')).toBeNull()
    const trimester = {
      id: 5,
      type: 'trimester',
      number: 2,
      start: '2026-11-02',
      finish: '2026-12-30',
    } as const
    expect(closing([...quarters.slice(0, 2), trimester], '2026-09-15', 'Музыка')).toBeNull()
  })

  test('by trimester, or by a quarter of which nobody knows the number, as those are', () => {
    const trimester = {
      id: 5,
      type: 'trimester',
      number: 1,
      start: '2026-09-01',
      finish: '2026-11-20',
    } as const
    const second = { id: 6, type: 'trimester', number: 2, start: '2026-11-23', finish: '2027-02-26' } as const
    expect(closing([trimester, second], '2026-09-15', 'Музыка')).toBe('5')
    expect(closing([{ id: 7, number: null }, ...quarters.slice(2)], '2026-09-15', 'Музыка')).toBe('7')
  })
})
