import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { silentLogger } from '../../src/log.js'
import { createRequestLedger, createSharedPace } from '../../src/pace/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { account, call, down, good } from './calls.js'
import { usualLimits } from './shared-store.js'

let database: TestDatabase
let handle: DatabaseHandle
const hour = 3_600_000
const noon = Date.parse('2026-11-16T12:00:00Z')
const clock = new ManualClock(noon)

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})

test('calls are counted by hour, school, purpose, endpoint and outcome; the token stands nowhere', async () => {
  const pace = createSharedPace({ database: handle, limits: usualLimits, clock, log: silentLogger })
  await call(pace)
  await call(pace)
  await call(pace, down)
  await call(pace, good, { purpose: 'doctor', school: '', endpoint: 'users/me' })
  clock.set(noon + hour + 59 * 60_000)
  await call(pace, good, { school: '18' })
  await pace.close()
  const ledger = createRequestLedger(handle)
  const lines = await ledger.read({ from: noon, to: noon + 2 * hour })
  const shown = lines.map(line => [
    (line.hour - noon) / hour,
    line.school,
    line.purpose,
    line.outcome,
    line.calls,
    line.bytes,
  ])
  expect(shown).toEqual([
    [0, '', 'doctor', 'OK', 1, 100],
    [0, '17', 'sync', 'DNEVNIK_DOWN', 1, 0],
    [0, '17', 'sync', 'OK', 2, 200],
    [1, '18', 'sync', 'OK', 1, 100],
  ])
  expect(await ledger.read({ from: noon, to: noon + hour, school: '18' })).toEqual([])
  const { rows } = await handle.pool.query<{ text: string }>('select budget::text as text from pace.budget')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.text).toContain(account.fingerprint)
})

test('what is older than thirteen months is forgotten, a year ago is kept', async () => {
  const ledger = createRequestLedger(handle)
  const lines = async () => (await ledger.read({ from: 0, to: noon + 9 * hour })).length
  const before = await lines()
  await ledger.forgetOld(noon + 365 * 24 * hour)
  expect(await lines()).toBe(before)
  await ledger.forgetOld(noon + 400 * 24 * hour)
  expect(await lines()).toBe(0)
})
