import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { OpenId } from '../../people/index.js'
import { addresses } from '../addresses.js'
import type { WebContext } from '../context.js'
import { clearCookie, cookieOf, setCookie } from '../cookies.js'
import type { WebOptions } from '../deps.js'
import { createEntering, refusalText, sentOf } from '../entering.js'
import { isOwnForm } from '../csrf.js'
import { keptOf, safeNext } from '../log-in.js'
import { ToOpenId } from '../pages/log-in.js'
import { sendBare } from '../problem.js'

const Where = z.object({ next: z.string().optional().catch(undefined) })
const cookieName = 'bridge_openid'
const keptCookie = 'bridge_kept'
/** What is begun there has to come back in this time. */
const cookieOptions = { sameSite: 'Lax', seconds: 600 } as const

/** The organisation's own log-in: there, and back. */
export function openIdRoutes(context: WebContext, openId: OpenId, { publicUrl }: WebOptions): void {
  const { app, deps } = context
  const { people } = deps
  const { sendForm, entered } = createEntering(context)
  const config = { gate: 'open' } as const

  /** What went wrong is told on the page of the log-in, where there is another way in. */
  async function told(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<FastifyReply>,
    wanted: string | null = null,
  ) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof BridgeError) || error.code !== 'OPENID_FAILED') throw error
      deps.log.warn('вход через организацию не удался', { code: error.code, ...error.details })
      const next = wanted ?? Where.parse(request.query).next
      return sendForm(
        request,
        reply,
        { next, kept: await keptForm(request) },
        `${error.message} ${error.hint ?? ''}`.trim(),
      )
    }
  }

  app.get('/login/openid', { config }, (request, reply) =>
    told(request, reply, async () => {
      const { next } = Where.parse(request.query)
      const here = publicUrl ?? `http://${request.headers.host ?? ''}`
      const redirect = new URL(addresses.openIdBack, here).href
      const { address, kept } = await openId.begin({ redirect, next: safeNext(next) })
      // Lax: the organisation's page sends the browser back, which is a link from elsewhere.
      setCookie(reply, cookieName, kept, cookieOptions)
      return reply.redirect(address, 303)
    }),
  )

  /** Whose session had ended while he was sending something: that is kept here until he is back. */
  app.post('/login/openid', { config }, async (request, reply) => {
    const sent = sentOf(request.body)
    if (!isOwnForm(request, request.body)) {
      return sendForm(request, reply, sent, 'Страница входа была открыта слишком давно. Повторите.')
    }
    if (sent.kept !== undefined && keptOf(sent.kept) !== null) {
      setCookie(reply, keptCookie, await people.keptForms.keep(sent.kept, deps.now()), cookieOptions)
    }
    const content = ToOpenId({ openId: openId.name, next: safeNext(sent.next) })
    return sendBare(reply, { status: 200, title: 'Вход' }, content)
  })

  async function keptForm(request: FastifyRequest): Promise<string | undefined> {
    const id = cookieOf(request, keptCookie)
    return (id === null ? null : await people.keptForms.find(id, deps.now())) ?? undefined
  }
  async function dropKept(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const id = cookieOf(request, keptCookie)
    if (id === null) return
    await people.keptForms.drop(id)
    clearCookie(reply, keptCookie)
  }

  app.get(addresses.openIdBack, { config }, async (request, reply) => {
    const kept = cookieOf(request, cookieName)
    clearCookie(reply, cookieName)
    const back = async () => {
      const { subject, next } = await openId.end({ address: request.url, kept })
      const answer = await people.enterBySubject(subject)
      const form = await keptForm(request)
      if (answer.kind === 'in' || answer.kind === 'code') {
        await dropKept(request, reply)
        return entered(request, reply, answer, { next, kept: form })
      }
      const unknown = `${openId.name}: вас узнали, но учётной записи для вас здесь нет. Попросите администратора программы её создать.`
      return sendForm(request, reply, { next, kept: form }, refusalText(answer, unknown))
    }
    return told(request, reply, back, await openId.wanted(kept))
  })
}
