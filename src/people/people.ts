import type { Clock } from '../clock.js'
import { peopleKey } from '../config/index.js'
import type { DatabaseHandle } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { type AccessLog, createAccessLog } from './access-log.js'
import { type Account, type Accounts, canonicalSubject, createAccounts, type NewAccount } from './accounts.js'
import { createKeptForms, type KeptForms } from './kept-forms.js'
import { createPasswords, makePassword, requireGoodPassword } from './password.js'
import { createSecondFactor, type SecondFactor } from './second-factor.js'
import { createSessions, type Session, type Sessions, type SessionTerms } from './sessions.js'
import { createThrottle } from './throttle.js'
import type { Role, Viewer } from './viewer.js'

/** Logging in and out, and whose session it is. */

export interface Attempt {
  readonly login: string
  readonly password: string
  readonly address: string
}

export interface CodeAttempt {
  readonly login: string
  /** Of the telephone, or of the paper. */
  readonly code: string
  readonly address: string
}

/** Why nobody was let in; the page says the same for a wrong password, a wrong name and a name without one. */
export type Refusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'wait'; readonly ms: number }

export type Entered =
  /** `session` is the id for the cookie. */
  | { readonly kind: 'in'; readonly session: string; readonly account: Account }
  /** The password was right; the session is good for the telephone's code. */
  | { readonly kind: 'code'; readonly session: string; readonly account: Account }

export interface SeenViewer extends Viewer {
  readonly account: string
  /** Nothing may be seen before another password is chosen. */
  readonly mustChoosePassword: boolean
  /** Nor before a code of the telephone is set up, which is a duty of one of the roles. */
  readonly mustSetUpCode: boolean
}

export interface People {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly log: AccessLog
  readonly keptForms: KeptForms
  /** Whether a code of the telephone is a duty of this account, by its roles. */
  needsCode(account: Pick<Account, 'grants'>): boolean
  /** Whether it is a duty, and missing, where one can log in by a password. */
  lacksCode(account: Account): boolean
  /** Whether anybody has an account, and so everybody has to log in. */
  anybody(): Promise<boolean>
  /** By the id in the cookie; null where it isn't a session that is whole. */
  viewer(session: string): Promise<SeenViewer | null>
  /** Whose half session it is, for the code; null where it isn't one. */
  halfWay(session: string): Promise<Account | null>
  logIn(attempt: Attempt): Promise<Entered | Refusal>
  /** The other half: the code of the telephone, or one of the paper. */
  giveCode(session: string, code: string, address: string): Promise<Entered | Refusal>
  /** Who was let in by the organisation's own log-in. */
  enterBySubject(subject: string): Promise<Entered | Refusal>
  /** @returns the password that was made for it; null where one logs in elsewhere */
  add(
    account: Omit<NewAccount, 'passwordHash' | 'temporary' | 'at'> & { readonly password: Chosen },
  ): Promise<string | null>
  /** Somebody else's, who has to choose another one then. @returns the password that was made */
  resetPassword(login: string): Promise<string>
  /** @throws BridgeError USAGE for one that is too simple */
  choosePassword(login: string, password: string): Promise<void>
  /** With the old one, which is throttled like a log-in. */
  changePassword(attempt: Attempt, next: string): Promise<'changed' | Refusal>
  /** With a code, which is throttled like that of a log-in. */
  removeSecondFactor(attempt: CodeAttempt): Promise<'removed' | Refusal>
  /** Drops what is over. @param logAgeMs how long the log of access is kept */
  forgetOld(logAgeMs: number): Promise<void>
}

/** `made`: by this program, and temporary. `none`: one logs in elsewhere. */
export type Chosen = 'made' | 'none' | { readonly chosen: string }

export interface PeopleOptions {
  readonly database: DatabaseHandle
  /** Folder of the installation's keys. */
  readonly secrets: string
  readonly clock: Clock
  readonly terms: SessionTerms
  /** Whose duty a code of the telephone is; nobody's where this is left out. */
  readonly codeRoles?: readonly Role[]
  /** Of a password's hash; lower only where tests make many. */
  readonly cost?: number
}

