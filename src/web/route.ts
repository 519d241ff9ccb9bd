import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { BridgeError } from '../errors.js'
import { type Permission, type Reach, reachOf, type Viewer } from '../people/index.js'
import type { School, WebContext } from './context.js'
import { visitorOf } from './gate.js'

/** Every page is added here, so that none can forget to say who may see it. */

export interface Visit {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly viewer: Viewer
}

export interface SchoolVisit extends Visit {
  readonly school: School
  /** How much of the school the page may show to this viewer. */
  readonly reach: Reach
}

interface RouteOptions {
  readonly method?: HTTPMethods
  readonly path: string
  readonly needs: Permission
}

/** A page of one school: `path` has the parameter `:school`. */
export function schoolRoute(
  { app, deps }: WebContext,
  { method = 'GET', path, needs }: RouteOptions,
  answer: (visit: SchoolVisit) => Promise<FastifyReply>,
): void {
  app.route({
    method,
    url: path,
    config: { gate: { needs, of: 'school' } },
    handler: (request, reply) => {
      const { viewer, school, reach } = visitorOf(request)
      if (school !== null && reach !== null) {
        const visit = { request, reply, viewer, school, reach }
        return deps.within([school.id], () => answer(visit))
      }
      throw new BridgeError('INTERNAL', { message: `Страница ${path} открыта в обход проверки прав.` })
    },
  })
}

/**
 * A page of the whole installation (`of: 'installation'`, for who has the permission everywhere), or one that gathers
 * what the viewer may see of several schools (`'some-school'`).
 */
export function commonRoute(
  { app, deps }: WebContext,
  { method = 'GET', path, needs, of }: RouteOptions & { readonly of: 'installation' | 'some-school' },
  answer: (visit: Visit) => Promise<FastifyReply>,
): void {
  app.route({
    method,
    url: path,
    config: { gate: { needs, of } },
    handler: (request, reply) => {
      const { viewer } = visitorOf(request)
      const reached = deps.schools.map(({ id }) => id).filter(id => reachOf(viewer, needs, id) !== null)
      return deps.within(reached, () => answer({ request, reply, viewer }))
    },
  })
}
