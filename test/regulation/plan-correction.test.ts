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

  test('a topic that moved may be changed besides', () => {
    const moved = [
      row(1, 'Масштаб', { hours: 3 }),
      ...plan('Натуральные числа', 'Сложение дробей', 'Проценты'),
    ]
    expect(told(planChanges(old, moved, measure))).toEqual([
      ['changed', 'Масштаб', 'Масштаб', 'place', 'hours'],
    ])
  })

  test('as few topics as possible have moved, whichever way', () => {
    const forth = plan('Сложение дробей', 'Проценты', 'Масштаб', 'Натуральные числа')
    const first = ['changed', 'Натуральные числа', 'Натуральные числа', 'place']
    expect(told(planChanges(old, forth, measure))).toEqual([first])
    expect(told(planChanges(forth, old, measure))).toEqual([first])
    const turned = plan('Проценты', 'Масштаб', 'Натуральные числа', 'Сложение дробей')
    expect(told(planChanges(old, turned, measure))).toHaveLength(2)
  })

  test('of any order of five topics only those have moved that must', () => {
    const topics = ['Натуральные числа', 'Сложение дробей', 'Проценты', 'Масштаб', 'Углы']
    const orders = (left: readonly number[]): number[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap(one => orders(left.filter(other => other !== one)).map(rest => [one, ...rest]))
    /** Of all choices of places the longest whose topics stand as they stood. */
    const steady = (order: readonly number[]): number =>
      Math.max(
        ...Array.from({ length: 2 ** order.length }, (_, choice) => {
          const chosen = order.filter((_, place) => (choice >> place) % 2 === 1)
          return chosen.every((one, index) => index === 0 || (chosen[index - 1] ?? 0) < one)
            ? chosen.length
            : 0
        }),
      )
    for (const order of orders([0, 1, 2, 3, 4])) {
      const changes = planChanges(plan(...topics), plan(...order.map(index => topics[index] ?? '')), measure)
      expect(changes).toHaveLength(order.length - steady(order))
      for (const { kind, fields } of changes) expect([kind, ...fields]).toEqual(['changed', 'place'])
    }
  })

  test('topics that came stand where they came: at the beginning, between others, at the end', () => {
    const more = plan(
      ...['Множества', 'Натуральные числа', 'Сложение дробей', 'Пропорции', 'Отношения', 'Проценты'],
      ...['Масштаб', 'Диаграммы'],
    )
    const came = (topic: string) => ['added', null, topic]
    expect(told(planChanges(old, more, measure))).toEqual(
      ['Множества', 'Пропорции', 'Отношения', 'Диаграммы'].map(came),
    )
  })

  test('topics that went stand where they stood', () => {
    const fewer = plan('Сложение дробей', 'Объём')
    expect(told(planChanges(old, fewer, measure))).toEqual([
      ['removed', 'Натуральные числа', null],
      ['removed', 'Проценты', null],
      ['removed', 'Масштаб', null],
      ['added', null, 'Объём'],
    ])
  })

  test('a topic worded anew is found behind another that came, and between those that stayed', () => {
    const worded = plan('Натуральные числа', 'Объём', 'Сложение обыкновенных дробей', 'Проценты', 'Масштаб')
    expect(told(planChanges(old, worded, measure))).toEqual([
      ['added', null, 'Объём'],
      ['changed', 'Сложение дробей', 'Сложение обыкновенных дробей', 'topic'],
    ])
    const both = plan('Ряд натуральных чисел', 'Сложение обыкновенных дробей', 'Проценты', 'Масштаб')
    expect(told(planChanges(old, both, measure)).map(([kind, , after]) => [kind, after])).toEqual([
      ['changed', 'Ряд натуральных чисел'],
      ['changed', 'Сложение обыкновенных дробей'],
    ])
  })

  test('a topic of the same words elsewhere between isn’t taken twice', () => {
    const twice = plan('Натуральные числа', 'Сложение дробей', 'Сложение дробей (закрепление)', 'Проценты')
    const merged = plan('Натуральные числа', 'Сложение всех дробей', 'Проценты')
    expect(told(planChanges(twice, merged, measure))).toEqual([
      ['changed', 'Сложение дробей', 'Сложение всех дробей', 'topic'],
      ['removed', 'Сложение дробей (закрепление)', null],
    ])
  })

  test('how alike a topic must be to be one worded anew, the school’s threshold says: so much, or more', () => {
    const [before, after] = [plan('абв'), plan('абв где')]
    // « абв » has three pieces, all of which stand among the six of the other: 2 × 3 ÷ 9.
    const at = (likeness: number) => told(planChanges(before, after, { ...measure, likeness }))[0]?.[0]
    expect([at(6 / 9), at(0.67)]).toEqual(['changed', 'removed'])
  })

  test('of several rows of the same text each is told by its own', () => {
    const before = plan('Решение задач', 'Проценты', 'Решение задач', 'Масштаб', 'Решение задач')
    const changes = planChanges(
      before,
      plan('Решение задач', 'Проценты', 'Масштаб', 'Решение задач'),
      measure,
    )
    expect(changes.map(({ kind, before: gone }) => [kind, gone?.number])).toEqual([['removed', '3']])
    const back = plan('Проценты', 'Решение задач', 'Решение задач', 'Решение задач', 'Масштаб')
    const moved = planChanges(before, back, measure).filter(({ fields }) => fields.includes('place'))
    expect(moved.map(({ before: from, after: to }) => [from?.number, to?.number])).toEqual([
      ['1', '4'],
      ['4', '5'],
    ])
  })

  test('all of a plan that has nothing in common with the one before', () => {
    const [one, other] = [plan('Проценты', 'Масштаб'), plan('Окружность', 'Хорды')]
    expect(told(planChanges(one, other, measure)).map(([kind]) => kind)).toEqual([
      'removed',
      'removed',
      'added',
      'added',
    ])
    expect(told(planChanges([], one, measure)).map(([kind]) => kind)).toEqual(['added', 'added'])
    expect(told(planChanges(one, [], measure)).map(([kind]) => kind)).toEqual(['removed', 'removed'])
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
