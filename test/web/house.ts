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

/** @param board with bull-board, which Jest can't load: for processes of their own */
export async function house(now: string, options: InstallationOptions = {}, board = false): Promise<House> {
  const inside = await installation(now, options)
  const queue = await inside.app.sharedQueue()
  const workers: Workers = await inside.app.work(queue)
  const deps = { ...webDeps(inside.app, queue), ...(!board && { boardQueues: [] }) }
  const web = await startWeb(deps, { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] })
  inside.app.setWebUrl(web.url)
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
