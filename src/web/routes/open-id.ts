import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { OpenId } from '../../people/index.js'
import { addresses } from '../addresses.js'
import type { WebContext } from '../context.js'
import { clearCookie, cookieOf, setCookie } from '../cookies.js'
import type { WebOptions } from '../deps.js'
import { createEntering, refusalText } from '../entering.js'
import { safeNext } from '../log-in.js'

const Where = z.object({ next: z.string().optional().catch(undefined) })
const cookieName = 'bridge_openid'

/** The organisation's own log-in: there, and back. */
export function openIdRoutes(context: WebContext, openId: OpenId, { publicUrl }: WebOptions): void {
  const { app, deps } = context
  const { people } = deps
  const { sendForm, entered } = createEntering(context)
  const config = { gate: 'open' } as const

  /** What went wrong is told on the page of the log-in, where there is another way in. */
  async function told(request: FastifyRequest, reply: FastifyReply, work: () => Promise<FastifyReply>) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof BridgeError) || error.code !== 'OPENID_FAILED') throw error
      deps.log.warn('вход через организацию не удался', { code: error.code, ...error.details })
      const { next } = Where.parse(request.query)
      return sendForm(request, reply, { next }, `${error.message} ${error.hint ?? ''}`.trim())
    }
  }

  app.get('/login/openid', { config }, (request, reply) =>
    told(request, reply, async () => {
      const { next } = Where.parse(request.query)
      const here = publicUrl ?? `http://${request.headers.host ?? ''}`
      const redirect = new URL(addresses.openIdBack, here).href
      const { address, kept } = await openId.begin({ redirect, next: safeNext(next) })
      // Lax: the organisation's page sends the browser back, which is a link from elsewhere.
      setCookie(reply, cookieName, kept, { sameSite: 'Lax', seconds: 600 })
      return reply.redirect(address, 303)
    }),
  )

  app.get(addresses.openIdBack, { config }, (request, reply) =>
    told(request, reply, async () => {
      const kept = cookieOf(request, cookieName)
      clearCookie(reply, cookieName)
      const { subject, next } = await openId.end({ address: request.url, kept })
      const answer = await people.enterBySubject(subject)
      if (answer.kind === 'in' || answer.kind === 'code') return entered(request, reply, answer, { next })
      const unknown = `${openId.name}: вас узнали, но учётной записи для вас здесь нет. Попросите администратора программы её создать.`
      return sendForm(request, reply, { next }, refusalText(answer, unknown))
    }),
  )
}
