import type { FastifyInstance, FastifyReply } from 'fastify'

/** Work that takes seconds ends where nobody waits for it any more. */

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted as the server begins to stop: until the last answer it doesn't. */
    stopping: AbortSignal
  }
}

export function watchStop(app: FastifyInstance): void {
  const stop = new AbortController()
  app.decorate('stopping', stop.signal)
  app.addHook('preClose', async () => stop.abort())
}

/**
 * Aborted when the visitor has gone, or the server stops. `request.signal` isn't when a form's visitor goes: its request
 * closes as soon as it is read.
 */
export function whileAwaited({ raw, server }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  if (raw.destroyed) gone.abort()
  return AbortSignal.any([gone.signal, server.stopping])
}
