import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parseInstant } from '../calendar/index.js'
import type { Clock, Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import { type Faults, faultsFromJson } from './faults/index.js'
import type { School } from './school.js'
import type { Switches } from './switches.js'
import { isMovable, readDuration } from './time.js'

const ClockBody = z.union([z.strictObject({ now: z.string() }), z.strictObject({ advance: z.string() })])

/** Moves the sandbox's time; only a clock that is moved by hand can be. */
export function moveClock(clock: Clock, now: Instant): void {
  if (isMovable(clock)) {
    clock.set(now)
    return
  }
  throw new BridgeError('USAGE', {
    message: 'Часы песочницы идут сами, переставить их нельзя.',
    hint: 'Запустите песочницу с заданным временем.',
  })
}

interface Controlled {
  readonly clock: Clock
  readonly school: School
  readonly faults: Faults
  readonly switches: Switches
  readonly requests: () => number
}

/** What the platform doesn't have: for tests and for a client in another process. No token is asked for. */
export function addControl(
  server: FastifyInstance,
  { clock, school, faults, switches, requests }: Controlled,
): void {
  const time = () => ({ now: new Date(clock.now()).toISOString() })
  server.get('/_sandbox/truth', async () => {
    // A big school takes seconds: others are answered between its classes.
    for (const schoolClass of school.classes) {
      school.yearOf(schoolClass)
      await setImmediate()
    }
    return school.truth()
  })
  server.get('/_sandbox/switches', () => switches)
  server.get('/_sandbox/requests', () => ({ requests: requests() }))
  server.get('/_sandbox/clock', time)
  server.post('/_sandbox/clock', (request, reply) => {
    const now = momentOf(request.body, clock)
    if (now === null) {
      const problem = 'ожидается {"now": "2026-11-16T15:25:00+03:00"} или {"advance": "PT30M"}'
      return reply.code(400).send({ problem })
    }
    if (!isMovable(clock)) {
      return reply.code(409).send({ problem: 'часы песочницы идут сами, переставить их нельзя' })
    }
    clock.set(now)
    return time()
  })
  server.get('/_sandbox/faults', () => faults.list().map(fault => ({ ...fault, match: fault.match?.source })))
  server.post('/_sandbox/faults', (request, reply) => {
    const written = faultsFromJson(readJson(request.body))
    if ('problem' in written) return reply.code(400).send(written)
    faults.set(written.faults)
    return { faults: written.faults.length }
  })
}

function momentOf(text: unknown, clock: Clock): Instant | null {
  const body = ClockBody.safeParse(readJson(text))
  if (!body.success) return null
  if ('now' in body.data) return parseInstant(body.data.now)
  const duration = readDuration(body.data.advance)
  return duration === null ? null : clock.now() + duration
}

function readJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body
  } catch {
    // Not JSON is just another body that the schema refuses.
    return null
  }
}
