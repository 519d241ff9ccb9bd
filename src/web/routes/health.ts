import { reachOf } from '../../people/index.js'
import type { WebContext } from '../context.js'
import { whoLooks } from '../gate.js'

/** For watchdogs: `/healthz` says that the process lives, `/readyz` that everything it stands on answers. */
export function healthRoutes({ app, deps }: WebContext): void {
  app.get('/healthz', { config: { gate: 'open' } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { config: { gate: 'open' } }, async (request, reply) => {
    const parts = await deps.health()
    const ready = parts.every(({ problem }) => problem === null)
    // A watchdog that hasn't logged in learns whether, not what. Who looks stands in the database, which may be silent.
    const viewer = await whoLooks(request, deps).catch(() => null)
    const told = viewer !== null && reachOf(viewer, 'operate-queues', null) !== null
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(told ? { ready, parts } : { ready })
  })
}
