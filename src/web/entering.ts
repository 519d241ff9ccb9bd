import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Account, type Entered, formTokenOf, type Refusal } from '../people/index.js'
import { addresses } from './addresses.js'
import type { WebContext } from './context.js'
import { formToken } from './csrf.js'
import { keepSession, keptOf, safeNext, sessionCookieOf, waitWords } from './log-in.js'
import { CodeForm, KeptFormPage, LogInForm } from './pages/log-in.js'
import { sendBare } from './problem.js'

/** What all ways to log in share: the forms, and what follows when somebody is in or isn't. */

const Text = z.string().max(1000).catch('')
const Optional = z.string().optional().catch(undefined)
const Sent = z.object({ login: Text, password: Text, code: Text, next: Optional, kept: Optional })
export type Sent = z.infer<typeof Sent>

export function sentOf(body: unknown): Sent {
  return Sent.parse(typeof body === 'object' && body !== null ? body : {})
}

/** One text for a wrong password, a wrong name and a name without a password: nobody learns which names there are. */
export function refusalText(refusal: Refusal, wrong: string): string {
  if (refusal.kind === 'wrong') return wrong
  if (refusal.kind === 'locked') return 'Эта учётная запись закрыта. Обратитесь к администратору программы.'
  return `Слишком много неудачных попыток. Следующая — не раньше чем через ${waitWords(refusal.ms)}.`
}

export type Entering = ReturnType<typeof createEntering>

export function createEntering({ deps }: WebContext) {
  const { people, openId } = deps

  function returning(request: FastifyRequest, reply: FastifyReply, { next, kept }: Partial<Sent>) {
    const form = keptOf(kept) === null ? null : (kept ?? null)
    return { token: formToken(request, reply), next: safeNext(next), kept: form }
  }
  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: Partial<Sent>,
    problem: string | null,
  ) {
    const form = LogInForm({
      ...returning(request, reply, sent),
      ...{ login: sent.login ?? '', problem, openId: openId?.name ?? null },
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
  async function note(request: FastifyRequest, act: 'log-in' | 'refused-log-in', { login, name }: Account) {
    await people.log.enter({
      ...{ at: deps.now(), act, account: login, name, address: request.ip, about: 'log-in' },
      ...{ path: request.url.split('?')[0] ?? '', school: null, classId: null, pupil: null, document: null },
    })
  }
  /** With another session's cookie nobody goes on under a new name. */
  async function replaceSession(request: FastifyRequest, reply: FastifyReply, session: string) {
    const former = sessionCookieOf(request)
    if (former !== null) await people.sessions.end(former)
    keepSession(reply, session)
  }

  return {
    sendForm,
    sendCodeForm,
    async entered(request: FastifyRequest, reply: FastifyReply, entered: Entered, sent: Partial<Sent>) {
      const { session, account, kind } = entered
      await replaceSession(request, reply, session)
      if (kind === 'code') return sendCodeForm(request, reply, sent, null)
      await note(request, 'log-in', account)
      const next = safeNext(sent.next)
      const form = keptOf(sent.kept)
      if (form === null) return reply.redirect(next, 303)
      const content = KeptFormPage({ token: formTokenOf(session), next, form })
      return sendBare(reply, { status: 200, title: 'Вы снова вошли' }, content)
    },
    /** Of a name that isn't one nothing is written down: it may have been the password. */
    async refused(request: FastifyRequest, login: string) {
      const account = await people.accounts.find(login.trim().toLowerCase())
      if (account !== null) await note(request, 'refused-log-in', account)
    },
    logInAddress: (next: string | undefined) => addresses.logIn(safeNext(next)),
  }
}
