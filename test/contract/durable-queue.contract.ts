import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { silentLogger } from '../../src/log.js'
import { packageRoot } from '../../src/package-root.js'
import { defineJob, openQueue, type QueueBackend, queueNames } from '../../src/queue/index.js'

export type StoreAddress =
  | { readonly kind: 'postgres'; readonly connectionString: string }
  | { readonly kind: 'redis'; readonly url: string }

interface Deps {
  done: string[]
}
const look = defineJob<Deps, { word: string }>({
  name: 'look',
  queue: 'dnevnik',
  payload: z.strictObject({ word: z.string() }),
  attempts: 1,
  run: async ({ word }, { done }) => {
    done.push(word)
  },
})
const jobs = [look]

/** What the dashboard asks a queue for. */
interface BoardQueue {
  readonly name: string
  getFailed(): Promise<{ readonly id: string }[]>
  getJobLogs(id: string): Promise<{ readonly logs: string[] }>
}

/** What a store outside the process promises beyond the common contract. */
export function durableQueueContract(
  name: string,
  prepare: () => Promise<{ readonly address: StoreAddress; drop(): Promise<void> }>,
): void {
  describe(`durable queue contract: ${name}`, () => {
    let store: Awaited<ReturnType<typeof prepare>>
    let queue: QueueBackend
    let done: string[]
    const open = () => openQueue({ ...store.address, jobs, log: silentLogger })
    const work = (on: QueueBackend, known = jobs) =>
      on.work<Deps>({
        jobs: known,
        deps: { done },
        log: silentLogger,
        concurrency: { dnevnik: 1, local: 1, archive: 1 },
      })
    beforeEach(async () => {
      done = []
      store = await prepare()
      queue = await open()
    })
    afterEach(async () => {
      await queue.close()
      await store.drop()
    })

    test('work added by one program is done by another that starts later', async () => {
      await queue.add({ name: 'look', payload: { word: 'kept' }, id: 'look:1' })
      await queue.close()
      queue = await open()
      const workers = await work(queue)
      await queue.idle()
      await queue.add({ name: 'look', payload: { word: 'again' }, id: 'look:1' })
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['kept'])
    })

    test('the job of a killed program is taken over within 15 seconds, others pass it meanwhile', async () => {
      await queue.add({ name: 'look', payload: { word: 'orphan' } })
      const doomed = spawn(
        process.execPath,
        ['--import', 'tsx', join(packageRoot, 'test/queue/doomed-worker.ts')],
        {
          cwd: packageRoot,
          env: { ...process.env, STORE: JSON.stringify(store.address) },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const [line] = await once(createInterface({ input: doomed.stdout }), 'line')
      expect(line).toBe('started orphan')
      const workers = await work(queue)
      doomed.kill('SIGKILL')
      const killedAt = performance.now()
      await queue.add({ name: 'look', payload: { word: 'newcomer' } })
      await queue.idle()
      const took = performance.now() - killedAt
      await workers.close()
      expect(done).toEqual(['newcomer', 'orphan'])
      expect(took).toBeLessThan(15_000)
      expect((await queue.counts()).dnevnik.failed).toBe(0)
    })

    test('a job keeps its own lines of the log for the dashboard, without what they must not have', async () => {
      await queue.add({ name: 'look', payload: { word: 'kept' }, id: 'look:1' })
      const job = defineJob<Deps, { word: string }>({
        ...look,
        async run({ word }, _deps, { log }) {
          log.warn('window not read', { window: word, firstName: 'Иван' })
          throw new Error('Key (name)=(Иванова Анна) already exists')
        },
      })
      const workers = await work(queue, [job])
      await queue.idle()
      await workers.close()
      const board = (queue.boardQueues() as BoardQueue[]).find(({ name }) => name === look.queue)
      const [failed] = (await board?.getFailed()) ?? []
      const { logs = [] } = (await board?.getJobLogs(failed?.id ?? '')) ?? {}
      const lines: unknown[] = logs.map(line => JSON.parse(line))
      const about = { timestamp: expect.any(String), job: 'look', id: 'look:1', attempt: 1 }
      expect(lines).toEqual([
        { ...about, level: 'info', message: 'задание начато' },
        expect.objectContaining({
          level: 'warn',
          message: 'window not read',
          window: 'kept',
          firstName: '***',
        }),
        expect.objectContaining({ ...about, message: 'задание не выполнено', code: 'INTERNAL' }),
      ])
      expect(logs.join()).not.toContain('Иванова')
    })

    test('shows its queues to the dashboard', () => {
      expect(queue.boardQueues()).toHaveLength(queueNames.length)
    })
  })
}
