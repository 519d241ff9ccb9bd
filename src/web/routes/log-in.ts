import { z } from 'zod'
import { addresses } from '../addresses.js'
import type { WebContext } from '../context.js'
import { isOwnForm } from '../csrf.js'
import { createEntering, refusalText, sentOf } from '../entering.js'
import { whoLooks } from '../gate.js'
import { dropSession, safeNext, sessionCookieOf } from '../log-in.js'

const Where = z.object({ next: z.string().optional().catch(undefined) })

const tooOld = 'Страница входа была открыта слишком давно. Повторите.'

/** Log-in, its second half, and log-out. */
export function logInRoutes(context: WebContext): void {
  const { app, deps } = context
  const { people } = deps
  const { sendForm, sendCodeForm, entered, refused, logInAddress } = createEntering(context)
  const config = { gate: 'open' } as const

  app.get('/login', { config }, async (request, reply) => {
    const { next } = Where.parse(request.query)
    if ((await whoLooks(request, deps)) !== null) return reply.redirect(safeNext(next), 303)
    return sendForm(request, reply, { next }, null)
  })

  app.post('/login', { config }, async (request, reply) => {
    const sent = sentOf(request.body)
    if (!isOwnForm(request, request.body)) return sendForm(request, reply, sent, tooOld)
    const { login, password } = sent
    const answer = await people.logIn({ login, password, address: request.ip })
    if (answer.kind === 'in' || answer.kind === 'code') return entered(request, reply, answer, sent)
    await refused(request, login)
    if (answer.kind === 'wait') reply.header('retry-after', String(Math.ceil(answer.ms / 1000)))
    return sendForm(request, reply, sent, refusalText(answer, 'Имя или пароль не подходят.'))
  })

  app.get('/login/code', { config }, async (request, reply) => {
    const { next } = Where.parse(request.query)
    const id = sessionCookieOf(request)
    if (id === null || (await people.halfWay(id)) === null) return reply.redirect(logInAddress(next), 303)
    return sendCodeForm(request, reply, { next }, null)
  })

  app.post('/login/code', { config }, async (request, reply) => {
    const sent = sentOf(request.body)
    const id = sessionCookieOf(request)
    const account = id === null ? null : await people.halfWay(id)
    if (id === null || account === null) {
      return sendForm(request, reply, sent, 'Код не введён вовремя. Войдите ещё раз.')
    }
    if (!isOwnForm(request, request.body)) return sendCodeForm(request, reply, sent, tooOld)
    const answer = await people.giveCode(id, sent.code, request.ip)
    if (answer.kind === 'in' || answer.kind === 'code') return entered(request, reply, answer, sent)
    await refused(request, account.login)
    return sendCodeForm(request, reply, sent, refusalText(answer, 'Код не подходит или уже использован.'))
  })

  // Open, so that who is out already isn't asked to log in first.
  app.post('/logout', { config }, async (request, reply) => {
    await whoLooks(request, deps)
    if (request.session === null || !isOwnForm(request, request.body)) return reply.redirect('/', 303)
    await people.sessions.end(request.session)
    dropSession(reply)
    return reply.redirect(addresses.logIn(), 303)
  })
}
