import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type TruthOfSchool, truthOf } from './truth.js'
import { school, tell, type Story } from './story.js'

const story = { seed: 1, honesty: { guarantee: 'exact', namelessLists: true }, fromTheFirst: true, words: {} } as const
let truth: TruthOfSchool
beforeAll(async () => {
  truth = await truthOf(school)
})
afterAll(() => truth.close())

const kinds = (process.env.KINDS ?? 'server-error').split(',') as Story['kind'][]
const share = Number(process.env.SHARE ?? 0.1)
test.each(kinds)('%s', async kind => {
  const t = performance.now()
  const end = await tell({ ...story, kind, share, fromTheFirst: process.env.FIRST !== '0' }, truth)
  console.log(kind, Math.round(performance.now() - t), JSON.stringify({ ...end, problems: end.problems.slice(0, 30), n: end.problems.length }, null, 1))
  expect(end.problems).toEqual([])
}, 300_000)
