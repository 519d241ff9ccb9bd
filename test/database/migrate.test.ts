import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type DatabaseHandle, migrate, openDatabase } from '../../src/database/index.js'
import { packageRoot } from '../../src/package-root.js'
import { emptyDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase
let handle: DatabaseHandle
let folder: string

beforeEach(async () => {
  database = await emptyDatabase()
  handle = openDatabase(database)
  folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-migrations-'))
})

afterEach(async () => {
  await handle.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

/** Everything that a migration could have changed. */
async function tables(): Promise<unknown> {
  const { rows } = await handle.pool.query(
    `select table_schema, table_name, column_name, data_type from information_schema.columns
     where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`,
  )
  return rows
}

test('our own migrations apply to an empty database, and a second time there is nothing to do', async () => {
  const files = (await readdir(join(packageRoot, 'src', 'database', 'migrations'))).sort()
  expect(await migrate(handle)).toEqual(files.map(file => file.replace('.sql', '')))
  const before = await tables()
  expect(await migrate(handle)).toEqual([])
  expect(await tables()).toEqual(before)
})

test('numbers are given once', async () => {
  const numbers = (await readdir(join(packageRoot, 'src', 'database', 'migrations'))).map(file =>
    file.slice(0, 4),
  )
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('processes that start together apply each migration once', async () => {
  const other = openDatabase(database)
  const applied = await Promise.all([migrate(handle), migrate(other), migrate(other)])
  await other.close()
  const names = applied.flat()
  expect(names.length).toBeGreaterThan(0)
  expect(new Set(names).size).toBe(names.length)
})

test('a database of a newer version is refused and nothing is changed', async () => {
  await writeFile(join(folder, '0001-first.sql'), 'create table first ()')
  await writeFile(join(folder, '0003-third.sql'), 'create table third ()')
  await migrate(handle, folder)
  const before = await tables()
  await rm(join(folder, '0003-third.sql'))
  await writeFile(join(folder, '0002-second.sql'), 'create table second ()')
  await expect(migrate(handle, folder)).rejects.toMatchObject({
    code: 'DATA_NEWER',
    details: { migration: '0003-third' },
  })
  expect(await tables()).toEqual(before)
})

test('a migration that fails leaves nothing of itself, and the earlier ones stay', async () => {
  await writeFile(join(folder, '0001-first.sql'), 'create table first (a int)')
  await writeFile(
    join(folder, '0002-second.sql'),
    'create table second (a int); select no_such_column from first',
  )
  await expect(migrate(handle, folder)).rejects.toMatchObject({ code: 'INTERNAL' })
  const { rows } = await handle.pool.query(
    "select to_regclass('first') as first, to_regclass('second') as second",
  )
  expect(rows).toEqual([{ first: 'first', second: null }])

  await writeFile(join(folder, '0002-second.sql'), 'create table second (a int)')
  expect(await migrate(handle, folder)).toEqual(['0002-second'])
})
