import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { evaluate } from '../../src/app.js'
import { importPlans } from '../../src/cli/demo-plans.js'
import { score } from '../../src/cli/demo-score.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-09-21', to: '2026-10-23' }

let house: Installation
beforeAll(async () => {
  const school = { seed: 5, classes: 4, from: days.from, to: '2026-10-25', plans: true }
  house = await installation('2026-10-26T12:00:00+03:00', { school })
  await house.run('sync', days)
  await importPlans(house.app, house.school, house.sandbox)
})
afterAll(() => house.close())

test('topics that stray from the plan are found, and nobody else is accused', async () => {
  const rule = '2.3-topics-by-plan'
  const { result } = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
  const verdicts = result.verdicts.filter(verdict => verdict.rule === rule)
  const planted = house.sandbox.truth.planted.filter(breach => breach.rule === rule)
  const points = score({ ...house.sandbox.truth, planted }, verdicts, {
    ...days,
    now: house.clock.now(),
    looks: [],
  })
  expect(points).toMatchObject({ missed: [], invented: [], unproven: 0, found: planted.length })
  expect(points.found).toBeGreaterThan(10)
  // Nobody has read September: where its last weeks left off isn't known.
  expect(new Set(verdicts.map(({ reason }) => reason))).toEqual(
    new Set(['kept', 'broken-text', 'broken-early', 'unproven-place']),
  )
})
