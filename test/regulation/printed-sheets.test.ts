import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import {
  areLinesKnown,
  changedCells,
  changedResults,
  newestSheets,
  sheetPart,
} from '../../src/regulation/printed-sheets.js'
import { instantOf, requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Cells = NonNullable<NonNullable<SmallJournalInput['printed']>[number]['cells']>

const june = {
  title: 'Ведомость распечатана в июне',
  periods: [
    { id: 4, number: 4, start: '2027-04-05', finish: '2027-05-28' },
    { id: 9, type: 'year', start: '2026-09-01', finish: '2027-05-28' },
  ],
} satisfies SmallJournalInput
const at = (time: string) => instantOf(time, 'Europe/Moscow')
const early = { absent: '2027-05-20 06:00', seen: '2027-05-21 06:00' }
const [noon, evening] = [
  { absent: '2027-06-14 06:00', seen: '2027-06-14 12:00' },
  { absent: '2027-06-14 12:00', seen: '2027-06-14 18:00' },
] as const
const bracket = ({ absent, seen }: typeof noon | typeof evening) => ({
  absentAt: at(absent),
  presentAt: at(seen),
})

/** What the journal says otherwise than a sheet with these cells: pupil, line, and since when. */
function changed(cells: Cells, journal: Partial<SmallJournalInput>) {
  const small = { ...june, ...journal, printed: [{ on: '2027-06-10', read: '2027-06-09 18:00', cells }] }
  const { slice, archived } = requestOf('2.8-sheet-unchanged', SmallJournal.parse(small))
  const [sheet] = archived.sheets
  if (!sheet) throw new Error('The case needs a sheet')
  return changedCells(createJournal(slice), sheet).map(({ personId, periodId, seen }) => [
    personId,
    periodId,
    seen,
  ])
}

describe('a cell of a printed sheet', () => {
  const four = { pupil: 1001, period: 4, value: '4' }

  test('is as the journal has it, filled or empty', () => {
    expect(changed([four], { finals: [{ ...four, ...early }] })).toEqual([])
    expect(changed([{ ...four, value: null }], {})).toEqual([])
  })

  test('was changed when its value went', () => {
    const journal = { finals: [{ ...four, value: '5', ...early }], formerFinals: [{ ...four, ...noon }] }
    expect(changed([four], journal)).toEqual([['1001', '4', bracket(noon)]])
  })

  test('was emptied when its value went, for the last time, whatever stood there besides', () => {
    const formerFinals = [
      { ...four, ...evening },
      { ...four, ...noon },
      { ...four, value: '3', absent: '2027-06-15 06:00', seen: '2027-06-15 12:00' },
    ]
    expect(changed([four], { formerFinals })).toEqual([['1001', '4', bracket(evening)]])
    expect(changed([four], { formerFinals: formerFinals.toReversed() })).toEqual([
      ['1001', '4', bracket(evening)],
    ])
  })

  test('that was empty was filled when its mark came, be it a pupil whom the sheet doesn’t have', () => {
    const finals = [{ ...four, ...noon }]
    expect(changed([{ ...four, value: null }], { finals })).toEqual([['1001', '4', bracket(noon)]])
    expect(changed([], { finals })).toEqual([['1001', '4', bracket(noon)]])
  })

  test('of which nobody saw the value go is changed, nobody knows since when', () => {
    expect(changed([four], { finals: [{ ...four, value: '5', ...noon }] })).toEqual([['1001', '4', null]])
    expect(changed([four], {})).toEqual([['1001', '4', null]])
  })

  test('with several marks has them all, in order, each once', () => {
    const finals = [
      { ...four, value: '5', ...early },
      { ...four, ...early },
      { ...four, ...early },
    ]
    expect(changed([{ ...four, value: '4/5' }], { finals })).toEqual([])
    expect(changed([four], { finals })).toHaveLength(1)
  })

  test('is of its own pupil, subject and period', () => {
    const finals = [
      { ...four, pupil: 1002, ...early },
      { ...four, subject: 'Физика', ...early },
      { ...four, period: 3, ...early },
    ]
    const others = [
      { ...four, pupil: 1002 },
      { ...four, subject: 'Физика' },
      { ...four, period: 3 },
    ]
    expect(changed(others, { finals })).toEqual([])
    expect(changed([four, ...others], { finals })).toEqual([['1001', '4', null]])
  })

  test('of the year is that of the period which the platform gives the year', () => {
    const year = { pupil: 1001, period: null, value: '4' }
    expect(changed([year], { finals: [{ pupil: 1001, period: 9, value: '4', ...early }] })).toEqual([])
    expect(changed([], { finals: [{ pupil: 1001, period: 9, value: '4', ...noon }] })).toEqual([
      ['1001', null, bracket(noon)],
    ])
  })
})

test('marks of another class are no change of this one’s sheet', () => {
  const lessons = [{ id: 1, date: '2027-05-24', class: '7Б' }]
  const small = { ...june, lessons, finals: [{ period: 4, ...noon }] }
  const { slice } = requestOf('2.8-sheet-unchanged', SmallJournal.parse(small))
  const sheet = { number: 1, classId: '102', studyYear: '2026-2027', printedOn: '2027-06-10', readAt: 0 }
  expect(changedCells(createJournal(slice), { ...sheet, cells: [], results: null })).toEqual([])
})

describe('a cell of the lines of exams', () => {
  const four = { pupil: 1001, value: '4' }
  const changedOf = (
    results: NonNullable<SmallJournalInput['printed']>[number]['results'],
    journal: Partial<SmallJournalInput>,
  ) => {
    const printed = [{ on: '2027-06-10', read: '2027-06-09 18:00', results }]
    const { slice, archived } = requestOf(
      '2.8-sheet-unchanged',
      SmallJournal.parse({ ...june, ...journal, printed }),
    )
    const [sheet] = archived.sheets
    if (!sheet) throw new Error('The case needs a sheet')
    return changedResults(createJournal(slice), sheet).map(({ personId, line, seen }) => [
      personId,
      line,
      seen,
    ])
  }

  test('is as the journal has it, or was changed, emptied or filled', () => {
    const stood = { results: [{ ...four, ...early }] }
    expect(changedOf([four], stood)).toEqual([])
    const fixed = { results: [{ ...four, value: '5', ...early }], formerResults: [{ ...four, ...noon }] }
    expect(changedOf([four], fixed)).toEqual([['1001', 'exam', bracket(noon)]])
    expect(changedOf([four], { formerResults: [{ ...four, ...noon }] })).toEqual([
      ['1001', 'exam', bracket(noon)],
    ])
    expect(changedOf([], { results: [{ ...four, ...noon }] })).toEqual([['1001', 'exam', bracket(noon)]])
  })

  test('is of its own line, pupil and subject, and none of a period', () => {
    const elsewhere = {
      results: [
        { ...four, line: 'result' as const, ...early },
        { ...four, pupil: 1002, ...early },
        { ...four, subject: 'Физика', ...early },
      ],
      finals: [{ ...four, period: 9, ...early }],
    }
    expect(changedOf([four], elsewhere).map(([pupil, line]) => [pupil, line])).toEqual([
      ['1001', 'exam'],
      ['1001', 'result'],
      ['1002', 'exam'],
      ['1001', 'exam'],
    ])
  })

  test('of a sheet without such lines is none', () => {
    expect(changedOf(undefined, { results: [{ ...four, ...noon }] })).toEqual([])
  })

  test('is told from that of the year by its verdict’s part', () => {
    expect([sheetPart(12), sheetPart(12, 'exam')]).toEqual(['sheet-12', 'sheet-12-exam'])
  })
})

test('whether a sheet’s lines are known: not while a period’s type isn’t', () => {
  const known = (periods: SmallJournalInput['periods']) =>
    areLinesKnown(
      createJournal(requestOf('2.8-sheet-unchanged', SmallJournal.parse({ ...june, periods })).slice),
      '101',
    )
  expect([known(june.periods), known([]), known([...june.periods, { id: 5, type: 'unknown' }])]).toEqual([
    true,
    true,
    false,
  ])
})

describe('of a class’s printed sheets', () => {
  const sheet = (number: number, printedOn: string, more: object = {}) => ({
    ...{ number, classId: '101', studyYear: '2026-2027', printedOn, readAt: 0, cells: [], results: null },
    ...more,
  })
  const numbers = (...sheets: readonly ReturnType<typeof sheet>[]) =>
    newestSheets(sheets).map(({ number }) => number)

  test('the one printed last counts, and of one day’s that was stated last', () => {
    expect(numbers(sheet(1, '2027-06-12'), sheet(2, '2027-06-10'))).toEqual([1])
    expect(numbers(sheet(1, '2027-06-10'), sheet(2, '2027-06-12'))).toEqual([2])
    expect(numbers(sheet(2, '2027-06-10'), sheet(1, '2027-06-10'))).toEqual([2])
  })

  test('each class and study year has its own', () => {
    const other = [
      sheet(2, '2027-06-09', { classId: '102' }),
      sheet(3, '2026-06-09', { studyYear: '2025-2026' }),
    ]
    expect(numbers(sheet(1, '2027-06-10'), ...other)).toEqual([1, 2, 3])
  })
})
