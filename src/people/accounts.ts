import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle, Schema } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { requireWhole } from './grants.js'
import { type Grant, roles } from './viewer.js'

/** Accounts and what they were given. An account is locked, never deleted. */

export interface Account {
  readonly login: string
  /** For people, e.g. «Петрова М. И.» */
  readonly name: string
  /** What the organisation's own log-in calls this person; null where it isn't used. */
  readonly subject: string | null
  readonly hasPassword: boolean
  /** The password was made by somebody else, and is good for choosing another. */
  readonly temporary: boolean
  /** A code of the telephone is asked for as well. */
  readonly secondFactor: boolean
  readonly lockedAt: Instant | null
  readonly createdAt: Instant
  readonly createdBy: string
  readonly grants: readonly Grant[]
}

export interface Signature {
  /** Who does it, for people. */
  readonly by: string
  readonly at: Instant
}

export interface NewAccount extends Signature {
  readonly login: string
  readonly name: string
  readonly subject: string | null
  /** Null where one logs in elsewhere only. */
  readonly passwordHash: string | null
  readonly temporary: boolean
  readonly grants: readonly Grant[]
}

export interface Accounts {
  any(): Promise<boolean>
  /** By login. */
  list(): Promise<readonly Account[]>
  find(login: string): Promise<Account | null>
  /** @throws BridgeError NOT_FOUND */
  get(login: string): Promise<Account>
  bySubject(subject: string): Promise<Account | null>
  /** @throws BridgeError USAGE when there is one of this name, or the first couldn't manage the others */
  add(account: NewAccount): Promise<void>
  passwordOf(login: string): Promise<string | null>
  /** Ends what was begun with the old one. */
  setPassword(login: string, hash: string, temporary: boolean): Promise<void>
  /** The same password, hashed anew. */
  rehash(login: string, hash: string): Promise<void>
  setSubject(login: string, subject: string | null): Promise<void>
  /** @throws BridgeError USAGE for the last administrator */
  lock(login: string, at: Instant): Promise<void>
  unlock(login: string): Promise<void>
  /** @returns false when it was given already */
  grant(login: string, grant: Grant, signature: Signature): Promise<boolean>
  /** @returns false when it wasn't given. @throws BridgeError USAGE for the last administrator */
  revoke(login: string, grant: Grant): Promise<boolean>
}

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9][a-z0-9._-]{1,39}$/,
    'нужны 2–40 латинских букв, цифр, точек и дефисов, например m.petrova',
  )

const RoleRow = z
  .object({ role: z.enum(roles), school: z.string(), person: z.string() })
  .transform(({ role, school, person }) => ({ role, school: school || null, person: person || null }))

const Row = z.object({
  login: z.string(),
  name: z.string(),
  subject: z.string().nullable(),
  hasPassword: z.boolean(),
  temporary: z.boolean(),
  secondFactor: z.boolean(),
  lockedAt: z.coerce.number().nullable(),
  createdAt: z.coerce.number(),
  createdBy: z.string(),
  grants: z.array(RoleRow),
})

/** Mail addresses are the same in any case. */
export function canonicalSubject(subject: string): string {
  return subject.includes('@') ? subject.toLowerCase() : subject
}

const columns = sql`login, name, subject, password is not null as "hasPassword", temporary,
  totp is not null as "secondFactor", locked_at as "lockedAt", created_at as "createdAt", created_by as "createdBy",
  coalesce((select jsonb_agg(jsonb_build_object('role', role, 'school', school, 'person', person)
    order by role, school, person) from people.role where role.account = login), '[]') as grants`

