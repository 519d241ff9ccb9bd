import { silentLogger } from '../../src/log.js'
import { openQueue } from '../../src/queue/index.js'
import { serve } from './served.js'

/** The pages with a real queue behind them, in a process of their own; prints its address. */

/** What whoever may add jobs in the dashboard may call them and write into them. */
const hostile = [
  '<img src="x" onerror="alert(1)">',
  '<script>alert(2)</script>',
  '\u202eтекст наоборот\u2066',
  'javascript:alert(3)',
  '"><svg onload=alert(4)>',
]
interface AnyQueue {
  readonly name: string
  add(name: string, data: unknown): Promise<unknown>
}

const look = { name: 'look', queue: 'dnevnik', attempts: 1 } as const
const connectionString = process.env.STORE ?? ''
const queue = await openQueue({ kind: 'postgres', connectionString, jobs: [look], log: silentLogger })
await queue.add({ name: 'look', payload: { week: '2026-11-16' }, id: 'w:1' })
for (const board of queue.boardQueues() as AnyQueue[]) {
  if (board.name !== 'local') continue
  for (const text of hostile)
    await board.add(text, { [text]: text, nested: [text], long: 'ы'.repeat(200_000) })
}
const { url } = await serve({ boardQueues: queue.boardQueues() })
process.stdout.write(`${url}\n`)
