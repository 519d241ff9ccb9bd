import { describe, expect, test } from '@jest/globals'
import { answersOfAll, checkJournal } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

const period = {
  title: 'Период окончен, одна клетка освобождена',
  asOf: '2026-10-28 12:00',
  looked: '2026-10-28 06:00',
  periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
  lessons: [{ id: 1, date: '2026-10-19' }],
  finals: [{ absent: '2026-10-20 06:00', seen: '2026-10-22 06:00', value: 'осв' }],
} satisfies SmallJournalInput

function idleOf(small: SmallJournalInput) {
  return checkJournal(requestOf('2.7-exempt-meaning', SmallJournal.parse(small))).idle
}

describe('an order', () => {
  test('that is about a cell with its sign is of use', () => {
    expect(idleOf({ ...period, orders: [{ meaning: 'exempt', pupils: [1001, 1002] }] })).toEqual([])
  })

  test.each<[string, NonNullable<SmallJournalInput['orders']>[number]]>([
    ['another pupil', { meaning: 'mastered', pupils: [1002] }],
    ['another subject', { meaning: 'exempt', subjects: ['Физика'] }],
    ['another sign', { meaning: 'not-attested' }],
  ])('about %s is named, by number', (_, order) => {
    expect(idleOf({ ...period, orders: [{ meaning: 'exempt' }, order] })).toEqual([
      { kind: 'order', number: 2, message: expect.stringMatching(/^Приказ, запись № 2 .*не стоит\.$/) },
    ])
  })

  test('whose period ends on the first or last of the days asked for is named', () => {
    const orders = [{ meaning: 'exempt' as const, pupils: [1002] }]
    expect(idleOf({ ...period, orders, from: '2026-10-25', to: '2026-10-25' })).toHaveLength(1)
    expect(idleOf({ ...period, orders, from: '2026-10-26' })).toEqual([])
  })

  test('is told by its sign, number and day; of several, each by its own', () => {
    const orders = [
      { meaning: 'not-attested' as const, order: '12-у', date: '2026-10-05' },
      { meaning: 'mastered' as const, pupils: [1002], order: '7', date: '2026-10-06' },
      { meaning: 'exempt' as const, periods: [2] },
    ]
    expect(idleOf({ ...period, orders }).map(({ message }) => message)).toEqual([
      'Приказ, запись № 1 (приказ № 12-у от 05.10.2026): «н/а» ни в одной клетке, о которой он говорит, не стоит.',
      'Приказ, запись № 2 (приказ № 7 от 06.10.2026): «осв» ни в одной клетке, о которой он говорит, не стоит.',
    ])
  })

  test('is of use where one of its periods has the sign; a mark of another period is none', () => {
    const periods = [...period.periods, { id: 2, number: 2, start: '2026-10-26', finish: '2026-10-27' }]
    const both = { meaning: 'exempt' as const, periods: [1, 2] }
    expect(idleOf({ ...period, periods, orders: [both] })).toEqual([])
    expect(idleOf({ ...period, periods, orders: [{ ...both, periods: [2] }] })).toHaveLength(1)
    expect(idleOf({ ...period, periods, orders: [both], from: '2026-10-26' })).toHaveLength(1)
  })

  test('about a period that is still to end, or a class that was never read, isn’t named', () => {
    const orders = [{ meaning: 'exempt' as const, pupils: [1002] }]
    expect(idleOf({ ...period, orders, to: '2026-10-24' })).toEqual([])
    expect(idleOf({ ...period, orders, looks: { 'final-marks': null } })).toEqual([])
  })
})

