import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { heldDays, plainTopics } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** On which days topics of the first plan's first version were held. */
function held(small: Omit<SmallJournalInput, 'title'>, days: { from?: string; to?: string } = {}) {
  const request = requestOf('2.3-topics-by-plan', SmallJournal.parse({ title: 'Темы по плану', ...small }))
  const [plan] = request.plans
  const [version] = plan?.versions ?? []
  if (!plan || !version) throw new Error('The case has no plan')
  const found = heldDays({
    journal: createJournal(request.slice),
    calendar: createCalendar(request.facts),
    ...{ plans: request.plans, plan, version },
    ...{ from: request.from, to: request.to, ...days },
    ...{ likeness: 0.5, plain: plainTopics({}) },
  })
  return Object.fromEntries(found)
}

const rows = ['Натуральные числа', 'Сложение дробей', 'Проценты', 'Масштаб']
const topic = (value: string, seen = '2026-11-10 12:00') => [{ value, seen }]

describe('days on which a plan’s topics were held', () => {
  test('are told by row, each in order; a topic that wasn’t held isn’t there', () => {
    expect(
      held({
        plans: [{ rows }],
        lessons: [
          { id: 3, date: '2026-11-11', topic: topic('Сложение дробей') },
          { id: 1, date: '2026-11-09', topic: topic('Натуральные числа') },
          { id: 2, date: '2026-11-10', topic: topic('Сложение дробей') },
          { id: 4, date: '2026-11-12', topic: topic('Подготовка к концерту') },
          { id: 5, date: '2026-11-13' },
        ],
      }),
    ).toEqual({ 1: ['2026-11-09'], 2: ['2026-11-10', '2026-11-11'] })
  })

  test('two subgroups have it on their own days', () => {
    expect(
      held({
        plans: [{ rows }],
        subgroups: { первая: { pupils: [1001] }, вторая: { pupils: [1002] } },
        lessons: [
          { id: 1, date: '2026-11-12', group: 'первая', topic: topic('Проценты') },
          { id: 2, date: '2026-11-10', group: 'вторая', topic: topic('Проценты') },
        ],
      }),
    ).toEqual({ 3: ['2026-11-10', '2026-11-12'] })
  })

  test('a topic far from its place was held all the same', () => {
    const long = [...Array.from({ length: 12 }, (_, index) => `Глава ${index}`), 'Масштаб']
    const lessons = [
      { id: 1, date: '2026-11-09', topic: topic('Глава 0') },
      { id: 2, date: '2026-11-10', topic: topic('Глава 1') },
      { id: 3, date: '2026-11-11', topic: topic('Масштаб') },
    ]
    expect(held({ plans: [{ rows: long }], lessons })).toMatchObject({ 13: ['2026-11-11'] })
  })

  test('of two rows of the same text the one counts that the lessons before lead to', () => {
    const lessons = [
      { id: 1, date: '2026-11-09', topic: topic('Масштаб') },
      { id: 2, date: '2026-11-10', topic: topic('Решение задач') },
    ]
    const plan = ['Проценты', 'Решение задач', 'Пропорции', 'Отношения', 'Масштаб', 'Решение задач']
    expect(held({ plans: [{ rows: plan }], lessons })).toEqual({ 5: ['2026-11-09'], 6: ['2026-11-10'] })
  })

  test('lessons that follow another plan, another teacher’s or subject’s, don’t count', () => {
    expect(
      held({
        plans: [
          { rows, teacher: 9001 },
          { rows, teacher: 9002 },
          { rows, subject: 'Геометрия' },
        ],
        lessons: [
          { id: 1, date: '2026-11-09', topic: topic('Проценты') },
          { id: 2, date: '2026-11-10', teachers: [9002], topic: topic('Проценты') },
          { id: 3, date: '2026-11-11', subject: 'Геометрия', topic: topic('Проценты') },
          { id: 4, date: '2026-11-12', subject: 'Физика', topic: topic('Проценты') },
        ],
      }),
    ).toEqual({ 3: ['2026-11-09'] })
  })

  test('who stood in with a text of their own held none of its topics; one of the plan’s counts', () => {
    const given = ['09', '10', '11'].map((day, index) => ({
      id: index + 1,
      date: `2026-11-${day}`,
      topic: topic(rows[index] ?? ''),
    }))
    const substitute = { id: 4, date: '2026-11-12', teachers: [9005] }
    const heldWith = (text: string) =>
      held({ plans: [{ rows }], lessons: [...given, { ...substitute, topic: topic(text) }] })
    expect(heldWith('Подготовка к концерту')).not.toHaveProperty('4')
    expect(heldWith('Масштаб')).toMatchObject({ 4: ['2026-11-12'] })
  })

  test('only lessons of the days asked for count, though those before tell the place; cancelled ones never do', () => {
    const lessons = [
      { id: 1, date: '2026-11-09', topic: topic('Натуральные числа') },
      { id: 2, date: '2026-11-10', topic: topic('Сложение дробей') },
      { id: 3, date: '2026-11-11', topic: topic('Проценты') },
      { id: 4, date: '2026-11-10', number: 2, status: 'cancelled' as const, topic: topic('Проценты') },
    ]
    expect(held({ plans: [{ rows }], lessons }, { from: '2026-11-10', to: '2026-11-10' })).toEqual({
      2: ['2026-11-10'],
    })
  })
})