export function createAccounts({ kysely }: DatabaseHandle): Accounts {
  async function some(condition: ReturnType<typeof sql>): Promise<Account[]> {
    const { rows } =
      await sql`select ${columns} from people.account where ${condition} order by login`.execute(kysely)
    return rows.map(row => Row.parse(row))
  }
  const find = async (login: string) => (await some(sql`login = ${login}`))[0] ?? null
  async function get(login: string): Promise<Account> {
    const account = await find(login)
    if (account !== null) return account
    throw new BridgeError('NOT_FOUND', {
      message: `Учётной записи ${login} нет`,
      hint: 'Все записи: dnevnik-bridge users list',
    })
  }
  const bySubject = async (subject: string) => (await some(sql`subject = ${subject}`))[0] ?? null
  /** Two who take the last two administrators away must not both succeed. */
  const oneAtATime = <T>(work: (db: Kysely<Schema>) => Promise<T>) =>
    kysely.transaction().execute(async db => {
      await sql`select pg_advisory_xact_lock(hashtextextended('dnevnik-bridge/people', 0))`.execute(db)
      return work(db)
    })

  return {
    async any() {
      const { rows } = await sql`select from people.account limit 1`.execute(kysely)
      return rows.length > 0
    },
    list: () => some(sql`true`),
    find,
    get,
    bySubject,
    add: ({ login, name, subject: typed, passwordHash, temporary, grants, by, at }) =>
      oneAtATime(async db => {
        grants.forEach(requireWhole)
        const subject = typed === null ? null : canonicalSubject(typed)
        const { rows: known } = await sql<{ login: string; subject: string | null }>`
          select login, subject from people.account`.execute(db)
        if (known.some(other => other.login === login)) throw taken(`Имя ${login} уже занято.`)
        if (subject !== null && known.some(other => other.subject === subject))
          throw taken(`${subject} уже входит под другим именем.`)
        if (known.length === 0 && !grants.some(isAdministrator)) throw firstIsNone()
        await sql`
          insert into people.account (login, name, subject, password, temporary, created_at, created_by)
          values (${login}, ${name}, ${subject}, ${passwordHash}, ${temporary}, ${at}, ${by})`.execute(db)
        for (const grant of grants) await insertRole(db, login, grant, { by, at })
      }),
    async passwordOf(login) {
      const { rows } = await sql<{ password: string | null }>`
        select password from people.account where login = ${login}`.execute(kysely)
      return rows[0]?.password ?? null
    },
    setPassword: (login, hash, temporary) =>
      kysely.transaction().execute(async db => {
        await get(login)
        await sql`update people.account set password = ${hash}, temporary = ${temporary} where login = ${login}`.execute(
          db,
        )
        await sql`delete from people.session where account = ${login}`.execute(db)
      }),
    async rehash(login, hash) {
      await sql`update people.account set password = ${hash} where login = ${login}`.execute(kysely)
    },
    async setSubject(login, typed) {
      const subject = typed === null ? null : canonicalSubject(typed)
      await get(login)
      const other = subject === null ? null : await bySubject(subject)
      if (other !== null && other.login !== login)
        throw taken(`${subject} уже входит под именем ${other.login}.`)
      await sql`update people.account set subject = ${subject} where login = ${login}`.execute(kysely)
    },
    lock: (login, at) =>
      oneAtATime(async db => {
        await get(login)
        await sql`update people.account set locked_at = coalesce(locked_at, ${at}) where login = ${login}`.execute(
          db,
        )
        await sql`delete from people.session where account = ${login}`.execute(db)
        await requireAdministrator(db)
      }),
    async unlock(login) {
      await get(login)
      await sql`update people.account set locked_at = null where login = ${login}`.execute(kysely)
    },
    async grant(login, grant, signature) {
      requireWhole(grant)
      await get(login)
      return insertRole(kysely, login, grant, signature)
    },
    revoke: (login, { role, school, person }) =>
      oneAtATime(async db => {
        await get(login)
        const { rows } = await sql`
          delete from people.role where account = ${login} and role = ${role} and school = ${school ?? ''}
            and person = ${person ?? ''} returning 1`.execute(db)
        await requireAdministrator(db)
        return rows.length > 0
      }),
  }
}

async function insertRole(
  db: Kysely<Schema>,
  login: string,
  { role, school, person }: Grant,
  { by, at }: Signature,
): Promise<boolean> {
  const { rows } = await sql`
    insert into people.role (account, role, school, person, given_at, given_by)
    values (${login}, ${role}, ${school ?? ''}, ${person ?? ''}, ${at}, ${by})
    on conflict do nothing returning 1`.execute(db)
  return rows.length > 0
}

const isAdministrator = ({ role, school }: Grant) => role === 'administrator' && school === null

/** @throws BridgeError USAGE: rolls back what left nobody who manages people */
async function requireAdministrator(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql`
    select from people.role join people.account on login = account
    where role = 'administrator' and school = '' and locked_at is null limit 1`.execute(db)
  if (rows.length > 0) return
  throw new BridgeError('USAGE', {
    message: 'Это последний администратор программы: без него некому было бы управлять доступом.',
    hint: 'Сначала дайте эту роль другому: dnevnik-bridge users role grant',
  })
}

function taken(message: string): BridgeError {
  return new BridgeError('USAGE', { message, hint: 'Все записи: dnevnik-bridge users list' })
}

function firstIsNone(): BridgeError {
  return new BridgeError('USAGE', {
    message:
      'Первая учётная запись должна быть администратором программы: как только она есть, входят все по именам.',
    hint: 'Добавьте --role administrator (без --school)',
  })
}
