import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BridgeError } from '../errors.js'
import { type Permission, type Reach, reachOf, type Viewer, whoeverSitsHere } from '../people/index.js'
import { addresses } from './addresses.js'
import type { School } from './context.js'
import { formToken } from './csrf.js'
import type { WebDeps } from './deps.js'
import type { Gate, GuardedRoute } from './guarded.js'
import { keptForm, keptText, sessionCookieOf } from './log-in.js'
import { LogInForm } from './pages/log-in.js'
import { sendBare, sendProblem } from './problem.js'

/** What each address asks of its visitor, and the one place where that is enforced, before anything is read or done. */

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
    /** Id of the visitor's session, whole or half; null for who has none. */
    session: string | null
    /** Somebody sent a form whose session had ended. */
    cameTooLate: boolean
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
 * @returns what it guards, which grows as routes are added
 * @throws BridgeError INTERNAL when a route is added that doesn't say who may see it
 */
export function addGate(app: FastifyInstance, deps: WebDeps): readonly GuardedRoute[] {
  const { schools } = deps
  const routes: GuardedRoute[] = []
  app.addHook('onRoute', route => {
    const gate = route.config?.gate ?? ofLibraries.find(([beginning]) => route.url.startsWith(beginning))?.[1]
    if (gate === undefined)
      throw new BridgeError('INTERNAL', { message: `Страница ${route.url} не говорит, кому она открыта.` })
    route.config = { ...route.config, gate }
    for (const method of [route.method].flat()) routes.push({ method, path: route.url, gate })
  })
  app.decorateRequest('visitor', null)
  app.decorateRequest('session', null)
  app.decorateRequest('cameTooLate', false)
  app.addHook('onRequest', async (request, reply) => {
    const { gate } = request.routeOptions.config
    if (gate === 'open') return undefined
    const seen = await whoLooks(request, deps)
    if (gate === undefined) {
      // What has no route is answered with 404: in a whole page to who is known, else with nothing but that.
      if (seen !== null) request.visitor = { viewer: seen, school: null, reach: null }
      return undefined
    }
    if (seen === null) return askToLogIn(request, reply)
    const viewer: Viewer = seen
    // Whoever is refused has the own menu to go on by.
    request.visitor = { viewer, school: null, reach: null }
    if (gate === 'own-account') return undefined
    if ('mustChoosePassword' in seen && seen.mustChoosePassword) {
      return reply.redirect(addresses.password, 303)
    }
    if ('mustSetUpCode' in seen && seen.mustSetUpCode) return reply.redirect(addresses.secondFactor, 303)
    if (gate === 'any-viewer') return undefined
    const { needs, of } = gate
    if (of === 'school') return enterSchool({ request, reply, schools, viewer, needs })
    const reaches = of === 'installation' ? reachOf(viewer, needs, null) : anyOf(viewer, needs, schools)
    return reaches === null ? refuse(reply) : undefined
  })
  // Only now is it known what was typed.
  app.addHook('preHandler', async (request, reply) => {
    if (!request.cameTooLate) return undefined
    const kept = keptForm(request.body)
    const form = LogInForm({
      ...{ login: '', problem: null, next: request.url, openId: deps.openId?.name ?? null },
      kept: kept === null ? null : keptText(kept),
      token: formToken(request, reply),
    })
    return sendBare(reply, { status: 401, title: 'Вход' }, form)
  })
  return routes
}

/** Null for a stranger. */
export async function whoLooks(request: FastifyRequest, { people }: WebDeps) {
  if (!(await people.anybody())) return whoeverSitsHere
  const id = sessionCookieOf(request)
  if (id === null) return null
  const viewer = await people.viewer(id)
  if (viewer !== null) request.session = id
  return viewer
}

/** Back to where one was afterwards; a form that was sent is kept, a fragment has its page log in. */
function askToLogIn(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const { headers, method, url } = request
  if (headers['hx-request'] !== undefined) {
    const page = headers['hx-current-url']
    const next = typeof page === 'string' && URL.canParse(page) ? new URL(page) : null
    reply.header('hx-redirect', addresses.logIn(next === null ? '/' : `${next.pathname}${next.search}`))
    return sendProblem(reply, loggedOut)
  }
  const mode = headers['sec-fetch-mode']
  if (mode !== undefined && mode !== 'navigate') return sendProblem(reply, loggedOut)
  if (method === 'GET' || method === 'HEAD') return reply.redirect(addresses.logIn(url), 303)
  request.cameTooLate = true
  return undefined
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

const loggedOut = {
  status: 401,
  title: 'Сеанс закончен',
  text: 'Чтобы продолжить, войдите ещё раз.',
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
