import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createRuns, type RunRequest, type Runs, type WindowOutcome } from '../../src/runs/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

let database: TestDatabase
let handle: DatabaseHandle
let runs: Runs
const at = Date.UTC(2026, 10, 23, 7, 30)
const school = '9223372036854775807'

function request(id: string, more: Partial<RunRequest> = {}): RunRequest {
  const span = { from: '2026-11-16', to: '2026-11-22' }
  return {
    id,
    kind: 'sync',
    school,
    ...span,
    classIds: ['1000000000000000001', '2'],
    askedBy: 'cli',
    ...more,
  }
}

function outcome(window: string, more: Partial<WindowOutcome> = {}): WindowOutcome {
  const totals = { requests: 2, complete: 1, incomplete: 0, changed: 5, gone: 1, quarantined: 0 }
  return { window, ...totals, errorCode: null, ...more }
}

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  runs = createRuns(handle)
})

beforeEach(() => handle.pool.query('truncate runs.run, runs.window_outcome'))

afterAll(async () => {
  await handle.close()
  await database.drop()
})

test('a run comes back as it was asked for', async () => {
  expect(await runs.create(request('a'), at)).toBe(true)
  expect(await runs.get('a')).toEqual({
    ...request('a'),
    kinds: null,
    difference: null,
    state: 'queued',
    windows: null,
    createdAt: at,
    finishedAt: null,
    errorCode: null,
    errorMessage: null,
    step: null,
    requests: 0,
    complete: 0,
    incomplete: 0,
    changed: 0,
    gone: 0,
    quarantined: 0,
  })
  await runs.create(request('whole school', { classIds: null }), at)
  expect((await runs.get('whole school'))?.classIds).toBeNull()
  await runs.create(request('marks only', { kinds: ['marks', 'lists'] }), at)
  expect((await runs.get('marks only'))?.kinds).toEqual(['marks', 'lists'])
  expect(await runs.get('unknown')).toBeNull()
})

test('of schedulers that plan the same run, exactly one creates it', async () => {
  const tries = await Promise.all(
    [1, 2, 3].map(n => runs.create(request('planned', { askedBy: `cron ${n}` }), at + n)),
  )
  expect(tries.filter(created => created)).toHaveLength(1)
  const before = await runs.get('planned')
  expect(await runs.create(request('planned', { to: '2030-01-01' }), at + 9)).toBe(false)
  expect(await runs.get('planned')).toEqual(before)
})

test('totals add up over windows; a window entered twice counts once', async () => {
  await runs.create(request('a'), at)
  await runs.setStep('a', 'directory')
  await runs.setWindows('a', 3)
  await runs.windowDone('a', outcome('w1'))
  await runs.windowDone('a', outcome('w1', { requests: 100, changed: 100 }))
  await runs.windowDone(
    'a',
    outcome('w2', { complete: 0, incomplete: 1, quarantined: 2, errorCode: 'DNEVNIK_TIMEOUT' }),
  )
  expect(await runs.get('a')).toMatchObject({
    state: 'running',
    step: 'directory',
    windows: 3,
    requests: 4,
    complete: 1,
    incomplete: 1,
    changed: 10,
    gone: 2,
    quarantined: 2,
  })
  expect(await runs.finishedWindows('a')).toEqual(new Set(['w1', 'w2']))
  expect(await runs.finishedWindows('unknown')).toEqual(new Set())
})

test('a run that reads more than was planned is never further than whole', async () => {
  await runs.create(request('a'), at)
  await runs.setWindows('a', 1)
  const done = {
    requests: 1,
    complete: 1,
    incomplete: 0,
    changed: 0,
    gone: 0,
    quarantined: 0,
    errorCode: null,
  }
  await runs.windowDone('a', { window: 'planned', ...done })
  expect((await runs.get('a'))?.windows).toBe(1)
  await runs.windowDone('a', { window: 'list that the journal needed', ...done })
  expect(await runs.get('a')).toMatchObject({ windows: 2, complete: 2 })
})

test('a finished run stays as it was finished', async () => {
  await runs.create(request('a'), at)
  expect(await runs.finish('a', at + 1, { state: 'cancelled' })).toBe(true)
  await runs.setStep('a', 'windows')
  await runs.setWindows('a', 7)
  expect((await runs.get('a'))?.difference).toBeNull()
  const late = { state: 'failed', error: { code: 'INTERNAL', message: 'Поздно' } } as const
  expect(await runs.finish('a', at + 2, late)).toBe(false)
  expect(await runs.get('a')).toMatchObject({
    state: 'cancelled',
    finishedAt: at + 1,
    step: null,
    windows: null,
    errorCode: null,
  })
})

test('what was on its way when a run ended is added to what it brought, and never by who counted fewer looks', async () => {
  const look = {
    requests: 1,
    complete: 1,
    incomplete: 0,
    changed: 3,
    gone: 0,
    quarantined: 0,
    errorCode: null,
  }
  const of = (added: number) => ({ mark: { added, changed: 0, gone: 0 } })
  await runs.create(request('a'), at)
  await runs.windowDone('a', { window: 'w1', ...look, askedAt: at })
  await runs.brought('a', { looks: 1, difference: of(3) })
  expect((await runs.get('a'))?.difference).toBeNull()
  await runs.finish('a', at + 1, { state: 'cancelled', difference: of(3) })
  await runs.windowDone('a', { window: 'w2', ...look, askedAt: at })
  await runs.windowDone('a', { window: 'same as before', ...look, changed: 0 })
  expect(await runs.brought('a', { looks: 1, difference: of(3) })).toBe(false)
  expect(await runs.brought('a', { looks: 2, difference: of(6) })).toBe(true)
  expect(await runs.get('a')).toMatchObject({ state: 'cancelled', finishedAt: at + 1, difference: of(6) })
})

test('a failed run tells what ended it', async () => {
  await runs.create(request('a'), at)
  const error = { code: 'DNEVNIK_TOKEN_DEAD', message: 'Токен отозван' }
  await runs.finish('a', at + 1, { state: 'failed', error })
  expect(await runs.get('a')).toMatchObject({
    errorCode: 'DNEVNIK_TOKEN_DEAD',
    errorMessage: 'Токен отозван',
  })
})

test('the newest runs of a school come first; what is unfinished is found over all schools', async () => {
  for (const [index, id] of ['first', 'second', 'third'].entries()) await runs.create(request(id), at + index)
  await runs.create(request('elsewhere', { school: '77' }), at + 10)
  await runs.finish('second', at + 5, { state: 'done-with-gaps' })
  await runs.setStep('third', 'windows')
  expect((await runs.recent(school, 2)).map(run => run.id)).toEqual(['third', 'second'])
  expect((await runs.unfinished()).map(run => run.id)).toEqual(['first', 'third', 'elsewhere'])
})
