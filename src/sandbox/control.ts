import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Clock, ManualClock } from '../clock.js'
import { parseInstant } from '../calendar/index.js'
import { BridgeError } from '../errors.js'
import type { Truth } from './truth.js'

const ClockBody = z.strictObject({ now: z.string() })

/** Moves the sandbox's time; only a clock that is moved by hand can be. */
export function moveClock(clock: Clock, now: number): void {
  if (clock instanceof ManualClock) {
    clock.set(now)
    return
  }
  throw new BridgeError('USAGE', {
    message: 'Часы песочницы идут сами, переставить их нельзя.',
    hint: 'Запустите песочницу с заданным временем.',
  })
}

/** What the platform doesn't have: for tests and for a bridge in another process. No token is asked for. */
export function addControl(server: FastifyInstance, clock: Clock, truth: Truth): void {
  server.get('/_sandbox/truth', () => truth)
  server.get('/_sandbox/clock', () => ({ now: new Date(clock.now()).toISOString() }))
  server.post('/_sandbox/clock', (request, reply) => {
    const body = ClockBody.safeParse(readJson(request.body))
    const now = body.success ? parseInstant(body.data.now) : null
    if (now === null) {
      return reply.code(400).send({ problem: 'ожидается {"now": "2026-11-16T15:25:00+03:00"}' })
    }
    if (!(clock instanceof ManualClock)) {
      return reply.code(409).send({ problem: 'часы песочницы идут сами, переставить их нельзя' })
    }
    clock.set(now)
    return { now: new Date(clock.now()).toISOString() }
  })
}

function readJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body
  } catch {
    // Not JSON is just another body that the schema refuses.
    return null
  }
}
