import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { parsersOf } from '../../src/dnevnik/index.js'
import { isBridgeError } from '../../src/errors.js'
import type { Answer, Neighbours, Window } from '../../src/journal/index.js'
import type { LookResult } from '../../src/mirror/index.js'
import { answer, at, mark, window } from './answers.js'
import { kept } from './kept.js'
import { openedMirror } from './opened-mirror.js'

/** Long lists in which little has changed are read in part: nobody may be able to tell. */

const opened = openedMirror()
beforeEach(() => opened().clear())

type List = 'marks' | 'attendance'

/** What the platform may say of one mark or log entry. */
const said = [
  'five',
  'four',
  'nothing',
  'null',
  'broken',
  'drifted',
  'without type',
  'twice',
  'twice alike',
  'contradicted',
  'with braces',
  'nested',
] as const
type Said = (typeof said)[number]
const plain: ReadonlySet<Said> = new Set<Said>(['five', 'four', 'nothing', 'without type'])

const elementsOf: Readonly<Record<List, (index: number, said: Said) => readonly string[]>> = {
  marks(index, said) {
    const element = (value: string, more = '') =>
      `{"id":${7001 + index},"person":${501 + (index % 5)},"value":"${value}","type":"Mark5","lesson":11${more}}`
    return {
      five: [element('5')],
      four: [element('4')],
      nothing: [],
      null: ['null'],
      broken: [element('5').replace(/"person":\d+/, '"person":null')],
      drifted: [element('5', ',"novelty":1')],
      'without type': [element('5').replace('"type":"Mark5",', '')],
      twice: [element('5'), element('5')],
      'twice alike': [element('5', ',"mood":"Good"'), element('5', ',"mood":"Bad"')],
      contradicted: [element('5'), element('3')],
      'with braces': [element('5', ',"mood":"},{"')],
      nested: [element('5', ',"mood":{"word":"Good"}')],
    }[said]
  },
  attendance(index, said) {
    const element = (status: string, more = '') =>
      `{"lesson":11,"person":${501 + index},"status":"${status}","comment":null${more}}`
    return {
      five: [element('Absent')],
      four: [element('Ill')],
      nothing: [],
      null: ['null'],
      broken: [element('Ill').replace('"lesson":11', '"lesson":"?"')],
      drifted: [element('Absent', ',"novelty":1')],
      'without type': [element('Absent').replace('"status":"Absent",', '')],
      twice: [element('Absent'), element('Absent')],
      'twice alike': [element('Absent'), element('Absent').replace('null', '""')],
      contradicted: [element('Absent'), element('Late')],
      'with braces': [element('Absent').replace('null', '"},{"')],
      nested: [`[${element('Absent')}]`],
    }[said]
  },
}

const count = 16
const weeks = ['2026-11-16', '2026-11-23'] as const
const aPlace = fc.nat({ max: count - 1 })

/** Mostly the first, else one of the others. */
function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
}

/** One look: what is said otherwise than before, in which week, and how the list is written. */
const aStep = fc.record({
  week: mostly<(typeof weeks)[number]>(...weeks),
  edits: fc.array(
    fc.tuple(
      aPlace,
      fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Said>('five', 'four') }, fc.constantFrom(...said)),
    ),
    { maxLength: 3 },
  ),
  /** These go to the other week. */
  moved: mostly<readonly number[]>([], [0], [7]),
  /** All of them at once. */
  everywhere: mostly<Said | null>(null, 'nothing', 'without type', 'five'),
  /** What was odd before this look is as it should be. */
  mended: fc.boolean(),
  turnedBy: mostly(0, 5),
  space: mostly('', '\n'),
  isCut: mostly(false, true),
  neighbours: mostly<Neighbours | undefined>(undefined, known('501', '502'), known('509'), known()),
})
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never

function known(...people: string[]): Neighbours {
  return { otherClasses: new Set(), people: new Set(people), peopleElsewhere: new Set(['502']) }
}

interface Look {
  readonly window: Window
  readonly answer: Answer
}

function looksOf(list: List, steps: readonly Step[]): Look[] {
  const states = weeks.map((_, week) =>
    Array.from({ length: count }, (): Said => (week === 0 ? 'five' : 'nothing')),
  )
  return steps.map((step, turn) => {
    const week = weeks.indexOf(step.week)
    const [here, there] = [states[week], states[1 - week]] as [Said[], Said[]]
    if (step.mended) for (const [index, what] of here.entries()) if (!plain.has(what)) here[index] = 'five'
    if (step.everywhere !== null) here.fill(step.everywhere)
    for (const [index, what] of step.edits) here[index] = what
    for (const index of step.moved) [here[index], there[index]] = [there[index] as Said, here[index] as Said]
    const elements = here.flatMap((what, index) => elementsOf[list](index, what))
    const turned = [...elements.slice(step.turnedBy), ...elements.slice(0, step.turnedBy)]
    const whole = `[${turned.join(`,${step.space}`)}]`
    return look(
      window(list, { week: step.week }),
      step.isCut ? whole.slice(0, -2) : whole,
      turn,
      step.neighbours,
    )
  })
}

