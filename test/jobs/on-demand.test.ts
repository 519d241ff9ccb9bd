import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { jobs } from '../../jobs/index.js'
import { addRun, cancelRun } from '../../src/app.js'
import { silentLogger } from '../../src/log.js'
import { openQueue, type QueueBackend } from '../../src/queue/index.js'
import type { Run } from '../../src/runs/index.js'
import { describeWith } from '../support/programs.js'
import { testRedis } from '../support/redis.js'
import { type Installation, installation } from './installation.js'

/** What a person asks for begins at once, whatever else is being read, on every durable queue. */

const now = '2026-10-25T12:00:00+03:00'
const slow = { requestsPerSecond: 8, requestsAtOnce: 2 }
const year = { from: '2026-09-01', to: '2026-10-25' }
const week = { from: '2026-10-19', to: '2026-10-24' }

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await delay(25)
}

function onDemand(
  name: string,
  queueOf: (house: Installation) => Promise<[QueueBackend, () => Promise<void>]>,
): void {
  describe(`a re-sync on demand: ${name}`, () => {
    for (const askedBy of ['cron', 'web']) {
      test(`starts within two seconds during a backfill that is asked for by «${askedBy}», which goes on afterwards`, async () => {
        const school = { seed: 11, classes: 6, ...year }
        const house = await installation(now, { school, platform: slow })
        const [queue, drop] = await queueOf(house)
        const { deps } = house.app
        const workers = await house.app.work(queue)
        const get = async (id: string): Promise<Run> => {
          const run = await deps.runs.get(id)
          if (!run) throw new Error(`no run ${id}`)
          return run
        }
        const place = { kind: 'sync', school: house.school.id } as const
        try {
          await addRun(deps, queue, { ...place, ...year, id: 'year', classIds: null, askedBy })
          await until(async () => (await get('year')).complete > 48)
          const [group] = (await deps.mirror.directory(house.school.id)).classes
          const begun = performance.now()
          const classIds = [group?.id ?? '']
          await addRun(deps, queue, {
            ...place,
            ...week,
            id: 'now',
            classIds,
            kinds: ['marks'],
            askedBy: 'web',
          })
          await until(async () => (await get('now')).state !== 'queued')
          expect(performance.now() - begun).toBeLessThan(2_000)
          await until(async () => (await get('now')).finishedAt !== null)
          expect(await get('now')).toMatchObject({ state: 'done', complete: 1, requests: 1 })
          const long = await get('year')
          expect(long.state).toBe('running')

          // Given way, it goes on where it was; cancelled, it asks no more than was on its way.
          await until(async () => (await get('year')).complete > long.complete)
          expect(await cancelRun(deps, long)).toBe(true)
          const before = house.sandbox.requests()
          await queue.idle(AbortSignal.timeout(20_000))
          expect(house.sandbox.requests() - before).toBeLessThanOrEqual(slow.requestsAtOnce)
          const cancelled = await get('year')
          expect(cancelled.state).toBe('cancelled')
          expect(cancelled.difference?.lesson?.added).toBeGreaterThan(0)
          // What was on its way is told too: its page doesn't count what it denies to have brought.
          const looks = await deps.runs.changingLooks('year')
          expect(cancelled.difference).toEqual(
            await deps.mirror.difference({ school: house.school.id, looks }),
          )
          expect(await cancelRun(deps, long)).toBe(false)
        } finally {
          await workers.close(true)
          await drop()
          await house.close()
        }
      })
    }
  })
}

onDemand('PostgreSQL', async house => [await house.app.sharedQueue(), async () => {}])

describeWith('redis-server', 'on Redis', () => {
  onDemand('Redis', async () => {
    const { url, stop } = await testRedis()
    const queue = await openQueue({ kind: 'redis', url, jobs, log: silentLogger })
    return [
      queue,
      async () => {
        await queue.close()
        await stop()
      },
    ]
  })
})
