import { describe, expect, test } from '@jest/globals'
import {
  clashingPupils,
  councilDecisionOf,
  councilDecisionText,
  homeText,
  isCouncilDecision,
  isHomeOrder,
  PupilOrder,
  promotionText,
  pupilOrderSubjects,
  pupilOrdersOf,
} from '../../src/regulation/index.js'

const promoted: PupilOrder = {
  ...{ what: 'promoted', number: '8', date: '2027-05-28', studyYear: '2026-2027', classId: '101' },
  ...{ personIds: ['11', '12'], to: '6А', from: null, until: null },
}
const home: PupilOrder = {
  ...{ ...promoted, what: 'home', number: '5', date: '2027-01-11', to: null },
  ...{ from: '2027-01-12', until: null },
}

function complaints(order: PupilOrder): readonly (readonly [PropertyKey | undefined, string])[] {
  return (PupilOrder.safeParse(order).error?.issues ?? []).map(({ path, message }) => [path[0], message])
}
const placesOf = (order: PupilOrder) => complaints(order).map(([place]) => place)

describe('an order about pupils', () => {
  test('names the class only where they are promoted', () => {
    const accepted = pupilOrderSubjects.filter(
      what => complaints({ ...(what === 'home' ? home : promoted), what, to: '6А' }).length === 0,
    )
    expect(accepted).toEqual(['promoted', 'conditional'])
    expect(complaints({ ...promoted, what: 'retained' })).toEqual([
      ['to', 'В какой класс, говорит только решение о переводе'],
    ])
    expect(complaints({ ...promoted, to: null })).toEqual([])
    expect(complaints({ ...promoted, to: '6А класс' })).toEqual([
      ['to', 'Только название класса, без слова «класс»: 6А'],
    ])
  })

  test('names days only of education at home, and there the first', () => {
    expect(complaints(home)).toEqual([])
    expect(complaints({ ...home, until: '2027-01-12' })).toEqual([])
    expect(complaints({ ...home, from: null })).toEqual([['from', 'С какого дня обучение на дому?']])
    expect(complaints({ ...home, until: '2027-01-11' })).toEqual([
      ['until', 'Обучение на дому кончилось раньше, чем началось'],
    ])
    expect(placesOf({ ...promoted, from: '2027-01-12', until: '2027-05-26' })).toEqual(['from', 'until'])
  })

  test('is of its study year, of enrolment in the spring before until a debt is passed the year after', () => {
    const at = (what: PupilOrder['what'], date: string) =>
      placesOf({ ...promoted, what, date, to: null }).includes('date')
    expect(complaints({ ...promoted, studyYear: '2026/27' })).toEqual([
      ['studyYear', 'Учебный год пишут так: 2026-2027'],
    ])
    expect(at('joined', '2026-04-06')).toBe(false)
    expect(at('joined', '2025-08-31')).toBe(true)
    expect(at('promoted', '2026-08-31')).toBe(true)
    expect(at('promoted', '2026-09-01')).toBe(false)
    expect(at('promoted', '2027-10-15')).toBe(false)
    expect(at('retained', '2028-08-31')).toBe(false)
    expect(at('retained', '2028-09-01')).toBe(true)
  })

  test('about education at home may be older than the year, if its days reach it', () => {
    expect(complaints({ ...home, date: '2024-09-02', from: '2024-09-03' })).toEqual([])
    expect(placesOf({ ...home, date: '2024-09-02', from: '2024-09-03', until: '2026-05-26' })).toEqual([
      'until',
    ])
    expect(placesOf({ ...home, from: '2027-09-01' })).toEqual(['from'])
  })
})

test('a sheet finds what was ordered of a pupil of its class and year, by number', () => {
  const orders = [
    { number: 4, content: promoted },
    { number: 2, content: { ...home, personIds: ['12'] } },
    { number: 1, content: { ...home, classId: '102' } },
    { number: 3, content: { ...promoted, studyYear: '2025-2026' } },
  ]
  const numbersOf = (personId: string) =>
    pupilOrdersOf(orders, { classId: '101', studyYear: '2026-2027', personId }).map(({ number }) => number)
  expect(['11', '12', '13'].map(numbersOf)).toEqual([[4], [2, 4], []])
})

