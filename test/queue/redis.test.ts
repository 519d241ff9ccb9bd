import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { silentLogger } from '../../src/log.js'
import { openQueue } from '../../src/queue/index.js'
import { durableQueueContract } from '../contract/durable-queue.contract.js'
import { queueContract } from '../contract/queue.contract.js'
import { describeWith } from '../support/programs.js'
import { freePort, testRedis } from '../support/redis.js'

describeWith('redis-server', 'queue on Redis', () => {
  queueContract('Redis', async () => {
    const { url, stop } = await testRedis()
    return {
      open: (jobs, log = silentLogger) => openQueue({ kind: 'redis', url, jobs, log }),
      drop: stop,
    }
  })
  durableQueueContract('Redis', async () => {
    const { url, stop } = await testRedis()
    return { address: { kind: 'redis', url }, drop: stop }
  })

  const refusal = async (url: string): Promise<BridgeError> => {
    const error = await openQueue({ kind: 'redis', url, jobs: [], log: silentLogger }).then(
      () => null,
      reason => reason,
    )
    if (!(error instanceof BridgeError)) throw new Error(`opened, or failed otherwise: ${error}`)
    return error
  }

  test('an unreachable Redis is told soon, without the password', async () => {
    const before = performance.now()
    const error = await refusal(`redis://:sesame@127.0.0.1:${await freePort()}/0`)
    expect(error).toMatchObject({ code: 'REDIS_FAILED', hint: expect.stringContaining('REDIS_URL') })
    expect(error.message).toContain('127.0.0.1')
    expect(`${error.message}${error.hint}${error.cause}`).not.toContain('sesame')
    expect(performance.now() - before).toBeLessThan(6_000)
  })

  test('something that takes the connection and never answers is told within six seconds', async () => {
    const mute = createServer(socket => socket.resume())
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    const before = performance.now()
    expect((await refusal(`redis://127.0.0.1:${port}/0`)).code).toBe('REDIS_FAILED')
    expect(performance.now() - before).toBeLessThan(6_000)
    await new Promise(resolve => mute.close(resolve))
  })

  test('a wrong password is told, and not shown', async () => {
    const redis = await testRedis('right')
    try {
      const error = await refusal(redis.url.replace('right', 'sesame'))
      expect(error.code).toBe('REDIS_FAILED')
      expect(`${error.message}${error.cause}${JSON.stringify(error.cause)}`).not.toContain('sesame')
    } finally {
      await redis.stop()
    }
  })

  test('an address that is none is a mistake in the configuration', async () => {
    expect((await refusal('localhost:6379')).code).toBe('CONFIG_INVALID')
  })

  test('two installations with prefixes of their own share one Redis without meeting', async () => {
    const redis = await testRedis()
    const job = { name: 'look', queue: 'dnevnik', attempts: 1 } as const
    const open = (prefix: string) =>
      openQueue({ kind: 'redis', url: redis.url, prefix, jobs: [job], log: silentLogger })
    const [one, other] = [await open('north'), await open('south')]
    try {
      await one.add({ name: 'look', payload: {}, id: 'same' })
      expect((await one.counts()).dnevnik.waiting).toBe(1)
      expect((await other.counts()).dnevnik.waiting).toBe(0)
    } finally {
      await one.close()
      await other.close()
      await redis.stop()
    }
  })
})
