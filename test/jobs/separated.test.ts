import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { enterStatements, evaluate, verdictStory } from '../../src/app.js'
import { canonicalJson } from '../../src/report/index.js'
import { type Installation, installation } from './installation.js'

/** What pages do for one school comes to the same under the database's own separation of schools. */
let house: Installation
const days = { from: '2026-10-19', to: '2026-10-20' }
beforeAll(async () => {
  house = await installation('2026-10-20T20:00:00+03:00')
  await house.run('sync', days)
})
afterAll(() => house.close())

test('judging, the story of a verdict and an entered statement need no row of another school', async () => {
  const { app, school } = house
  const { database, deps } = app
  const judge = () => evaluate(deps, { school: school.id, ...days, classIds: null })
  const before = await judge()
  expect(await database.separate()).toBe('rows')
  const within = <T>(work: () => Promise<T>) => database.within([school.id], work)
  const bound = await within(judge)
  expect(canonicalJson(bound.result.verdicts)).toBe(canonicalJson(before.result.verdicts))
  expect(bound.result.verdicts.length).toBeGreaterThan(20)
  const { classes } = await within(() => deps.mirror.directory(school.id))
  const content = { classId: classes[0]?.id ?? '', week: '2026-10-19', on: '2026-10-20' }
  const entered = await within(() =>
    enterStatements(deps, school.id, {
      ...{ kind: 'acquaintance' as const, contents: [content], author: 'завуч', at: house.clock.now() },
    }),
  )
  expect(entered.numbers).toEqual([1])
  expect(await deps.statements.list(school.id, 'acquaintance')).toHaveLength(1)
  const entries = await within(() => deps.ledger.list({ school: school.id, ...days }))
  expect(entries.length).toBeGreaterThan(0)
  const [first] = entries
  expect(await within(() => verdictStory(deps, school.id, first?.id ?? ''))).toMatchObject({
    entry: { id: first?.id },
  })
  // Bound to another school the same questions find nothing.
  const elsewhere = <T>(work: () => Promise<T>) => database.within(['5'], work)
  expect((await elsewhere(() => deps.mirror.directory(school.id))).classes).toEqual([])
  expect(await elsewhere(() => deps.ledger.list({ school: school.id, ...days }))).toEqual([])
  expect(await elsewhere(() => deps.statements.list(school.id, 'acquaintance'))).toEqual([])
})
