import type { FastifyInstance, FastifyReply } from 'fastify'
import { isBridgeError } from '../errors.js'

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

/**
 * What takes longer than people wait is left out of the answer.
 * @returns null where it did; what it threw gets through
 * @throws BridgeError INTERRUPTED where its visitor has gone
 */
export async function withPatience<T>(
  reply: FastifyReply,
  patienceMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly done: T } | null> {
  const awaited = whileAwaited(reply)
  const late = AbortSignal.timeout(patienceMs)
  try {
    return { done: await work(AbortSignal.any([awaited, late])) }
  } catch (error) {
    if (isBridgeError(error, 'INTERRUPTED') && late.aborted && !awaited.aborted) return null
    throw error
  }
}
