import { silentLogger } from '../../src/log.js'
import { openQueue } from '../../src/queue/index.js'
import { serve } from './served.js'

/** The pages with a real queue behind them, in a process of their own; prints its address. */

const look = { name: 'look', queue: 'dnevnik', attempts: 1 } as const
const connectionString = process.env.STORE ?? ''
const queue = await openQueue({ kind: 'postgres', connectionString, jobs: [look], log: silentLogger })
await queue.add({ name: 'look', payload: { week: '2026-11-16' }, id: 'w:1' })
const { url } = await serve({ boardQueues: queue.boardQueues() })
process.stdout.write(`${url}\n`)
