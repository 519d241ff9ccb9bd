import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError, isBridgeError } from '../../errors.js'
import { fullName } from '../../journal/index.js'
import {
  type Account,
  type Grant,
  Login,
  mayManage,
  mayManageAccount,
  needsPerson,
  roles,
  type Viewer,
} from '../../people/index.js'
import { addresses } from '../addresses.js'
import { type PageFrame, sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm } from '../csrf.js'
import { NoAccounts } from '../pages/account.js'
import {
  type AccountProblems,
  allSchools,
  MadePassword,
  nothingTyped,
  PeopleList,
  PersonPage,
  type TypedAccount,
} from '../pages/people.js'
import { commonRoute, type Visit } from '../route.js'

const Text = z.string().trim().max(200).catch('')
const Typed = z.object({ login: Text, name: Text, subject: Text, role: Text, school: Text, person: Text })
const acts = ['grant', 'revoke', 'password', 'totp', 'sessions', 'lock', 'unlock'] as const
const Act = z.object({ act: z.enum(acts).optional().catch(undefined) })
const PersonPath = z.object({ login: z.string() })
const Done = z.object({ done: z.enum(acts).optional().catch(undefined) })

const doneWords: Readonly<Record<(typeof acts)[number], string>> = {
  grant: 'Роль дана; она действует со следующей открытой страницы.',
  revoke: 'Роль забрана; она больше не действует.',
  password: 'Временный пароль выдан.',
  totp: 'Код из телефона больше не спрашивается.',
  sessions: 'Сеансы закончены: везде нужно войти снова.',
  lock: 'Учётная запись закрыта, сеансы закончены.',
  unlock: 'Учётная запись снова открыта.',
}
/** What stands in the log of access. */
const logged = {
  totp: 'second-factor-reset',
  sessions: 'sessions-ended',
  lock: 'locked',
  unlock: 'unlocked',
} as const
const tooOld = 'Ничего не изменено: страница была открыта слишком давно. Повторите.'