function look(place: Window, body: string, turn: number, neighbours?: Neighbours): Look {
  const [askedAt, answeredAt] = [at(10 * turn), at(10 * turn) + 1000]
  const sha256 = createHash('sha256').update(body).digest('hex')
  const facts = { askedAt, answeredAt, body, sha256, requests: 1 }
  return { window: place, answer: { ...facts, ...parsersOf(place, body, neighbours) } }
}

async function record({ window: place, answer: given }: Look): Promise<LookResult | string> {
  try {
    return await opened().mirror.recordLook(place, given)
  } catch (error) {
    if (isBridgeError(error)) return error.code
    throw error
  }
}

async function taken(looks: readonly Look[]) {
  await opened().clear()
  const results: Awaited<ReturnType<typeof record>>[] = []
  for (const each of looks) results.push(await record(each))
  return { results, kept: await kept(opened()) }
}

function readWhole({ window: place, answer: given }: Look): Look {
  const { parseChange: _, ...rest } = given
  return { window: place, answer: rest }
}

describe.each(['marks', 'attendance'] as const)('%s', list => {
  test('read in part leave all tables as they are when each body is read whole', async () => {
    let inPart = 0
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 2, maxLength: 9 }), async steps => {
        const looks = looksOf(list, steps)
        const expected = await taken(looks.map(readWhole))
        const parsed = looks.map(each => jest.spyOn(each.answer, 'parse'))
        const found = await taken(looks)
        expect(found).toEqual(expected)
        inPart += found.results.filter(
          (result, index) =>
            typeof result === 'object' && !result.unchanged && parsed[index]?.mock.calls.length === 0,
        ).length
      }),
      { numRuns: 60 },
    )
    expect(inPart).toBeGreaterThan(10)
  })
})

const list = (values: readonly string[]) =>
  `[${values.map((value, index) => `{"id":${7001 + index},"person":501,"value":"${value}","lesson":11}`).join()}]`
const fives = Array.from({ length: count }, () => '5')

test('a mark that is changed and one that is new are read without the others', async () => {
  const marks = window('marks')
  await record(look(marks, list(fives), 0))
  const later = look(marks, list([...fives.with(3, '2'), '4']), 1)
  const parse = jest.spyOn(later.answer, 'parse')
  expect(await record(later)).toMatchObject({ records: count + 1, changed: 2, gone: 0, complete: true })
  expect(parse).not.toHaveBeenCalled()
})

test('a change of something else than what stands is no reason to believe it: all is read', async () => {
  const marks = window('marks')
  const standing = ['1', '2', '3'].map(id => mark(id))
  await opened().mirror.recordLook(marks, answer(standing, { askedAt: at(0) }))
  const now = [...standing, mark('4', { value: '2' })]
  // As a newer program would read the last body, in which an older one saw something else.
  const change = { records: [mark('1', { value: '3' })], former: [mark('1', { value: '4' })], fields: [] }
  const later = { ...answer(now, { askedAt: at(10) }), parseChange: () => change }
  expect(await opened().mirror.recordLook(marks, later)).toMatchObject({ records: 4, changed: 1 })
})

test('looks of two processes at one list leave it as the newest says, whoever comes first', async () => {
  const marks = window('marks')
  const aLook = fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.constantFrom('2', '3', '4')), {
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(aLook, { minLength: 2, maxLength: 6 }), async edits => {
      await opened().clear()
      await record(look(marks, list(fives), 0))
      const looks = edits.map((some, index) => {
        const values = some.reduce((all, [place, value]) => all.with(place, value), fives)
        return { values, ...look(marks, list(values), index + 1) }
      })
      const { mirror, another } = opened()
      const ends = await Promise.allSettled(
        looks.map((each, index) => (index % 2 === 0 ? mirror : another).recordLook(marks, each.answer)),
      )
      expect(ends.at(-1)?.status).toBe('fulfilled')
      const { rows } = await opened().handle.pool.query<{ value: string }>(
        `select content->>'value' as value from mirror.version where ended_at is null order by record`,
      )
      expect(rows.map(({ value }) => value)).toEqual(looks.at(-1)?.values)
    }),
    { numRuns: 25 },
  )
})
