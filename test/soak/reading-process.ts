import { once } from 'node:events'
import { z } from 'zod'
import { addRun, openApp } from '../../src/app.js'
import { ManualClock } from '../../src/clock.js'
import { silentLogger } from '../../src/log.js'
import { quickTime } from './quick-time.js'

/** A program that opens an installation and, once it is told to go, makes one run; its waits pass quickly. */

const Task = z.strictObject({
  data: z.string(),
  databaseUrl: z.string(),
  token: z.string(),
  now: z.number(),
  school: z.string(),
  kind: z.enum(['sync', 'planned-look']),
  from: z.string(),
  to: z.string(),
})
const task = Task.parse(JSON.parse(process.env.TASK ?? ''))
const { data, databaseUrl, token, now, ...days } = task
const app = await openApp({
  data,
  environment: { DATABASE_URL: databaseUrl, DNEVNIK_TOKEN: token },
  log: silentLogger,
  clock: new ManualClock(now),
  time: quickTime,
})
const queue = await app.inlineQueue()
const workers = await app.work(queue)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
await addRun(app.deps, queue, { ...days, id: task.kind, classIds: null, askedBy: 'test' })
await queue.idle()
await workers.close()
await queue.close()
await app.close()
process.stdin.destroy()
