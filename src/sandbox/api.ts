import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Clock, systemClock } from '../clock.js'
import { type Asked, post, type Route, routesOf } from './endpoints/index.js'
import {
  deliver,
  type Faults,
  jsonType,
  misdirected,
  momentOf,
  refuse,
  refuseLimit,
  spoil,
  type Struck,
  trouble,
} from './faults/index.js'
import { LimitKeeper } from './limits.js'
import { grantWire, type Tokens } from './login/index.js'
import { deadToken, Refusal } from './refusal.js'
import { Register } from './register.js'
import type { School } from './school.js'
import type { Switches } from './switches.js'
import { viewerOf } from './viewer.js'
import { wireJson } from './wire/json.js'

export interface Api {
  readonly school: School
  readonly clock: Clock
  /** Measures seconds of limits; default: the machine's. */
  readonly limitClock?: Clock
  readonly tokens: Tokens
  readonly switches: Switches
  readonly faults: Faults
}

/** Where a token is got, so none is needed. */
const login = 'authorizations'

interface Request {
  readonly Params: Readonly<Record<string, string>>
  readonly Querystring: Asked['query']
}

/** The platform: faults come first, as its troubles do, then limits, then the token, then the answer. */
export function addApi(server: FastifyInstance, api: Api): { requests(): number } {
  const { clock, faults, school, switches, tokens } = api
  const struckBy = new WeakMap<FastifyRequest, Struck>()
  const platformNow = () => clock.now() + switches.clockSkewSeconds * 1000
  const limits = new LimitKeeper(switches.limits, {
    clock: api.limitClock ?? systemClock,
    dayOf: () => school.days.calendar.dateOf(clock.now()),
  })
  const viewer = viewerOf(school, switches.role)
  const { userId } = viewer.person
  const routes = [
    ...routesOf({ school, register: new Register(school, switches) }),
    post(login, ({ body }) => grantWire(tokens, body, { switches, userId })),
  ]
  let requests = 0

  server.register(async scope => {
    scope.addHook('onRequest', async (request, reply) => {
      requests += 1
      reply.header('date', new Date(platformNow()).toUTCString())
      return struck(request, reply) ?? overLimit(reply) ?? withoutToken(request, reply) ?? ready(reply)
    })
    for (const version of ['/v2', '/v2.0']) {
      scope.register(async versioned => mount(versioned, routes), { prefix: version })
    }
  })
  return { requests: () => requests }

  function struck(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
    const found = faults.strike(request.method, request.url)
    if (found === null) return null
    struckBy.set(request, found)
    return trouble(reply, found.fault, platformNow())
  }

  function overLimit(reply: FastifyReply): FastifyReply | null {
    const leave = limits.enter()
    if (leave !== null) {
      reply.raw.once('close', leave)
      return null
    }
    const { refusal, retryAfter } = switches.limits
    return refuseLimit(reply, {
      status: Number(refusal),
      retryAfter: retryAfter === 'seconds' ? 1 : retryAfter,
      now: platformNow(),
    })
  }

  function withoutToken(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
    if (request.routeOptions.url?.endsWith(`/${login}`)) return null
    const given = tokenOf(request)
    if (given !== null && tokens.isAlive(given)) return null
    const needed = new Refusal(401, 'tokenRequired', 'You must supply valid token to access method')
    return refuse(reply, given === null ? needed : deadToken)
  }

  function mount(scope: FastifyInstance, table: readonly Route[]): void {
    const methods = new Map<string, Set<string>>()
    for (const route of table) {
      const known = methods.get(route.path) ?? new Set()
      methods.set(route.path, known.add(route.method))
      scope.route<Request>({
        method: route.method,
        url: `/${route.path}`,
        handler: (request, reply) => answer(route, request, reply),
      })
    }
    for (const [path, known] of methods) {
      scope.route({
        method: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].filter(method => !known.has(method)),
        url: `/${path}`,
        handler: () => {
          throw new Refusal(405, 'apiMethodNotSupported', 'Method is not supported')
        },
      })
    }
  }

  function answer(route: Route, request: FastifyRequest<Request>, reply: FastifyReply): FastifyReply {
    const found = struckBy.get(request) ?? null
    const wire = route.answer({
      params: misdirected(found, request.params, school),
      query: request.query,
      body: request.body,
      looking: { school, switches, now: momentOf(found, clock.now()) },
      viewer,
    })
    return deliver(reply, wireJson(spoil(found, wire)), found)
  }
}

function ready(reply: FastifyReply): undefined {
  reply.type(jsonType)
}

function tokenOf(request: FastifyRequest): string | null {
  const header = request.headers['access-token']
  if (typeof header === 'string' && header !== '') return header
  const { access_token: parameter } = request.query as { access_token?: unknown }
  return typeof parameter === 'string' && parameter !== '' ? parameter : null
}
