import type { WebContext } from '../context.js'
import type { WebOptions } from '../deps.js'
import { isAdmin } from '../safety.js'

/** For watchdogs: `/healthz` says that the process lives, `/readyz` that everything it stands on answers. */
export function healthRoutes({ app, deps }: WebContext, { password }: WebOptions): void {
  app.get('/healthz', { config: { gate: 'open' } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { config: { gate: 'open' } }, async (request, reply) => {
    const parts = await deps.health()
    const ready = parts.every(({ problem }) => problem === null)
    // Without the password a watchdog learns whether, not what.
    const told = !password || isAdmin(request.headers.authorization, password)
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(told ? { ready, parts } : { ready })
  })
}
