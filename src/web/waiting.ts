import type { FastifyInstance, FastifyReply } from 'fastify'
import { isBridgeError } from '../errors.js'
import type { WebDeps } from './deps.js'
import { type LeftOut, leftOutBy } from './line.js'

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

type Answered<T> = { readonly done: T } | { readonly done: null; readonly left: LeftOut }

/**
 * What takes longer than people wait is left out of the answer; so is what didn't get its turn.
 * @throws BridgeError INTERRUPTED where its visitor has gone; what the work throws
 */
export function withPatience<T>(
  reply: FastifyReply,
  { judging, patienceMs }: Pick<WebDeps, 'judging' | 'patienceMs'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Answered<T>> {
  return withPatienceFor(reply, { patienceMs }, signal => judging.through(signal, () => work(signal)))
}

/** The same of what is kept for whoever asks next: it is waited for, and goes through the line by itself where it has to be made. */
export function withPatienceFor<T>(
  reply: FastifyReply,
  { patienceMs }: Pick<WebDeps, 'patienceMs'>,
  kept: (signal: AbortSignal) => Promise<T>,
): Promise<Answered<T>> {
  const awaited = whileAwaited(reply)
  const late = AbortSignal.timeout(patienceMs)
  return orLeftOut({ awaited, late }, () => kept(AbortSignal.any([awaited, late])))
}

/** The same of what is the answer itself: whoever has got a turn waits for it as long as it takes. */
export function withItsTurn<T>(
  reply: FastifyReply,
  { judging, patienceMs }: Pick<WebDeps, 'judging' | 'patienceMs'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Answered<T>> {
  const awaited = whileAwaited(reply)
  const late = AbortSignal.timeout(patienceMs)
  const turn = AbortSignal.any([awaited, late])
  return orLeftOut({ awaited, late }, () => judging.through(turn, () => work(awaited)))
}

async function orLeftOut<T>(
  { awaited, late }: { readonly awaited: AbortSignal; readonly late: AbortSignal },
  work: () => Promise<T>,
): Promise<Answered<T>> {
  try {
    return { done: await work() }
  } catch (error) {
    if (isBridgeError(error, 'INTERRUPTED') && late.aborted && !awaited.aborted)
      return { done: null, left: leftOutBy(error) }
    throw error
  }
}
