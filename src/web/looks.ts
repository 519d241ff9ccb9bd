import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { showsPersons } from '../people/index.js'
import type { WebDeps } from './deps.js'

/** Every look at persons' data and every file taken along is written down before it leaves, in this one place. */

export interface Look {
  readonly classId?: string
  readonly pupil?: string
  readonly document?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What a page is about where its address doesn't say so; see `noteLook`. */
    look: Look | null
  }
}

/** For a page whose address tells neither `class` nor `pupil` nor `document`. */
export function noteLook(request: FastifyRequest, look: Look): void {
  request.look = { ...request.look, ...look }
}

export function logLooks(app: FastifyInstance, { people, now }: WebDeps): void {
  app.decorateRequest('look', null)
  app.addHook('onSend', async (request, reply, payload) => {
    const { gate } = request.routeOptions.config
    const { visitor } = request
    if (visitor === null || typeof gate !== 'object' || !showsPersons(gate.needs)) return payload
    if (reply.statusCode >= 300) return payload
    const { viewer, school } = visitor
    const { classId = null, pupil = null, document = null } = { ...lookOf(request), ...request.look }
    // Where it can't be written down, it isn't shown.
    await people.log.enter({
      ...{ at: now(), act: isExport(reply) ? 'export' : 'look', account: viewer.account, name: viewer.name },
      ...{ address: request.ip, about: gate.needs, school: school?.id ?? null, classId, pupil, document },
      path: request.url.split('?')[0] ?? '',
    })
    return payload
  })
}

/** A page is read, anything else is a file that stays with its reader. */
function isExport(reply: FastifyReply): boolean {
  const attached = String(reply.getHeader('content-disposition') ?? '').startsWith('attachment')
  return attached || !String(reply.getHeader('content-type') ?? '').startsWith('text/html')
}

function lookOf({ params, query }: FastifyRequest): Look {
  const said = (name: string) => {
    for (const part of [params, query]) {
      const value = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined
      if (typeof value === 'string' && value !== '') return value
    }
    return undefined
  }
  const [classId, pupil, document] = [said('class'), said('pupil'), said('document')]
  return { ...(classId && { classId }), ...(pupil && { pupil }), ...(document && { document }) }
}
