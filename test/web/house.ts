import { webDeps } from '../../src/cli/web-deps.js'
import type { QueueBackend, Workers } from '../../src/queue/index.js'
import { startWeb } from '../../src/web/index.js'
import { type Installation, type InstallationOptions, installation } from '../jobs/installation.js'
import { type Client, clientOf } from './served.js'

/** The pages of a whole installation over a small sandbox school: nothing in it is a fake but the platform. */
export interface House extends Client {
  readonly inside: Installation
  /** The installation's own, on PostgreSQL, with workers. */
  readonly queue: QueueBackend
}

export async function house(now: string, options: InstallationOptions = {}): Promise<House> {
  const inside = await installation(now, options)
  const queue = await inside.app.sharedQueue()
  const workers: Workers = await inside.app.work(queue)
  // Jest can't load bull-board: `queues.test.ts` has it in a process of its own.
  const deps = { ...webDeps(inside.app, queue), boardQueues: [] }
  const web = await startWeb(deps, { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] })
  return {
    ...clientOf(web),
    inside,
    queue,
    async close() {
      await web.close()
      await workers.close(true)
      await inside.close()
    },
  }
}
