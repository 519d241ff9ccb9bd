import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { claimService, type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { BridgeError } from '../../src/errors.js'
import { emptyDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase
let handle: DatabaseHandle
const secret = 'Иванова Мария'

beforeAll(async () => {
  database = await emptyDatabase()
  handle = openDatabase({ ...database, applicationName: 'suite' })
  await handle.pool.query('create table person (id bigint primary key, name text unique)')
  await handle.pool.query('insert into person values (1, $1)', [secret])
})

afterAll(async () => {
  await handle.close()
  await database.drop()
})

async function failure(promise: Promise<unknown>): Promise<BridgeError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof BridgeError) return error
  throw new Error('expected a BridgeError')
}

const offences: [string, () => Promise<unknown>, string][] = [
  ['a key that exists', () => handle.pool.query('insert into person values (2, $1)', [secret]), '23505'],
  ['text instead of a number', () => handle.pool.query('select $1::bigint', [secret]), '22P02'],
  ['the typed way', () => sql`insert into person values (3, ${secret})`.execute(handle.kysely), '23505'],
  [
    'a transaction',
    () => handle.kysely.transaction().execute(db => sql`select ${secret}::bigint`.execute(db)),
    '22P02',
  ],
]

test.each(offences)('an error about %s does not carry the value along', async (_, offend, sqlState) => {
  const error = await failure(offend())
  expect(error).toMatchObject({ code: 'INTERNAL', details: { sqlState } })
  const told = [error.message, error.stack, error.hint, JSON.stringify(error), JSON.stringify(error.details)]
  expect(told.join()).not.toContain('Иванова')
  expect(error.cause).toBeUndefined()
})

test('the constraint is named, so that a developer finds the place', async () => {
  const error = await failure(handle.pool.query('insert into person values (1, null)'))
  expect(error.details).toMatchObject({ table: 'person', constraint: 'person_pkey' })
})

test('wrong SQL of ours keeps the words of PostgreSQL', async () => {
  const error = await failure(handle.pool.query('select no_such_column from person'))
  expect(error.details).toMatchObject({ words: expect.stringContaining('no_such_column') })
})

test('ids beyond 2^53 come back exactly', async () => {
  const { rows } = await handle.pool.query('select $1::bigint as id', ['9007199254740993'])
  expect(rows).toEqual([{ id: '9007199254740993' }])
})

test('a server that is not there, or does not let us in, is told in Russian with a remedy', async () => {
  const closed = await closedPort()
  const absent = openDatabase({ connectionString: `postgresql://postgres:geheim@127.0.0.1:${closed}/bridge` })
  const unreachable = await failure(absent.pool.query('select 1'))
  expect(unreachable).toMatchObject({
    code: 'DATABASE_FAILED',
    permanent: false,
    hint: expect.stringContaining('DATABASE_URL'),
  })
  await absent.close()

  const url = new URL(database.connectionString)
  url.password = 'geheim'
  const stranger = openDatabase({ connectionString: url.href })
  const refused = await failure(sql`select 1`.execute(stranger.kysely))
  expect(refused).toMatchObject({ code: 'DATABASE_FAILED', permanent: true })
  await stranger.close()
  expect(JSON.stringify([unreachable, refused])).not.toContain('geheim')
})

test('a connection that was cut is replaced at the next query', async () => {
  const own = openDatabase(database)
  const { rows } = await own.pool.query('select pg_backend_pid() as pid')
  await handle.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
  await expect(until(() => own.pool.query('select 1 as answer'))).resolves.toMatchObject({
    rows: [{ answer: 1 }],
  })
  await own.close()
  await own.close()
})

test('a service is claimed by one process at a time, and free again after release', async () => {
  const first = await claimService(handle, 'start')
  expect(await claimService(handle, 'start')).toBeNull()
  const another = await claimService(handle, 'archivist')
  expect(another).not.toBeNull()
  await first?.release()
  await first?.release()
  const second = await claimService(handle, 'start')
  expect(second).not.toBeNull()
  await Promise.all([second?.release(), another?.release()])
})

test('whoever loses the connection learns that the claim is lost', async () => {
  const claim = await claimService(handle, 'worker')
  const lost = new Promise(resolve => claim?.lost.addEventListener('abort', resolve))
  await handle.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dnevnik-bridge: worker'",
  )
  await lost
  const next = await until(async () => {
    const claimed = await claimService(handle, 'worker')
    if (claimed === null) throw new Error('still claimed')
    return claimed
  })
  await Promise.all([next.release(), claim?.release()])
})

/** Tries again at once until it works: the server notices a closed connection a moment later than we do. */
async function until<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === 50) throw error
    }
  }
}

function closedPort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

test('a connection that dies in an open transaction fails its next query, and nothing else', async () => {
  const client = await handle.pool.connect()
  try {
    const { rows } = await client
      .query('begin; select 1')
      .then(() => client.query('select pg_backend_pid() as pid'))
    const gone = new Promise(resolve => client.once('end', resolve))
    await handle.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
    await gone
    expect((await failure(client.query('select 1'))).code).toBe('DATABASE_FAILED')
  } finally {
    client.release(true)
  }
  expect((await handle.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
