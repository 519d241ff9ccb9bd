import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Account, passwordProblem } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { type PageFrame, sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm } from '../csrf.js'
import { visitorOf } from '../gate.js'
import { keepSession, waitWords } from '../log-in.js'
import {
  AccountPage,
  NoAccounts,
  PasswordForm,
  RecoveryCodes,
  SecondFactorOff,
  SecondFactorProposed,
} from '../pages/account.js'

const Text = z.string().max(1000).catch('')
const Passwords = z.object({ old: Text, next: Text, again: Text }).catch({ old: '', next: '', again: '' })
const Code = z.object({ code: Text }).catch({ code: '' })
const Done = z.object({ done: z.enum(['password', 'code-off']).optional().catch(undefined) })

const doneWords = {
  password: 'Пароль сменён. На других компьютерах нужно войти заново.',
  'code-off': 'Код из телефона больше не спрашивается.',
} as const

const tooOld = 'Страница была открыта слишком давно. Повторите.'
type Problems = Parameters<typeof PasswordForm>[0]['problems']

/** One's own account: password, code of the telephone. */
export function accountRoutes(context: WebContext): void {
  const { app, deps } = context
  const { people } = deps
  const config = { gate: 'own-account' } as const
  const schoolName = (id: string) => deps.schools.find(school => school.id === id)?.name ?? `школа № ${id}`

  type Answer = (own: {
    request: FastifyRequest
    reply: FastifyReply
    account: Account
  }) => Promise<FastifyReply>
  function ownRoute(method: 'GET' | 'POST', url: string, answer: Answer): void {
    app.route({
      ...{ method, url, config },
      handler: async (request, reply) => {
        const login = visitorOf(request).viewer.account
        if (login === null) return sendPage(context, reply, frame('Учётные записи'), NoAccounts())
        return answer({ request, reply, account: await people.accounts.get(login) })
      },
    })
  }
  const frame = (title: string, status = 200): PageFrame => ({ school: null, title, here: 'account', status })
  async function note(request: FastifyRequest, { login, name }: Account, what: string): Promise<void> {
    await people.log.enter({
      ...{ at: deps.now(), act: 'change', account: login, name, address: request.ip },
      ...{ about: what, path: addresses.account, school: null, classId: null, pupil: null, document: login },
    })
  }

  ownRoute('GET', addresses.account, async ({ request, reply, account }) => {
    const { done } = Done.parse(request.query)
    const codeIsDuty = people.needsCode(account)
    const content = AccountPage({
      account,
      schoolName,
      codeIsDuty,
      done: done === undefined ? null : doneWords[done],
    })
    return sendPage(context, reply, frame('Моя учётная запись'), content)
  })

  function sendPasswordForm(
    request: FastifyRequest,
    reply: FastifyReply,
    account: Account,
    problems: Problems,
  ) {
    const { login, temporary } = account
    const content = PasswordForm({ token: formToken(request, reply), login, temporary, problems })
    return sendPage(context, reply, frame('Сменить пароль', problems === null ? 200 : 422), content)
  }
  ownRoute('GET', addresses.password, async ({ request, reply, account }) =>
    account.hasPassword
      ? sendPasswordForm(request, reply, account, null)
      : reply.redirect(addresses.account, 303),
  )
  ownRoute('POST', addresses.password, async ({ request, reply, account }) => {
    const { old, next, again } = Passwords.parse(request.body)
    const refuse = (problems: Problems) => sendPasswordForm(request, reply, account, problems)
    if (!isOwnForm(request, request.body)) return refuse({ old: tooOld })
    const simple = passwordProblem(next, account.login)
    if (simple !== null) return refuse({ next: simple })
    if (next === old) return refuse({ next: 'Это нынешний пароль, нужен другой.' })
    if (next !== again) return refuse({ again: 'Не совпадает с новым паролем.' })
    const tried = { login: account.login, password: old, address: request.ip }
    const answer = await people.changePassword(tried, next)
    if (answer !== 'changed') {
      return refuse({
        old:
          answer.kind === 'wait' ? `Подождите ${waitWords(answer.ms)} и повторите.` : 'Пароль не подходит.',
      })
    }
    await note(request, account, 'password')
    // All sessions have ended, this one as well; whoever chose the password stays in by a new one.
    keepSession(reply, await people.sessions.begin(account.login, { half: false, at: deps.now() }))
    return reply.redirect(`${addresses.account}?done=password`, 303)
  })

  function sendProposed(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { login: string; secret: string; problem: string | null },
  ) {
    const isDuty = people.needsCode(visitorOf(request).viewer)
    const content = SecondFactorProposed({ token: formToken(request, reply), isDuty, ...shown })
    return sendPage(context, reply, frame('Код из телефона', shown.problem === null ? 200 : 422), content)
  }
  function sendOff(request: FastifyRequest, reply: FastifyReply, problem: string | null) {
    const isDuty = people.needsCode(visitorOf(request).viewer)
    const content = SecondFactorOff({ token: formToken(request, reply), isDuty, problem })
    return sendPage(context, reply, frame('Код из телефона', problem === null ? 200 : 422), content)
  }
  ownRoute('GET', addresses.secondFactor, async ({ request, reply, account: { login, secondFactor } }) => {
    if (secondFactor) return sendOff(request, reply, null)
    // The same picture when the page is loaded again: the telephone may have it already.
    const secret = (await people.secondFactor.proposed(login)) ?? (await people.secondFactor.propose(login))
    return sendProposed(request, reply, { login, secret, problem: null })
  })
  ownRoute('POST', addresses.secondFactor, async ({ request, reply, account }) => {
    const { login, secondFactor } = account
    if (secondFactor) return reply.redirect(addresses.secondFactor, 303)
    const { code } = Code.parse(request.body)
    const own = isOwnForm(request, request.body)
    const codes = own ? await people.secondFactor.confirm(login, code, deps.now()) : null
    if (codes === null) {
      const secret = (await people.secondFactor.proposed(login)) ?? (await people.secondFactor.propose(login))
      const wrong = 'Код не подходит. Проверьте, верно ли идут часы телефона, и введите следующий.'
      return sendProposed(request, reply, { login, secret, problem: own ? wrong : tooOld })
    }
    await note(request, account, 'second-factor-on')
    return sendPage(context, reply, frame('Запасные коды'), RecoveryCodes({ codes }))
  })
  ownRoute('POST', addresses.secondFactorOff, async ({ request, reply, account }) => {
    if (!account.secondFactor) return reply.redirect(addresses.account, 303)
    if (!isOwnForm(request, request.body)) return sendOff(request, reply, tooOld)
    const answer = await people.removeSecondFactor({
      ...{ login: account.login, code: Code.parse(request.body).code, address: request.ip },
    })
    if (answer !== 'removed') {
      const wait = answer.kind === 'wait' ? `Подождите ${waitWords(answer.ms)} и повторите.` : null
      return sendOff(request, reply, wait ?? 'Код не подходит или уже использован.')
    }
    await note(request, account, 'second-factor-off')
    return reply.redirect(`${addresses.account}?done=code-off`, 303)
  })
}
