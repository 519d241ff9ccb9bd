import { z } from 'zod'
import { silentLogger } from '../../src/log.js'
import { defineJob, openQueue, type QueueOptions } from '../../src/queue/index.js'

/** A program that takes a job, says so, and never ends it: the suite kills it. */

const Store = z.union([
  z.strictObject({ kind: z.literal('postgres'), connectionString: z.string() }),
  z.strictObject({ kind: z.literal('redis'), url: z.string() }),
])
const look = defineJob({
  name: 'look',
  queue: 'dnevnik',
  payload: z.strictObject({ word: z.string() }),
  attempts: 1,
  run: async ({ word }) => {
    process.stdout.write(`started ${word}\n`)
    await new Promise(() => {})
  },
})

const options: QueueOptions = {
  ...Store.parse(JSON.parse(process.env.STORE ?? '')),
  jobs: [look],
  log: silentLogger,
}
const queue = await openQueue(options)
await queue.work({
  jobs: [look],
  deps: {},
  log: silentLogger,
  concurrency: { dnevnik: 1, local: 1, archive: 1 },
})
