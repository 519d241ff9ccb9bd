import { describe, expect, test } from '@jest/globals'
import { silentLogger } from '../../src/log.js'
import { openQueue } from '../../src/queue/index.js'
import { durableQueueContract } from '../contract/durable-queue.contract.js'
import { queueContract } from '../contract/queue.contract.js'
import { testDatabase } from '../support/database.js'
import { freePort } from '../support/redis.js'

queueContract('PostgreSQL', async () => {
  const { connectionString, drop } = await testDatabase()
  return {
    open: (jobs, log = silentLogger) => openQueue({ kind: 'postgres', connectionString, jobs, log }),
    drop,
  }
})
durableQueueContract('PostgreSQL', async () => {
  const { connectionString, drop } = await testDatabase()
  return { address: { kind: 'postgres', connectionString }, drop }
})

describe('queue on PostgreSQL', () => {
  test('an unreachable database is told soon, without the password', async () => {
    const connectionString = `postgres://bridge:sesame@127.0.0.1:${await freePort()}/bridge`
    const before = performance.now()
    const opening = openQueue({ kind: 'postgres', connectionString, jobs: [], log: silentLogger })
    const error = await opening.then(
      () => null,
      reason => reason,
    )
    expect(error).toMatchObject({ code: 'DATABASE_FAILED', hint: expect.stringContaining('DATABASE_URL') })
    expect(`${error.message}${error.cause}`).not.toContain('sesame')
    expect(performance.now() - before).toBeLessThan(6_000)
  })
})
