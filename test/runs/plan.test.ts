import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createLookPlan, createRuns, type LookDraft, type LookPlan, type Runs } from '../../src/runs/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

const school = '9'
const date = '2026-11-17'
const hour = 3_600_000
const at = (hours: number) => Date.UTC(2026, 10, 17) + hours * hour

let database: TestDatabase
let handle: DatabaseHandle
let plan: LookPlan
let runs: Runs
beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  plan = createLookPlan(handle)
  runs = createRuns(handle)
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})
beforeEach(async () => {
  await handle.pool.query('truncate runs.planned_look, runs.planned_day, runs.run cascade')
})

const look = (hours: number, facts: Partial<LookDraft> = {}): LookDraft => ({
  ...{ id: `homework-due-9-${hours}`, kind: 'homework-due', at: at(hours), until: at(hours) + 600_000 },
  ...{ from: date, to: date, classIds: ['1'], decides: ['2.6'], price: 5, dropped: false },
  ...facts,
})
const write = (looks: readonly LookDraft[], hours: number) => plan.write({ school, date }, looks, at(hours))
async function states(hours: number) {
  const looks = await plan.looks({ school, from: date, to: date }, at(hours))
  // Asked for alone, the missed ones are the same.
  const missed = await plan.missed({ school, from: date, to: date }, at(hours))
  expect(missed).toEqual(looks.filter(({ state }) => state === 'missed'))
  return looks.map(({ at: when, state, reason }) => [(when - at(0)) / hour, state, reason])
}
async function take(hours: number, state?: 'done' | 'failed' | 'cancelled') {
  const { id } = look(hours)
  const days = { from: date, to: date, classIds: null }
  await runs.create({ id, kind: 'planned-look', school, ...days, askedBy: 'cron' }, at(hours))
  await plan.take(school, id, id)
  if (state)
    await runs.finish(id, at(hours), { state, error: { code: 'DNEVNIK_TOKEN_DEAD', message: 'Токен' } })
}

test('a look whose time passed without a run is missed, although nothing ran to say so', async () => {
  await write([look(15), look(23)], 8)
  expect(await states(15.1)).toEqual([
    [15, 'planned', null],
    [23, 'planned', null],
  ])
  expect(await states(16)).toEqual([
    [15, 'missed', 'not-running'],
    [23, 'planned', null],
  ])
})

test('a look that was taken is missed if its run failed, and due again while it would decide something', async () => {
  await write([look(15)], 8)
  await take(15, 'failed')
  expect(await states(15.1)).toEqual([[15, 'missed', 'DNEVNIK_TOKEN_DEAD']])
  expect(await plan.due(school, at(15.1))).toHaveLength(1)
  expect(await plan.due(school, at(16))).toEqual([])
})

test('what was done, is under way, was cancelled or dropped is not due', async () => {
  await write([look(14), look(14.01), look(14.02), look(14.03, { dropped: true })], 8)
  await take(14, 'done')
  await take(14.01)
  await take(14.02, 'cancelled')
  expect(await plan.due(school, at(14.1))).toEqual([])
  expect((await states(14.1)).map(([, state, reason]) => [state, reason])).toEqual([
    ['taken', null],
    ['taken', null],
    ['missed', 'cancelled'],
    ['missed', 'over-budget'],
  ])
})

test('planning again changes what is ahead and leaves the past and what is under way alone', async () => {
  await write([look(12), look(15), look(16), look(23)], 8)
  await take(15)
  await write([look(11), look(17), look(23, { classIds: ['1', '2'], price: 9 })], 14)
  const looks = await plan.looks({ school, from: date, to: date }, at(14))
  expect(looks.map(({ id, price }) => [id, price])).toEqual([
    ['homework-due-9-12', 5],
    ['homework-due-9-15', 5],
    ['homework-due-9-17', 5],
    ['homework-due-9-23', 9],
  ])
})

test('a day that is planned late knows what it had missed by then, also once its lessons become known', async () => {
  await write([look(12), look(15)], 14)
  await write([look(11), look(12), look(14.5), look(15)], 14.6)
  expect((await states(14.7)).map(([when]) => when)).toEqual([11, 12, 15])
})

test('two schedulers that plan the same day plan it once', async () => {
  const looks = [look(12), look(15), look(23)]
  await Promise.all(Array.from({ length: 8 }, () => write(looks, 8)))
  expect(await states(8)).toHaveLength(3)
  expect(await plan.plannedDays(school, date)).toEqual([{ date, plannedAt: at(8) }])
})