describe('decisions of the council about a pupil', () => {
  const conditional: PupilOrder = { ...promoted, what: 'conditional' }
  const passed: PupilOrder = { ...promoted, number: '2', date: '2027-10-15' }

  test('contradict each other, and other orders don’t', () => {
    expect(
      clashingPupils(promoted, { ...passed, what: 'retained', to: null, personIds: ['12', '13'] }),
    ).toEqual(['12'])
    expect(clashingPupils(promoted, promoted)).toEqual(['11', '12'])
    expect(clashingPupils(promoted, { ...promoted, personIds: ['13'] })).toEqual([])
    expect(clashingPupils(promoted, { ...promoted, studyYear: '2025-2026' })).toEqual([])
    expect(clashingPupils(promoted, home)).toEqual([])
    expect(clashingPupils(home, { ...home, number: '6' })).toEqual([])
  })

  test('may say one more word after a conditional promotion, and that is its last', () => {
    const retained: PupilOrder = { ...passed, what: 'retained', to: null }
    for (const later of [passed, retained]) {
      expect(clashingPupils(conditional, later)).toEqual([])
      expect(clashingPupils(later, conditional)).toEqual([])
    }
    expect(clashingPupils(conditional, { ...passed, date: conditional.date })).toEqual(['11', '12'])
    expect(clashingPupils(conditional, { ...passed, what: 'graduated', to: null })).toEqual(['11', '12'])
    expect(clashingPupils(conditional, { ...conditional, date: passed.date })).toEqual(['11', '12'])
    const stated = [passed, conditional, home].map((content, index) => ({ number: index + 1, content }))
    expect(councilDecisionOf(stated)).toEqual(passed)
    expect(councilDecisionOf(stated.slice(1))).toEqual(conditional)
    expect(councilDecisionOf(stated.slice(2))).toBeNull()
  })

  test('are told as the sheet prints them', () => {
    const texts = [
      promoted,
      { ...promoted, to: null },
      conditional,
      { ...conditional, to: null },
      { ...promoted, what: 'retained' as const, to: null },
      { ...promoted, what: 'graduated' as const, to: null },
      home,
    ].flatMap(order => (isCouncilDecision(order) ? [promotionText(order)] : []))
    expect(texts).toEqual([
      'переведён(а) в 6А класс',
      'переведён(а) в следующий класс',
      'переведён(а) условно в 6А класс',
      'переведён(а) условно в следующий класс',
      'оставлен(а) на повторное обучение',
      'выпущен(а)',
    ])
    expect(councilDecisionText(promoted)).toBe('28.05.2027, № 8')
  })
})

test('an order about a pupil is entered once for the class and year whose sheet says it', () => {
  const joined: PupilOrder = { ...promoted, what: 'joined', to: null }
  expect(clashingPupils(joined, { ...joined, personIds: ['12'] })).toEqual(['12'])
  for (const other of [
    { number: '9' },
    { date: '2027-05-27' },
    { what: 'left' as const },
    { classId: '102' },
    { studyYear: '2027-2028' },
    { personIds: ['13'] },
  ])
    expect(clashingPupils(joined, { ...joined, ...other })).toEqual([])
})

test('education at home is told with its days and its order', () => {
  const texts = [home, { ...home, until: '2027-05-26' }, promoted].flatMap(order =>
    isHomeOrder(order) ? [homeText(order)] : [],
  )
  expect(texts).toEqual([
    'обучение на дому с 12.01.2027, приказ № 5 от 11.01.2027',
    'обучение на дому с 12.01.2027 по 26.05.2027, приказ № 5 от 11.01.2027',
  ])
})
