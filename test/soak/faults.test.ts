import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { faultKinds } from '../../src/sandbox/index.js'
import { trials } from './guarantees.js'
import { type Ending, school, tell } from './story.js'
import { type TruthOfSchool, truthOf } from './truth.js'

/** `npm run soak` tries every share with as many seeds; the ordinary run one share of each trial, in turn. */
const seeds = Number(process.env.SOAK_SEEDS ?? 0)
const shares = [0.01, 0.1, 0.3] as const
const only = new RegExp(process.env.SOAK_ONLY ?? '')

const cases = trials
  .filter(({ name }) => only.test(name))
  .flatMap((trial, index) => {
    if (seeds === 0) return [{ ...trial, share: index % 2 === 0 ? 0.3 : 0.1, seed: 1 }]
    const numbers = Array.from({ length: seeds }, (_, seed) => seed + 1)
    return shares.flatMap(share => numbers.map(seed => ({ ...trial, share, seed })))
  })
const longest = 600_000

describe('a mirror of a school whose platform fails', () => {
  let truth: TruthOfSchool
  const endings: Ending[] = []
  beforeAll(async () => {
    truth = await truthOf(school)
  })
  afterAll(async () => {
    await truth.close()
    if (seeds > 0) process.stdout.write(`${summary(endings)}\n`)
  })

  test('every kind of fault is tried', () => {
    expect(new Set(trials.map(({ kind }) => kind))).toEqual(new Set(faultKinds))
  })

  test.each(cases)(
    '$name at $share of calls, seed $seed: nothing invented, lost or resurrected',
    async trial => {
      const ending = await tell({ ...trial, fromTheFirst: !trial.needsKnowledge, whole: seeds > 0 }, truth)
      endings.push(ending)
      if (seeds > 0) process.stdout.write(`${trial.name} ${trial.share} ${trial.seed}: ${inWords(ending)}\n`)
      expect(ending.problems).toEqual([])
    },
    longest,
  )
})

function inWords({ problems, calls, whole, asked, quiets, onTheWay }: Ending): string {
  const read = `${calls} calls, ${whole} of ${asked} windows whole`
  return `${read}, ${quiets} quiets, ${onTheWay} calls on the way then, ${problems.length} problems`
}

function summary(endings: readonly Ending[]): string {
  const sum = (of: (ending: Ending) => number) => endings.reduce((total, ending) => total + of(ending), 0)
  const failed = endings.filter(({ problems }) => problems.length > 0).length
  const quiets = sum(ending => ending.quiets)
  const onTheWay = sum(ending => ending.onTheWay)
  const told = `${endings.length} stories, ${failed} with problems; ${sum(ending => ending.calls)} calls`
  return `${told}, ${quiets} quiets, ${onTheWay} calls on the way when one began`
}
