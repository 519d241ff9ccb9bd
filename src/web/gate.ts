import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BridgeError } from '../errors.js'
import { type Permission, type Reach, reachOf, type Viewer, whoeverSitsHere } from '../people/index.js'
import type { School } from './context.js'
import type { WebDeps } from './deps.js'
import { sendProblem } from './problem.js'

/** What each address asks of its visitor, and the one place where that is enforced, before anything is read or done. */

export type Gate =
  /** For anybody, also without a name: health, styles. */
  | 'open'
  /** For everybody who is let in at all. */
  | 'any-viewer'
  | { readonly needs: Permission; readonly of: 'school' | 'installation' | 'some-school' }

export interface Visitor {
  readonly viewer: Viewer
  /** Of a page of one school; else null. */
  readonly school: School | null
  readonly reach: Reach | null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    gate?: Gate
  }
  interface FastifyRequest {
    /** Null before the gate, and on pages that are open to anybody. */
    visitor: Visitor | null
  }
}

/** @throws BridgeError INTERNAL on a page that is open to anybody: nobody knows who is there */
export function visitorOf({ visitor }: FastifyRequest): Visitor {
  if (visitor) return visitor
  throw new BridgeError('INTERNAL', { message: 'Страница открыта в обход проверки прав.' })
}

/** What libraries add by themselves, by the beginning of its address. */
const ofLibraries: readonly (readonly [string, Gate])[] = [
  ['/queues', { needs: 'operate-queues', of: 'installation' }],
  ['/assets/', 'open'],
]

/**
 * To be called before any route is added.
 * @throws BridgeError INTERNAL when a route is added that doesn't say who may see it
 */
export function addGate(app: FastifyInstance, { schools }: WebDeps): void {
  app.addHook('onRoute', route => {
    if (route.config?.gate !== undefined) return
    const gate = ofLibraries.find(([beginning]) => route.url.startsWith(beginning))?.[1]
    if (gate === undefined)
      throw new BridgeError('INTERNAL', { message: `Страница ${route.url} не говорит, кому она открыта.` })
    route.config = { ...route.config, gate }
  })
  app.decorateRequest('visitor', null)
  app.addHook('onRequest', async (request, reply) => {
    const { gate } = request.routeOptions.config
    // What has no route is answered with 404, which tells nothing.
    if (gate === undefined || gate === 'open') return undefined
    const viewer = whoeverSitsHere
    if (gate === 'any-viewer') {
      request.visitor = { viewer, school: null, reach: null }
      return undefined
    }
    const { needs, of } = gate
    if (of === 'school') return enterSchool({ request, reply, schools, viewer, needs })
    const reaches = of === 'installation' ? reachOf(viewer, needs, null) : anyOf(viewer, needs, schools)
    if (reaches === null) return refuse(reply)
    request.visitor = { viewer, school: null, reach: null }
    return undefined
  })
}

function anyOf(viewer: Viewer, needs: Permission, schools: readonly School[]): Reach | null {
  return schools.map(school => reachOf(viewer, needs, school.id)).find(reach => reach !== null) ?? null
}

interface Entry {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly schools: readonly School[]
  readonly viewer: Viewer
  readonly needs: Permission
}

function enterSchool({ request, reply, schools, viewer, needs }: Entry): FastifyReply | undefined {
  const { params } = request
  const id = typeof params === 'object' && params !== null && 'school' in params ? params.school : null
  const school = schools.find(known => known.id === id)
  if (!school) return sendProblem(reply, unknownSchool)
  const reach = reachOf(viewer, needs, school.id)
  if (reach === null) return refuse(reply)
  request.visitor = { viewer, school, reach }
  return undefined
}

const unknownSchool = {
  status: 404,
  title: 'Такой школы нет',
  text: 'Такой школы эта установка не обслуживает.',
  hint: 'Школы перечислены в настройках, в разделе schools.',
}

function refuse(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, {
    status: 403,
    title: 'Эта страница вам не открыта',
    text: 'Она нужна для другой работы, чем ваша.',
    hint: 'Если это ошибка, попросите администратора программы изменить вашу роль.',
  })
}
