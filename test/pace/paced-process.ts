import { once } from 'node:events'
import { z } from 'zod'
import { systemClock } from '../../src/clock.js'
import { openDatabase } from '../../src/database/index.js'
import { createDnevnikSource } from '../../src/dnevnik/index.js'
import { silentLogger } from '../../src/log.js'
import { createSharedPace } from '../../src/pace/index.js'

/** A program that, once it is told to go, reads so many windows at once, as fast as it may. */

const Task = z.strictObject({
  connectionString: z.string(),
  baseUrl: z.string(),
  calls: z.number(),
  leaseMs: z.number(),
  limits: z.strictObject({
    requestsPerSecond: z.number(),
    requestsAtOnce: z.number(),
    openAfter: z.number(),
  }),
})
const { connectionString, baseUrl, calls, leaseMs, limits } = Task.parse(JSON.parse(process.env.TASK ?? ''))
const database = openDatabase({ connectionString })
const clock = systemClock
const pace = createSharedPace({ database, limits, clock, log: silentLogger, leaseMs })
const source = createDnevnikSource({
  ...{ baseUrl, token: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345', pace, clock, log: silentLogger },
  ...{ timeoutMs: 20_000, attempts: 3 },
})
process.stdout.write('ready\n')
await once(process.stdin, 'data')
const window = { school: '17', resource: 'marks', group: '5', week: '2026-11-16' } as const
await Promise.all(Array.from({ length: calls }, () => source.read(window, { charge: { purpose: 'sync' } })))
await source.close()
await pace.close()
await database.close()
process.stdin.destroy()
