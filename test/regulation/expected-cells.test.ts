import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { expectedCells } from '../../src/regulation/expected-cells.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Periods = NonNullable<SmallJournalInput['periods']>

interface Demands {
  readonly halfYearByQuarters?: boolean
  readonly grade1Marks?: boolean
  readonly withoutMarks?: readonly string[]
}

const quarters: Periods = [
  { id: 1, number: 1, start: '2026-09-01', finish: '2026-10-25' },
  { id: 2, number: 2, start: '2026-11-02', finish: '2026-12-30' },
]
const halfYear: Periods = [{ id: 5, type: 'half-year', start: '2026-09-01', finish: '2026-12-30' }]
const trimester: Periods = [{ id: 6, type: 'trimester', start: '2026-09-01', finish: '2026-11-20' }]

/** The cells owed for a period: subject, pupil, and why they perhaps aren't; and how many aren't. */
function owed(small: Omit<SmallJournalInput, 'title'>, periodId = '1', demands: Demands = {}) {
  const request = requestOf(
    '2.7-final-marks-complete',
    SmallJournal.parse({ title: 'Какие клетки должны быть заполнены', periods: quarters, ...small }),
  )
  const { slice } = request
  const period = slice.periods.find(({ id }) => id === periodId)
  if (!period) throw new Error(`There is no period ${periodId}`)
  const count = { skipped: 0 }
  const cells = expectedCells({
    journal: createJournal(slice),
    calendar: createCalendar(request.facts),
    period,
    ...{ halfYearByQuarters: false, grade1Marks: false, withoutMarks: [], ...demands },
    skipped: () => {
      count.skipped += 1
    },
  })
  const nameOf = (id: string) => slice.subjects.find(subject => subject.id === id)?.name
  const told = [...cells].map(({ subjectId, personId, teacherIds, doubt }) =>
    [nameOf(subjectId), personId, ...teacherIds, ...(doubt === null ? [] : [doubt])].join(' '),
  )
  return { told, skipped: count.skipped }
}

const subjects = (cells: ReturnType<typeof owed>) => [...new Set(cells.told.map(cell => cell.split(' ')[0]))]
const lessons = [
  { id: 1, date: '2026-09-15' },
  { id: 2, date: '2026-09-15', number: 2, subject: 'Музыка', teachers: [9002] },
  { id: 3, date: '2026-11-10' },
  { id: 4, date: '2026-11-10', number: 2, subject: 'Музыка', teachers: [9002] },
]

describe('a cell of the sheet is owed', () => {
  test('by each pupil in each subject that is taught in the period', () => {
    expect(owed({ lessons })).toEqual({
      told: ['Алгебра 1001 9001', 'Алгебра 1002 9001', 'Музыка 1001 9002', 'Музыка 1002 9002'],
      skipped: 0,
    })
  })

  test('not in subjects without marks, which the school names by their beginnings', () => {
    const found = owed({ lessons }, '1', { withoutMarks: ['муз'] })
    expect([subjects(found), found.skipped]).toEqual([['Алгебра'], 2])
  })

  test('not in a first grade, unless it has marks', () => {
    expect(owed({ lessons, class: '1А', parallel: 1 })).toEqual({ told: [], skipped: 4 })
    expect(owed({ lessons, class: '1А', parallel: 1 }, '1', { grade1Marks: true }).told).toHaveLength(4)
    expect(owed({ lessons, class: '2А', parallel: 2 }).told).toHaveLength(4)
  })

  test('not by who left before its end, nor who came after it; perhaps, by who came or left around', () => {
    const [before, after] = ['2026-10-20', '2026-10-28'].map(day => ({
      absent: `${day} 06:00`,
      seen: `${day} 12:00`,
    }))
    const around = { absent: '2026-10-20 06:00', seen: '2026-10-28 12:00' }
    const members = [
      { pupil: 1001, left: before },
      { pupil: 1002, joined: after },
      { pupil: 1003, joined: around },
      { pupil: 1004, joined: before },
    ]
    expect(owed({ lessons: lessons.slice(0, 1), members })).toEqual({
      told: ['Алгебра 1003 9001 member', 'Алгебра 1004 9001'],
      skipped: 2,
    })
  })

  test('in a subgroup’s subject only by its pupils; perhaps, while nobody knows them', () => {
    const english = [{ id: 1, date: '2026-09-15', group: 'англ1', subject: 'Английский' }]
    expect(owed({ lessons: english, subgroups: { англ1: { pupils: [1001] } } })).toEqual({
      told: ['Английский 1001 9001'],
      skipped: 1,
    })
    expect(owed({ lessons: english, subgroups: { англ1: { pupils: [] } } }).told).toEqual([
      'Английский 1001 9001 subgroup',
      'Английский 1002 9001 subgroup',
    ])
  })

  test('perhaps, in a subject of which the period has no lesson', () => {
    const taught = owed({ lessons: lessons.slice(0, 1), taught: ['Физика'] })
    expect(taught.told.filter(cell => cell.startsWith('Физика'))).toEqual([
      'Физика 1001 no-lessons',
      'Физика 1002 no-lessons',
    ])
  })
})

describe('a half-year subject is marked', () => {
  const music = { lessons, halfYear: ['Музыка'] }

  test('in half-years, and there alone where the class has them', () => {
    const periods = [...quarters, ...halfYear]
    expect(subjects(owed({ ...music, periods }, '5'))).toEqual(['Музыка'])
    expect(subjects(owed({ ...music, periods }, '1'))).toEqual(['Алгебра'])
    expect(subjects(owed({ ...music, periods }, '2'))).toEqual(['Алгебра'])
  })

  test('in every other quarter of a class that has nothing else, or in each where the school says so', () => {
    expect(subjects(owed(music, '1'))).toEqual(['Алгебра'])
    expect(subjects(owed(music, '2'))).toEqual(['Алгебра', 'Музыка'])
    expect(subjects(owed(music, '1', { halfYearByQuarters: true }))).toEqual(['Алгебра', 'Музыка'])
    const unnumbered = [{ id: 1, number: null, start: '2026-09-01', finish: '2026-10-25' }]
    expect(subjects(owed({ ...music, periods: unnumbered }))).toEqual(['Алгебра'])
  })

  test('in no trimester', () => {
    expect(subjects(owed({ ...music, periods: trimester }, '6'))).toEqual(['Алгебра'])
    const even = trimester.map(period => ({ ...period, number: 2 }))
    expect(subjects(owed({ ...music, periods: even }, '6', { halfYearByQuarters: true }))).toEqual([
      'Алгебра',
    ])
  })
})

test('all subjects are marked by half-year where the class has neither quarters nor trimesters, or in a period nobody understands', () => {
  const music = { lessons, halfYear: ['Музыка'] }
  expect(subjects(owed({ ...music, periods: halfYear }, '5'))).toEqual(['Алгебра', 'Музыка'])
  expect(subjects(owed({ ...music, periods: [...halfYear, ...trimester] }, '5'))).toEqual(['Музыка'])
  const unknown: Periods = [{ id: 7, type: 'unknown', start: '2026-09-01', finish: '2026-10-25' }]
  expect(subjects(owed({ ...music, periods: [...halfYear, ...unknown] }, '7'))).toEqual(['Алгебра', 'Музыка'])
})
