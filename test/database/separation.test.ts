import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { type DatabaseHandle, migrate, openDatabase } from '../../src/database/index.js'
import { createRuns } from '../../src/runs/index.js'
import { emptyDatabase, type TestDatabase, testDatabase } from '../support/database.js'
import { timeZone } from '../support/report.js'
import { serve } from '../web/served.js'

const [one, other] = ['1000000000000000123', '1000000000000000456']

async function runOf(database: DatabaseHandle, school: string): Promise<void> {
  await database.pool.query(
    `insert into runs.run (id, school, kind, state, from_date, to_date, asked_by, created_at)
     values ($1, $2, 'sync', 'queued', '2026-11-16', '2026-11-20', 'web', 1)`,
    [`run-of-${school}`, school],
  )
}

describe('schools are apart in the database too', () => {
  let store: TestDatabase
  let database: DatabaseHandle
  const seen = async () =>
    (await sql<{ school: string }>`select school from runs.run order by 1`.execute(database.kysely)).rows.map(
      ({ school }) => school,
    )
  beforeAll(async () => {
    store = await testDatabase()
    database = openDatabase({ connectionString: store.connectionString, connections: 2 })
    for (const school of [one, other]) await runOf(database, school)
  })
  afterAll(async () => {
    await database.close()
    await store.drop()
  })

  test('each table with a school has the policy: one that is added later must have it as well', async () => {
    const { rows } = await database.pool.query<{ name: string; bound: boolean }>(
      `select n.nspname || '.' || c.relname as name,
         c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as bound
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'school' and not a.attisdropped
       where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|people$)' order by 1`,
    )
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.filter(({ bound }) => !bound)).toEqual([])
  })

  test('before anybody asks for it nothing is bound; then a query that names no school finds one only', async () => {
    expect(await database.within([one], seen)).toEqual([one, other])
    expect(await database.separate()).toBe('rows')
    expect(await database.within([one], seen)).toEqual([one])
    expect(await database.within([one, other], seen)).toEqual([one, other])
    expect(await database.within([], seen)).toEqual([])
    // Jobs and commands, which are for all schools, aren't bound.
    expect(await seen()).toEqual([one, other])
  })

  test('so it is in a transaction, by the pool, on one of its connections, and for what hangs on a row', async () => {
    await database.pool.query(
      `insert into runs.window_outcome (run, window_key, requests, complete, incomplete, changed, gone, quarantined)
       values ($1, 'k', 1, 1, 0, 0, 0, 0)`,
      [`run-of-${other}`],
    )
    await database.within([one], async () => {
      const inside = await database.kysely.transaction().execute(db => sql`select from runs.run`.execute(db))
      expect(inside.rows).toHaveLength(1)
      expect((await database.pool.query('select from runs.run')).rowCount).toBe(1)
      expect((await database.pool.query('select from runs.window_outcome')).rowCount).toBe(0)
      const client = await database.pool.connect()
      expect((await client.query('select from runs.run')).rowCount).toBe(1)
      client.release()
      expect(await createRuns(database).get(`run-of-${other}`)).toBeNull()
    })
    expect((await database.pool.query('select from runs.window_outcome')).rowCount).toBe(1)
  })

  test('nothing of another school is written, changed or deleted', async () => {
    await database.within([one], async () => {
      await expect(runOf(database, '1000000000000000789')).rejects.toMatchObject({
        details: { sqlState: '42501' },
      })
      expect((await database.pool.query("update runs.run set step = 'x'")).rowCount).toBe(1)
      expect((await database.pool.query(`delete from runs.run where school = $1`, [other])).rowCount).toBe(0)
    })
    expect(await seen()).toEqual([one, other])
  })

  test('many at once, over few connections, each see their own', async () => {
    const schools = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other))
    const found = await Promise.all(schools.map(school => database.within([school], seen)))
    expect(found).toEqual(schools.map(school => [school]))
  })

  test('a page whose query forgot its school shows nothing of another one', async () => {
    const runs = createRuns(database)
    const all = async () => {
      const { rows } = await database.pool.query<{ id: string }>('select id from runs.run order by id')
      const found = await Promise.all(rows.map(({ id }) => runs.get(id)))
      return found.flatMap(run => (run === null ? [] : [run]))
    }
    const served = await serve({
      recentRuns: all,
      within: (schools, work) => database.within(schools, work),
      schools: [one, other].map(id => ({ id, name: `Школа ${id}`, timeZone })),
    })
    expect(await all()).toHaveLength(2)
    for (const [school, stranger] of [
      [one, other],
      [other, one],
    ]) {
      const { status, text } = await served.get(`/schools/${school}/runs`)
      expect(status).toBe(200)
      expect(text).toContain(`run-of-${school}`)
      expect(text).not.toContain(`run-of-${stranger}`)
    }
    await served.close()
  })
})

test('a user who may make no role is told so, and the program keeps schools apart alone', async () => {
  const store = await emptyDatabase()
  const admin = openDatabase({ connectionString: store.connectionString })
  const url = new URL(store.connectionString)
  const limited = `limited_${url.pathname.slice(-8)}`
  await admin.pool.query(`create role ${limited} login password 'x' nocreaterole`)
  await admin.pool.query(`alter database ${url.pathname.slice(1)} owner to ${limited}`)
  await admin.close()
  url.username = limited
  url.password = 'x'
  const database = openDatabase({ connectionString: url.href })
  await migrate(database)
  for (const school of ['1', '2']) await runOf(database, school)
  expect(await database.separate()).toBe('code')
  expect((await database.within(['1'], () => database.pool.query('select from runs.run'))).rowCount).toBe(2)
  await database.close()
  await store.drop()
  const server = openDatabase({ connectionString: process.env.TEST_DATABASE_SERVER ?? '' })
  await server.pool.query(`drop role ${limited}`)
  await server.close()
})
