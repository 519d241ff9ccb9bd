import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Entered, formTokenOf, type Refusal } from '../../people/index.js'
import { addresses } from '../addresses.js'
import type { WebContext } from '../context.js'
import { formToken, isOwnForm } from '../csrf.js'
import { whoLooks } from '../gate.js'
import { dropSession, keepSession, keptOf, safeNext, sessionCookieOf, waitWords } from '../log-in.js'
import { CodeForm, KeptFormPage, LogInForm } from '../pages/log-in.js'
import { sendBare } from '../problem.js'

const Text = z.string().max(1000).catch('')
const Where = z.object({ next: z.string().optional().catch(undefined) })
const Sent = z.object({
  login: Text,
  password: Text,
  code: Text,
  next: z.string().optional().catch(undefined),
  kept: z.string().optional().catch(undefined),
})
type Sent = z.infer<typeof Sent>

const tooOld = 'Страница входа была открыта слишком давно. Повторите.'

/** One text for a wrong password, a wrong name and a name without a password: nobody learns which names there are. */
function problemOf(refusal: Refusal, wrong: string): string {
  if (refusal.kind === 'wrong') return wrong
  if (refusal.kind === 'locked') return 'Эта учётная запись закрыта. Обратитесь к администратору программы.'
  return `Слишком много неудачных попыток. Следующая — не раньше чем через ${waitWords(refusal.ms)}.`
}

/** Log-in, its second half, and log-out. */
export function logInRoutes(context: WebContext): void {
  const { app, deps } = context
  const { people } = deps
  const config = { gate: 'open' } as const
  const parsed = (body: unknown): Sent => Sent.parse(typeof body === 'object' && body !== null ? body : {})

  function returning(request: FastifyRequest, reply: FastifyReply, { next, kept }: Partial<Sent>) {
    return {
      token: formToken(request, reply),
      next: safeNext(next),
      kept: keptOf(kept) === null ? null : (kept ?? null),
    }
  }
  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: Partial<Sent>,
    problem: string | null,
  ) {
    const form = LogInForm({
      ...returning(request, reply, sent),
      ...{ login: sent.login ?? '', problem, openId: deps.openId?.name ?? null },
    })
    return sendBare(reply, { status: problem === null ? 200 : 401, title: 'Вход' }, form)
  }
  function sendCodeForm(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: Partial<Sent>,
    problem: string | null,
  ) {
    const form = CodeForm({ ...returning(request, reply, sent), problem })
    return sendBare(reply, { status: problem === null ? 200 : 401, title: 'Код из телефона' }, form)
  }

  async function entered(
    request: FastifyRequest,
    reply: FastifyReply,
    { session, account }: Entered,
    sent: Sent,
  ) {
    const { login, name } = account
    await people.log.enter(logIn(request, { at: deps.now(), act: 'log-in', account: login, name }))
    await replaceSession(request, reply, session)
    const next = safeNext(sent.next)
    const form = keptOf(sent.kept)
    if (form === null) return reply.redirect(next, 303)
    const content = KeptFormPage({ token: formTokenOf(session), next, form })
    return sendBare(reply, { status: 200, title: 'Вы снова вошли' }, content)
  }
  async function replaceSession(request: FastifyRequest, reply: FastifyReply, session: string) {
    const former = sessionCookieOf(request)
    if (former !== null) await people.sessions.end(former)
    keepSession(reply, session)
  }
  /** Of a name that isn't one nothing is written down: it may have been the password. */
  async function refused(request: FastifyRequest, login: string) {
    const account = await people.accounts.find(login.trim().toLowerCase())
    if (account === null) return
    const entry = {
      at: deps.now(),
      act: 'refused-log-in',
      account: account.login,
      name: account.name,
    } as const
    await people.log.enter(logIn(request, entry))
  }

  app.get('/login', { config }, async (request, reply) => {
    const { next } = Where.parse(request.query)
    if ((await whoLooks(request, deps)) !== null) return reply.redirect(safeNext(next), 303)
    return sendForm(request, reply, { next }, null)
  })

  app.post('/login', { config }, async (request, reply) => {
    const sent = parsed(request.body)
    if (!isOwnForm(request, request.body)) return sendForm(request, reply, sent, tooOld)
    const { login, password } = sent
    const answer = await people.logIn({ login, password, address: request.ip })
    if (answer.kind === 'in') return entered(request, reply, answer, sent)
    if (answer.kind === 'code') {
      await replaceSession(request, reply, answer.session)
      return sendCodeForm(request, reply, sent, null)
    }
    await refused(request, login)
    if (answer.kind === 'wait') reply.header('retry-after', String(Math.ceil(answer.ms / 1000)))
    return sendForm(request, reply, sent, problemOf(answer, 'Имя или пароль не подходят.'))
  })

  app.get('/login/code', { config }, async (request, reply) => {
    const { next } = Where.parse(request.query)
    const id = sessionCookieOf(request)
    if (id === null || (await people.halfWay(id)) === null) return reply.redirect(addresses.logIn(next), 303)
    return sendCodeForm(request, reply, { next }, null)
  })

  app.post('/login/code', { config }, async (request, reply) => {
    const sent = parsed(request.body)
    const id = sessionCookieOf(request)
    const account = id === null ? null : await people.halfWay(id)
    if (id === null || account === null) {
      return sendForm(request, reply, sent, 'Код не введён вовремя. Войдите ещё раз.')
    }
    if (!isOwnForm(request, request.body)) return sendCodeForm(request, reply, sent, tooOld)
    const answer = await people.giveCode(id, sent.code, request.ip)
    if (answer.kind === 'in') return entered(request, reply, answer, sent)
    await refused(request, account.login)
    const problem =
      answer.kind === 'code' ? tooOld : problemOf(answer, 'Код не подходит или уже использован.')
    return sendCodeForm(request, reply, sent, problem)
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

interface WhoAndWhen {
  readonly at: number
  readonly act: 'log-in' | 'refused-log-in'
  readonly account: string
  readonly name: string
}

function logIn(request: FastifyRequest, who: WhoAndWhen) {
  return {
    ...who,
    ...{ address: request.ip, about: 'log-in', path: addresses.logIn() },
    ...{ school: null, classId: null, pupil: null, document: null },
  }
}
