import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkJournal, type Verdict } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

/**
 * A teacher goes on in the plan from lesson to lesson, as teachers do: words a topic their own way, merges and stretches,
 * leaves one out of the journal, uses a lesson for something else, is ill and stood in for, has holidays between. What the
 * rule says of the lessons at which the plan was followed must never be an accusation, whatever stands beside them.
 */

const step = { stray: 5, betweenStrays: 3 }
/** What the second subgroup's lesson has more by in its id. */
const second = 1000

/** Plans whose rows are like one another, or not. */
const plans: readonly (readonly string[])[] = [
  Array.from({ length: 14 }, (_, index) => index + 1).flatMap(section =>
    ['изучение нового', 'решение упражнений', 'закрепление'].map(text => `Раздел ${section}: ${text}`),
  ),
  ['Дроби', 'Проценты', 'Пропорции', 'Масштаб', 'Диаграммы', 'Уравнения', 'Отношения', 'Множества'].flatMap(
    (section, index) => [
      section,
      `${section}: свойства и примеры`,
      'Решение задач',
      `Обобщение по теме «${section}»`,
      `Контрольная работа № ${index + 1}`,
    ],
  ),
]

/** What a teacher makes of a row. */
const wordings: readonly ((topic: string) => string)[] = [
  topic => topic,
  topic => `${topic}. Повторение`,
  topic => `Урок 5. ${topic.toUpperCase()} (1 ч)`,
  topic => topic.replace('Контрольная работа', 'К/р'),
]
const foreign = 'Подготовка к концерту ко Дню учителя'

type Act = 'row' | 'merged' | 'again' | 'empty' | 'foreign' | 'stray' | 'substitute' | 'cancelled'
const act: fc.Arbitrary<Act> = fc.oneof(
  ...(['row', 'row', 'row', 'row'] as const).map(kind => ({ weight: 4, arbitrary: fc.constant(kind) })),
  ...(['merged', 'again', 'empty', 'foreign', 'substitute', 'cancelled'] as const).map(kind => ({
    weight: 1,
    arbitrary: fc.constant(kind),
  })),
  { weight: 5, arbitrary: fc.constant<Act>('stray') },
)
const lesson = fc.record({
  act,
  wording: fc.nat({ max: wordings.length - 1 }),
  /** Days since the lesson before: the next day, a week, holidays. */
  gap: fc.constantFrom(1, 1, 1, 2, 3, 7, 7, 14, 21),
  /** Which row a stray or a substitute takes. */
  somewhere: fc.nat({ max: 39 }),
  /** Whether the plan has moved on by a lesson that tells nothing of it. */
  moves: fc.boolean(),
  /** Whether both subgroups have it apart, where the subject is taught so and so. */
  apart: fc.boolean(),
})

const year = fc.record({
  rows: fc.constantFrom(...plans),
  begins: fc.nat({ max: 10 }),
  /** All lessons are the class's, or some are the subgroups'. */
  hasSubgroups: fc.boolean(),
  lessons: fc.array(lesson, { minLength: 3, maxLength: 25 }),
})
type Year = typeof year extends fc.Arbitrary<infer T> ? T : never

/** The lessons as the journal has them, and which of them followed the plan. */
function lived({ rows, begins, lessons, hasSubgroups }: Year) {
  const right = new Set<number>()
  let next = begins
  let day = 0
  /** Lessons of the plan since the last one out of order. */
  let sinceStray = step.betweenStrays
  const entered = lessons.map(({ act, wording, gap, somewhere, moves }, index) => {
    const id = index + 1
    day += gap
    const date = new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10)
    const put = (topic: string | null, more: object = {}) => ({
      id,
      date,
      topic: topic === null ? [] : [{ value: topic, seen: `${date} 15:00` }],
      ...more,
    })
    const worded = (row: number) => (wordings[wording] ?? String)(rows[row] ?? foreign)
    const follow = (topic: string, by: number) => {
      right.add(id)
      next += by
      sinceStray += 1
      return put(topic)
    }
    const isStray = Math.abs(somewhere - next) >= step.stray && sinceStray >= step.betweenStrays
    if (next + 1 >= rows.length) return put(null)
    if (act === 'cancelled') return put(null, { status: 'cancelled' })
    if (act === 'empty' || act === 'foreign' || act === 'substitute') {
      if (moves) next += 1
      if (act === 'substitute')
        return put(moves ? worded(next - 1) : (rows[somewhere] ?? foreign), { teachers: [9002] })
      return put(act === 'empty' ? null : foreign)
    }
    if (act === 'stray' && isStray) {
      sinceStray = 0
      if (moves) next += 1
      return put(rows[somewhere] ?? foreign)
    }
    if (act === 'again' && next > 0) return follow(worded(next - 1), 0)
    if (act === 'merged') return follow(`${rows[next]}. ${rows[next + 1]}`, 2)
    return follow(worded(next), 1)
  })
  const isApart = (id: number) => hasSubgroups && lessons[id - 1]?.apart === true
  const journal = entered.flatMap(one =>
    isApart(one.id)
      ? [
          { ...one, group: 'первая' },
          { ...one, id: one.id + second, group: 'вторая' },
        ]
      : [one],
  )
  return { journal, isRight: (id: number) => right.has(id % second) }
}

function verdictsOf(rows: readonly string[], entered: readonly object[]): readonly Verdict[] {
  const small = SmallJournal.parse({
    title: 'A teacher follows the plan',
    asOf: '2028-08-01 12:00',
    looked: '2028-08-01 06:00',
    to: '2028-07-31',
    readFrom: '2026-08-01',
    subgroups: { первая: { pupils: [1001] }, вторая: { pupils: [1002] } },
    plans: [{ rows }],
    lessons: entered,
  })
  return checkJournal(requestOf('2.3-topics-by-plan', small)).verdicts
}

describe('who follows the plan', () => {
  test('is never accused, whatever stands beside the lesson', () => {
    fc.assert(
      fc.property(year, drawn => {
        const { journal, isRight } = lived(drawn)
        const accused = verdictsOf(drawn.rows, journal).filter(
          ({ verdict, subject }) =>
            (verdict === 'broken' || verdict === 'mended') && isRight(Number(subject.lesson)),
        )
        expect(accused.map(({ message }) => message)).toEqual([])
      }),
      { numRuns: Number(process.env.LAW_RUNS ?? 150) },
    )
  })
})
