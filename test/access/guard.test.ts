import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { guardSource, type TokenSource } from '../../src/access/guard.js'
import { createOutages } from '../../src/access/outages.js'
import { ManualClock } from '../../src/clock.js'
import type { Access } from '../../src/config/index.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { BridgeError } from '../../src/errors.js'
import type { VisibleSchool } from '../../src/journal/index.js'
import { silentLogger } from '../../src/log.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

const access: Access = {
  token: 'TokenThatDies',
  fingerprint: 'f'.repeat(64),
  source: 'environment',
  refreshToken: null,
  clientId: null,
  obtainedAt: null,
  expiresAt: null,
}

let database: TestDatabase
let handle: DatabaseHandle
beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase({ connectionString: database.connectionString })
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const dead = () => new BridgeError('DNEVNIK_TOKEN_DEAD', { message: 'Токен недействителен' })

test('an answer that was long on its way when the token died asks nothing once the death is known', async () => {
  let probes = 0
  const answers = new Map<string, (error: Error) => void>()
  const platform: Partial<TokenSource> = {
    visibleSchool: school => new Promise<VisibleSchool>((_, reject) => answers.set(school, reject)),
    probe: () => {
      probes += 1
      return Promise.reject(dead())
    },
  }
  const { source } = guardSource({
    keeper: { current: async () => access, insteadOf: async () => null },
    outages: createOutages(handle),
    clock: new ManualClock(Date.parse('2026-10-19T06:00:00+03:00')),
    log: silentLogger,
    open: () => platform as TokenSource,
  })
  const readers = ['first', 'second'].map(school => ({ school, reading: source.visibleSchool(school) }))
  while (answers.size < readers.length) await new Promise(resolve => setTimeout(resolve, 1))

  for (const { school, reading } of readers) {
    answers.get(school)?.(dead())
    await expect(reading).rejects.toMatchObject({ code: 'DNEVNIK_TOKEN_DEAD' })
  }
  expect(probes).toBe(1)
})
