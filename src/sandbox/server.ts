import Fastify, { type FastifyInstance } from 'fastify'
import { BridgeError, describeError } from '../errors.js'
import type { Id } from '../journal/index.js'
import { addApi } from './api.js'
import { addControl, moveClock } from './control.js'
import { type Fault, Faults, refuse } from './faults/index.js'
import { authorise, Tokens } from './login/index.js'
import type { SandboxOptions } from './options.js'
import { type PlanFileOfClass, planFiles } from './plan-files.js'
import { Refusal, unavailable } from './refusal.js'
import { generateSchool } from './school.js'
import { Switches } from './switches.js'
import type { Truth } from './truth.js'

export interface Sandbox {
  /** `http://127.0.0.1:<port>`: the base URL for a client, without version. */
  readonly url: string
  readonly token: string
  readonly school: { readonly id: Id; readonly name: string; readonly timeZone: string }
  /** Makes the years of all classes, if they aren't made yet. */
  readonly truth: Truth
  /** The plans that its teachers follow, where the school was made with `plans`. */
  planFiles(): Promise<PlanFileOfClass[]>
  /** @throws BridgeError USAGE when the clock can't be set */
  setClock(now: number): void
  /** Replaces all faults, used up or not. */
  setFaults(faults: readonly Fault[]): void
  /** Requests to the API so far, refused ones included, `/_sandbox` not. */
  requests(): number
  /** Breaks open connections, hanging ones included. */
  close(): Promise<void>
}

/**
 * Generates a school and serves it.
 * @throws BridgeError USAGE (options), PORT_IN_USE
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const switches = Switches.parse(options.switches ?? {})
  const { homeworkOn, attendWritten } = switches
  const school = generateSchool({ ...options, homeworkOn, attendWritten })
  const faults = new Faults(options.faults ?? [])
  const { clock, seed } = options
  const tokens = new Tokens({ seed, first: options.token, clock, switches })

  const server = Fastify({ forceCloseConnections: true, bodyLimit: 4 * 1024 * 1024 })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  server.setErrorHandler((error, _, reply) => {
    if (error instanceof Refusal) return refuse(reply, error)
    const malformed = hasField(error, 'statusCode') && Number(error.statusCode) < 500
    if (malformed) return refuse(reply, new Refusal(400, 'invalidRequest', 'Request is malformed'))
    return refuse(reply, new Refusal(500, 'apiServerError', describeError(error)))
  })
  server.setNotFoundHandler(() => {
    throw unavailable()
  })
  const { requests } = addApi(server, { ...options, school, tokens, switches, faults })
  server.get('/oauth2', (request, reply) =>
    authorise(request, reply, { tokens, codeFlow: switches.codeFlow }),
  )
  addControl(server, { clock, school, faults, switches, requests })
  const url = await listen(server, options.port ?? 0)
  return {
    url,
    token: tokens.first,
    school: { id: school.id, name: school.name, timeZone: school.timeZone },
    get truth() {
      return school.truth()
    },
    planFiles: () => planFiles(school),
    setClock: now => moveClock(clock, now),
    setFaults: list => faults.set(list),
    requests,
    close: () => server.close(),
  }
}

async function listen(server: FastifyInstance, port: number): Promise<string> {
  try {
    return await server.listen({ host: '127.0.0.1', port })
  } catch (error) {
    await server.close()
    if (!hasField(error, 'code') || error.code !== 'EADDRINUSE') throw error
    throw new BridgeError('PORT_IN_USE', {
      message: `Порт ${port} на 127.0.0.1 уже занят.`,
      hint: 'Укажите другой порт или 0: песочница возьмёт любой свободный.',
      details: { port },
      cause: error,
    })
  }
}

/** By shape: errors of Node may come from another realm, where `instanceof Error` says no. */
function hasField<Name extends string>(error: unknown, name: Name): error is Record<Name, unknown> {
  return typeof error === 'object' && error !== null && name in error
}