export function createPeople(options: PeopleOptions): People {
  const { database, secrets, clock, terms, cost, codeRoles = [] } = options
  const accounts = createAccounts(database)
  const sessions = createSessions(database, terms)
  const passwords = createPasswords(cost)
  const throttle = createThrottle(database)
  const secondFactor = createSecondFactor(database, () => peopleKey(secrets))
  const log = createAccessLog(database)
  const keptForms = createKeptForms(database, () => peopleKey(secrets))
  // Accounts never go again, so that one look is enough once there is one.
  let known = false

  const needsCode = ({ grants }: Pick<Account, 'grants'>) =>
    grants.some(({ role }) => codeRoles.includes(role))
  async function begin(account: Account, byOrganisation: boolean): Promise<Entered> {
    const half = account.secondFactor
    const session = await sessions.begin(account.login, { half, byOrganisation, at: clock.now() })
    return { kind: half ? 'code' : 'in', session, account }
  }
  async function current(session: string): Promise<{ session: Session; account: Account } | null> {
    const found = await sessions.find(session, clock.now())
    const account = found === null ? null : await accounts.find(found.account)
    return found === null || account === null || account.lockedAt !== null
      ? null
      : { session: found, account }
  }
  /** The account whose name and password these are. */
  async function recognised({ login, password, address }: Attempt): Promise<Account | Refusal> {
    const tried = { login: login.trim().toLowerCase(), address }
    const ms = await throttle.begin(tried, clock.now())
    if (ms !== null) return { kind: 'wait', ms }
    const hash = await accounts.passwordOf(tried.login)
    if (!(await passwords.matches(password, hash)) || hash === null) return { kind: 'wrong' }
    await throttle.succeeded(tried)
    if (passwords.isWeak(hash)) await accounts.rehash(tried.login, await passwords.hash(password))
    const account = await accounts.get(tried.login)
    return account.lockedAt === null ? account : { kind: 'locked' }
  }
  async function wrongCode({ login, code, address }: CodeAttempt): Promise<Refusal | null> {
    // Counted apart from passwords: a right one must not give the codes back their tries.
    const tried = { login: `${login} code`, address }
    const ms = await throttle.begin(tried, clock.now())
    if (ms !== null) return { kind: 'wait', ms }
    if ((await secondFactor.take(login, code, clock.now())) === null) return { kind: 'wrong' }
    await throttle.succeeded(tried)
    return null
  }
  async function choose(login: string, password: string): Promise<void> {
    requireGoodPassword(password, login)
    await accounts.setPassword(login, await passwords.hash(password), false)
  }

  return {
    accounts,
    sessions,
    secondFactor,
    log,
    keptForms,
    needsCode,
    lacksCode: account =>
      needsCode(account) && !account.secondFactor && account.hasPassword && account.lockedAt === null,
    async anybody() {
      known ||= await accounts.any()
      return known
    },
    async viewer(id) {
      const found = await current(id)
      if (found === null || found.session.half) return null
      const { session, account } = found
      const { login, name, grants, temporary, secondFactor } = account
      const mustSetUpCode = needsCode(account) && !secondFactor && !session.byOrganisation
      return { account: login, name, grants, mustChoosePassword: temporary, mustSetUpCode }
    },
    async halfWay(id) {
      const found = await current(id)
      return found?.session.half ? found.account : null
    },
    async logIn(attempt) {
      const account = await recognised(attempt)
      return 'kind' in account ? account : begin(account, false)
    },
    async giveCode(id, code, address) {
      const found = await current(id)
      if (found === null || !found.session.half) return { kind: 'wrong' }
      const { account } = found
      const refusal = await wrongCode({ login: account.login, code, address })
      if (refusal !== null) return refusal
      await sessions.end(id)
      const { byOrganisation } = found.session
      const session = await sessions.begin(account.login, { half: false, byOrganisation, at: clock.now() })
      return { kind: 'in', session, account }
    },
    async enterBySubject(subject) {
      const account = await accounts.bySubject(canonicalSubject(subject))
      if (account === null) return { kind: 'wrong' }
      return account.lockedAt === null ? begin(account, true) : { kind: 'locked' }
    },
    async add({ password, ...account }) {
      const chosen = typeof password === 'object' ? password.chosen : null
      if (chosen !== null) requireGoodPassword(chosen, account.login)
      if (password === 'none' && account.subject === null) {
        throw new BridgeError('USAGE', {
          message: 'Без пароля и без входа через организацию этой записью нельзя было бы войти.',
          hint: 'Назовите --subject или уберите --no-password',
        })
      }
      const made = password === 'made' ? makePassword() : null
      const given = chosen ?? made
      const passwordHash = given === null ? null : await passwords.hash(given)
      await accounts.add({ ...account, passwordHash, temporary: made !== null, at: clock.now() })
      return made
    },
    async resetPassword(login) {
      const made = makePassword()
      await accounts.get(login)
      await accounts.setPassword(login, await passwords.hash(made), true)
      return made
    },
    choosePassword: choose,
    async changePassword(attempt, next) {
      const account = await recognised(attempt)
      if ('kind' in account) return account
      await choose(account.login, next)
      return 'changed'
    },
    async removeSecondFactor(attempt) {
      const refusal = await wrongCode(attempt)
      if (refusal !== null) return refusal
      await secondFactor.remove(attempt.login)
      return 'removed'
    },
    async forgetOld(logAgeMs) {
      await sessions.forgetOld(clock.now())
      await throttle.forgetOld(clock.now())
      await keptForms.forgetOld(clock.now())
      await log.forgetBefore(clock.now() - logAgeMs)
    },
  }
}