describe('a substitution', () => {
  const lessons = [
    { id: 1, date: '2026-11-16', number: 4, teachers: [9001] },
    { id: 2, date: '2026-11-16', number: 4, group: '7А англ. 1', teachers: [9004] },
  ]
  const day = { title: 'Один урок, одна замена', lessons, subgroups: { '7А англ. 1': { pupils: [1001] } } }
  const place = { date: '2026-11-16', lesson: 4, teacher: 9002 }

  test.each<[string, NonNullable<SmallJournalInput['substitutions']>[number]]>([
    ['of the teacher of that lesson', { ...place, insteadOf: 9001 }],
    ['of nobody in particular', place],
    ['that the platform knows already', { ...place, teacher: 9001, insteadOf: 9005 }],
    ['of a subgroup', { ...place, group: '7А англ. 1', insteadOf: 9004 }],
  ])('%s is of use', (_, substitution) => {
    expect(idleOf({ ...day, substitutions: [substitution] })).toEqual([])
  })

  test.each<[string, NonNullable<SmallJournalInput['substitutions']>[number]]>([
    ['at another place', { ...place, lesson: 5 }],
    ['of another teacher', { ...place, insteadOf: 9005 }],
    ['of another teacher in the subgroup', { ...place, group: '7А англ. 1', insteadOf: 9001 }],
  ])('%s is named', (_, substitution) => {
    expect(idleOf({ ...day, substitutions: [substitution] })).toMatchObject([
      { kind: 'substitution', number: 1, message: expect.stringMatching(/^Замена № 1: .*нет\.$/) },
    ])
  })

  test('of other days, or of a week that was never read, isn’t named', () => {
    const substitutions = [{ ...place, lesson: 5 }]
    expect(idleOf({ ...day, substitutions, from: '2026-11-17' })).toEqual([])
    expect(idleOf({ ...day, substitutions, looks: { lessons: null } })).toEqual([])
  })

  test('of the first or last of the days asked for is named, by number, day and lesson', () => {
    const wrong = [
      { ...place, lesson: 5 },
      { ...place, lesson: 6 },
    ]
    const on = { ...day, from: place.date, to: place.date }
    expect(idleOf({ ...on, substitutions: wrong }).map(({ message }) => message)).toEqual([
      'Замена № 1: 16.11.2026 на 5-м уроке такого урока или такого учителя в журнале нет.',
      'Замена № 2: 16.11.2026 на 6-м уроке такого урока или такого учителя в журнале нет.',
    ])
    expect(idleOf({ ...day, to: '2026-11-15', substitutions: wrong })).toEqual([])
  })

  test('of a subgroup of two classes is of use in either; it isn’t named while one of them wasn’t read', () => {
    const joint = {
      title: 'Подгруппа двух классов, уроки второго не читали',
      lessons: [{ id: 1, date: '2026-11-16', number: 4, group: 'англ', teachers: [9004] }],
      subgroups: { англ: { classes: ['7А', '7Б'], pupils: [1001] } },
      substitutions: [{ ...place, group: 'англ', insteadOf: 9004 }],
    }
    const other = [{ id: 2, date: '2026-11-16', number: 1, class: '7Б' }]
    expect(idleOf({ ...joint, lessons: [...joint.lessons, ...other] })).toEqual([])
    const wrong = [{ ...place, group: 'англ', lesson: 5 }]
    expect(idleOf({ ...joint, lessons: [...joint.lessons, ...other], substitutions: wrong })).toHaveLength(1)
  })

  test('of a group that the journal isn’t about isn’t named', () => {
    const request = requestOf('2.7-exempt-meaning', SmallJournal.parse({ ...day, substitutions: [place] }))
    const [stated] = request.decisions.substitutions
    if (!stated) throw new Error('The case needs a substitution')
    const elsewhere = { ...stated, content: { ...stated.content, groupId: '999', lesson: 5 } }
    const decisions = { ...request.decisions, substitutions: [elsewhere] }
    expect(checkJournal({ ...request, decisions }).idle).toEqual([])
  })

  test('makes whoever stood in answer for what the lesson owes', () => {
    const substitutions = [{ ...place, insteadOf: 9001 }]
    const verdictsOf = (small: SmallJournalInput) =>
      checkJournal(requestOf('2.3-topic-filled', SmallJournal.parse(small))).verdicts
    const responsible = (small: SmallJournalInput) =>
      verdictsOf(small).map(({ subject, responsible: ids }) => [subject.lesson, ids])
    expect(responsible(day)).toEqual([
      ['1', ['9001']],
      ['2', ['9004']],
    ])
    expect(responsible({ ...day, substitutions })).toEqual([
      ['1', ['9002']],
      ['2', ['9004']],
    ])
  })
})

describe('what classes say of statements, put together', () => {
  const idle = (kind: 'order' | 'substitution', number: number) => ({
    kind,
    number,
    message: `${kind} ${number}`,
  })
  const of = (kind: 'order' | 'substitution', number: number) => ({ kind, number })

  test('is idle only where none of them answers; by kind and number, each once', () => {
    const told = answersOfAll([
      { idle: [idle('substitution', 3), idle('order', 10), idle('order', 2)], answered: [of('order', 7)] },
      {
        idle: [idle('order', 7), idle('order', 2), idle('substitution', 1)],
        answered: [of('substitution', 3)],
      },
      { idle: [], answered: [of('order', 7)] },
    ])
    expect(told.idle).toEqual([idle('order', 2), idle('order', 10), idle('substitution', 1)])
    expect(told.answered).toEqual([of('order', 7), of('substitution', 3)])
  })

  test('an order isn’t a substitution of the same number', () => {
    const told = answersOfAll([{ idle: [idle('order', 4)], answered: [of('substitution', 4)] }])
    expect(told.idle).toEqual([idle('order', 4)])
  })

  test('is nothing where nobody was asked', () => {
    expect(answersOfAll([])).toEqual({ idle: [], answered: [] })
  })
})