/** «Люди»: accounts and roles, as far as the viewer manages people. */
export function peopleRoutes(context: WebContext): void {
  const { deps } = context
  const { people } = deps
  const may = { needs: 'manage-people', of: 'some-school' } as const
  const schoolName = (id: string) => deps.schools.find(school => school.id === id)?.name ?? `школа № ${id}`
  const frame = (title: string, status = 200): PageFrame => ({ school: null, title, here: 'people', status })

  const simply: Readonly<Record<keyof typeof logged, (login: string) => Promise<unknown>>> = {
    totp: login => people.secondFactor.remove(login),
    sessions: login => people.sessions.endAll(login),
    lock: login => people.accounts.lock(login, deps.now()),
    unlock: login => people.accounts.unlock(login),
  }
  function choice(viewer: Viewer) {
    return {
      schools: deps.schools.filter(({ id }) => mayManage(viewer, id)),
      everywhere: mayManage(viewer, null),
      schoolName,
    }
  }
  async function note(
    { request, viewer }: Visit,
    login: string,
    about: string,
    school: string | null = null,
  ) {
    const account = viewer.account ?? null
    await people.log.enter({
      ...{ at: deps.now(), act: 'change', account, name: viewer.name, address: request.ip, about },
      ...{ school, path: addresses.person(login), classId: null, pupil: null, document: login },
    })
  }
  async function sendList(visit: Visit, typed: TypedAccount, problems: AccountProblems | null) {
    const { request, reply, viewer } = visit
    if (viewer.account === null) return sendPage(context, reply, frame('Люди'), NoAccounts())
    const accounts = (await people.accounts.list()).filter(account => isVisible(viewer, account))
    const { lacksCode } = people
    const shown = {
      accounts,
      lacksCode,
      token: formToken(request, reply),
      typed,
      problems,
      ...choice(viewer),
    }
    return sendPage(context, reply, frame('Люди', problems === null ? 200 : 422), PeopleList(shown))
  }

  /** The role that was chosen, or what is wrong with the choice. */
  async function chosen(viewer: Viewer, typed: Pick<TypedAccount, 'role' | 'school' | 'person'>) {
    const wrong = (problems: AccountProblems) => ({ grant: null, problems })
    const role = roles.find(known => known === typed.role)
    if (role === undefined) return wrong({ role: 'Выберите роль.' })
    const school = typed.school === allSchools ? null : typed.school
    if (school !== null && !deps.schools.some(({ id }) => id === school))
      return wrong({ school: 'Такой школы нет.' })
    if (!mayManage(viewer, school)) return wrong({ school: 'Здесь роли даёт другой администратор.' })
    if (!needsPerson(role)) {
      if (typed.person !== '')
        return wrong({ person: 'У этой роли нет своих классов: оставьте поле пустым.' })
      return { grant: { role, school, person: null } satisfies Grant, problems: null }
    }
    if (school === null) return wrong({ school: 'Выберите школу этого учителя.' })
    if (typed.person === '')
      return wrong({ person: 'Назовите учителя: фамилию, как на платформе, или номер.' })
    const found = await deps.teacher(school, typed.person)
    if (found.kind === 'one')
      return { grant: { role, school, person: found.person.id } satisfies Grant, problems: null }
    if (found.kind === 'none') return wrong({ person: 'Такого учителя в списке школы нет.' })
    const names = found.people.slice(0, 5).map(person => `${fullName(person)} — ${person.id}`)
    return wrong({ person: `Таких несколько, назовите номер: ${names.join('; ')}.` })
  }

  commonRoute(context, { path: addresses.people, ...may }, async visit => sendList(visit, nothingTyped, null))

  commonRoute(context, { method: 'POST', path: addresses.people, ...may }, async visit => {
    const { request, reply, viewer } = visit
    const typed = Typed.parse(request.body ?? {})
    if (viewer.account === null) return sendList(visit, typed, { form: tooOld })
    if (!isOwnForm(request, request.body)) return sendList(visit, typed, { form: tooOld })
    const login = Login.safeParse(typed.login)
    const choiceMade = await chosen(viewer, typed)
    const problems: AccountProblems = {
      ...(login.success ? {} : { login: login.error.issues[0]?.message ?? 'Не подходит.' }),
      ...(typed.name === '' ? { name: 'Назовите человека.' } : {}),
      ...choiceMade.problems,
    }
    if (!login.success || choiceMade.grant === null || typed.name === '')
      return sendList(visit, typed, problems)
    const { grant } = choiceMade
    try {
      const made = await people.add({
        ...{ login: login.data, name: typed.name, subject: typed.subject || null, grants: [grant] },
        ...{ by: viewer.account, password: 'made' },
      })
      await note(visit, login.data, 'account-added')
      await note(visit, login.data, `granted ${grant.role}`, grant.school)
      const shown = MadePassword({ login: login.data, name: typed.name, password: made ?? '' })
      return sendPage(context, reply, frame('Временный пароль'), shown)
    } catch (error) {
      if (isBridgeError(error, 'USAGE')) return sendList(visit, typed, { form: error.message })
      throw error
    }
  })

  /** With a role where the viewer manages people; without any, who manages all of them sees it. */
  function isVisible(viewer: Viewer, { grants }: Account): boolean {
    return grants.length === 0
      ? mayManage(viewer, null)
      : grants.some(({ school }) => mayManage(viewer, school))
  }
  /** Why this viewer may not change that account. */
  function closedFor(viewer: Viewer, { login, grants }: Account): string | null {
    if (viewer.account === login) return 'Свои роли и вход меняет другой администратор.'
    return mayManageAccount(viewer, grants)
      ? null
      : 'У этого человека есть роли и там, где ими ведаете не вы.'
  }
  interface Shown {
    readonly typed?: Pick<TypedAccount, 'role' | 'school' | 'person'>
    readonly problems?: AccountProblems
    readonly done?: string
  }
  function sendPerson({ request, reply, viewer }: Visit, account: Account, shown: Shown): FastifyReply {
    const { typed = nothingTyped, problems = null, done = null } = shown
    const token = formToken(request, reply)
    const about = {
      account,
      typed,
      problems,
      done,
      token,
      closed: closedFor(viewer, account),
      lacksCode: people.lacksCode(account),
      ...choice(viewer),
    }
    return sendPage(context, reply, frame(account.name, problems === null ? 200 : 422), PersonPage(about))
  }
  async function accountOf({ request, viewer }: Visit): Promise<Account> {
    const account = await people.accounts.find(PersonPath.parse(request.params).login)
    if (account !== null && isVisible(viewer, account)) return account
    throw new BridgeError('NOT_FOUND', {
      message: 'Такой учётной записи нет.',
      hint: 'Все записи — на странице «Люди».',
    })
  }

  commonRoute(context, { path: '/people/:login', ...may }, async visit => {
    const { done } = Done.parse(visit.request.query)
    return sendPerson(visit, await accountOf(visit), done === undefined ? {} : { done: doneWords[done] })
  })

  commonRoute(context, { method: 'POST', path: '/people/:login', ...may }, async visit => {
    const { request, reply, viewer } = visit
    const account = await accountOf(visit)
    const { login, name } = account
    const typed = Typed.parse(request.body ?? {})
    const { act } = Act.parse(request.body ?? {})
    const closed = closedFor(viewer, account)
    if (closed !== null) return sendPerson(visit, account, { problems: { form: closed } })
    if (act === undefined || !isOwnForm(request, request.body)) {
      return sendPerson(visit, account, { problems: { form: tooOld } })
    }
    try {
      if (act === 'grant') {
        const { grant, problems } = await chosen(viewer, typed)
        if (grant === null) return sendPerson(visit, account, { typed, problems })
        const signature = { by: viewer.account ?? viewer.name, at: deps.now() }
        if (await people.accounts.grant(login, grant, signature))
          await note(visit, login, `granted ${grant.role}`, grant.school)
      } else if (act === 'revoke') {
        const grant = account.grants.find(
          ({ role, school, person }) =>
            role === typed.role && (school ?? allSchools) === typed.school && (person ?? '') === typed.person,
        )
        if (grant !== undefined && (await people.accounts.revoke(login, grant)))
          await note(visit, login, `revoked ${grant.role}`, grant.school)
      } else if (act === 'password') {
        const password = await people.resetPassword(login)
        await note(visit, login, 'password-reset')
        return sendPage(context, reply, frame('Временный пароль'), MadePassword({ login, name, password }))
      } else {
        await simply[act](login)
        await note(visit, login, logged[act])
      }
      return reply.redirect(`${addresses.person(login)}?done=${act}`, 303)
    } catch (error) {
      if (isBridgeError(error, 'USAGE'))
        return sendPerson(visit, account, { problems: { form: error.message } })
      throw error
    }
  })
}
