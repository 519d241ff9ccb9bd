import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '../../src/clock.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createPeople, type Grant, type People } from '../../src/people/index.js'
import { testDatabase } from '../support/database.js'
import { moscow } from '../support/report.js'

/** Accounts on a real database, with hashes that are quick to make. */
export interface House {
  readonly people: People
  readonly clock: ManualClock
  readonly database: DatabaseHandle
  readonly secrets: string
  /** The same installation in another process. */
  again(): People
  /** With the password of `passwordOf`. */
  add(login: string, ...grants: readonly Grant[]): Promise<void>
  close(): Promise<void>
}

export const chief: Grant = { role: 'administrator', school: null, person: null }
/** Has nothing of the login in it. */
export const passwordOf = (login: string) => `длинный пароль ${[...login].reverse().join('')}`

export async function openHouse(): Promise<House> {
  const store = await testDatabase()
  const database = openDatabase({ connectionString: store.connectionString })
  const secrets = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-people-'))
  const clock = new ManualClock(moscow('2026-11-20T12:00'))
  const terms = { idleMs: 60 * 60_000, wholeMs: 12 * 3_600_000 }
  const again = () => createPeople({ database, secrets, clock, terms, cost: 4 })
  const people = again()
  return {
    ...{ people, clock, database, secrets, again },
    async add(login, ...grants) {
      const password = { chosen: passwordOf(login) }
      await people.add({ login, name: `Некто ${login}`, subject: null, grants, by: 'тест', password })
    },
    async close() {
      await database.close()
      await store.drop()
      await rm(secrets, { recursive: true, force: true })
    },
  }
}
