import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type PlanChange, planChanges, plainTopics, type PlanRow } from '../../src/regulation/index.js'

const measure = { plain: plainTopics({}), likeness: 0.5 }
const row = (number: number, topic: string, more: Partial<PlanRow> = {}): PlanRow => ({
  number: String(number),
  section: null,
  topic,
  hours: 1,
  date: null,
  homework: null,
  ...more,
})
const plan = (...topics: readonly string[]) => topics.map((topic, index) => row(index + 1, topic))
const told = (changes: readonly PlanChange[]) =>
  changes.map(({ kind, before, after, fields }) => [
    kind,
    before?.topic ?? null,
    after?.topic ?? null,
    ...fields,
  ])

describe('what a version changed', () => {
  const old = plan('Натуральные числа', 'Сложение дробей', 'Проценты', 'Масштаб')

  test('a topic that went leaves the others alone, though their numbers move on', () => {
    expect(told(planChanges(old, plan('Натуральные числа', 'Проценты', 'Масштаб'), measure))).toEqual([
      ['removed', 'Сложение дробей', null],
    ])
  })

  test('merged topics: one is worded anew, the other gone', () => {
    const merged = plan('Натуральные числа', 'Сложение дробей. Проценты', 'Масштаб')
    expect(told(planChanges(old, merged, measure))).toEqual([
      ['changed', 'Сложение дробей', 'Сложение дробей. Проценты', 'topic'],
      ['removed', 'Проценты', null],
    ])
  })

  test('hours, days, sections and homework', () => {
    const [first, second, third, fourth] = old as [PlanRow, PlanRow, PlanRow, PlanRow]
    const changed = [
      { ...first, hours: 2 },
      { ...second, date: '2026-09-02' },
      { ...third, section: 'Числа', homework: '§ 1' },
      fourth,
    ]
    expect(planChanges(old, changed, measure).map(({ fields }) => fields)).toEqual([
      ['hours'],
      ['date'],
      ['section', 'homework'],
    ])
  })

  test('a topic that moved is no topic that went and one that came', () => {
    const moved = plan('Масштаб', 'Натуральные числа', 'Сложение дробей', 'Проценты')
    expect(told(planChanges(old, moved, measure))).toEqual([['changed', 'Масштаб', 'Масштаб', 'place']])
  })

  const topics = fc.array(
    fc.constantFrom('Дроби', 'Проценты', 'Масштаб', 'Сложение дробей', 'Решение задач', 'Объём'),
    {
      maxLength: 9,
    },
  )

  test('nothing between equal plans; each row of both is told at most once, and what isn’t told is the same', () => {
    fc.assert(
      fc.property(topics, topics, (one, other) => {
        const [before, after] = [plan(...one), plan(...other)]
        expect(planChanges(before, before, measure)).toEqual([])
        const changes = planChanges(before, after, measure)
        const olds = changes.flatMap(change => change.before?.number ?? [])
        const news = changes.flatMap(change => change.after?.number ?? [])
        expect(new Set(olds).size).toBe(olds.length)
        expect(new Set(news).size).toBe(news.length)
        const rest = (rows: readonly PlanRow[], said: readonly string[]) =>
          rows.filter(({ number }) => !said.includes(number)).map(({ topic }) => topic)
        expect(rest(before, olds)).toEqual(rest(after, news))
      }),
    )
  })
})
