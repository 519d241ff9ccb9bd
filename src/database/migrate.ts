import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { BridgeError } from '../errors.js'
import { packageRoot } from '../package-root.js'
import type { DatabaseHandle } from './database.js'

interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

const defaultFolder = join(packageRoot, 'src', 'database', 'migrations')
export const migrationLock = "hashtextextended('dnevnik-bridge/migrate', 0)"
const oldestServer = 15

/**
 * Brings the database to the newest state: `NNNN-name.sql` by number, each in a transaction of its own, under a
 * lock, so that processes which start together wait for one another.
 * @returns names of the migrations applied by this call
 * @throws BridgeError DATA_NEWER when the database has a migration that we don't; nothing is changed then
 */
export async function migrate(handle: DatabaseHandle, folder = defaultFolder): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = await handle.pool.connect()
  try {
    await checkServer(client)
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    const done = await applied(client)
    refuseNewer(done, migrations)
    const missing = migrations.filter(({ number }) => !done.has(number))
    for (const migration of missing) await apply(client, migration)
    await client.query(`select pg_advisory_unlock(${migrationLock})`)
    client.release()
    return missing.map(({ name }) => name)
  } catch (error) {
    // Closing the connection rolls back and gives the lock free, whatever state it is in.
    client.release(true)
    throw error
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).flatMap(file => {
    const [, number, name] = /^(\d{4})-(.+)\.sql$/.exec(file) ?? []
    return number === undefined || name === undefined
      ? []
      : [{ number: Number(number), name: `${number}-${name}`, file }]
  })
  const migrations = await Promise.all(
    files.map(async ({ number, name, file }) => ({
      number,
      name,
      sql: await readFile(join(folder, file), 'utf8'),
    })),
  )
  return migrations.sort((a, b) => a.number - b.number)
}

async function checkServer(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int / 10000 as version",
  )
  const version = rows[0]?.version ?? 0
  if (version >= oldestServer) return
  throw new BridgeError('DATABASE_FAILED', {
    message: `PostgreSQL ${version} слишком стар: нужен ${oldestServer} или новее.`,
    hint: 'Обновите PostgreSQL или уберите DATABASE_URL: тогда программа запустит собственный.',
    permanent: true,
  })
}

async function applied(client: pg.ClientBase): Promise<Map<number, string>> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('bridge.migration') is not null as there",
  )
  if (found[0]?.there !== true) return new Map()
  const { rows } = await client.query<{ number: number; name: string }>(
    'select number, name from bridge.migration',
  )
  return new Map(rows.map(({ number, name }) => [number, name]))
}

function refuseNewer(done: ReadonlyMap<number, string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ number }) => number))
  const newer = [...done].find(([number]) => !known.has(number))
  if (newer === undefined) return
  throw new BridgeError('DATA_NEWER', {
    message: `С этой базой данных уже работала более новая версия программы (в ней есть ${newer[1]}).`,
    hint: 'Установите ту же или более новую версию программы: старая ничего не изменила.',
    details: { migration: newer[1] },
  })
}

/**
 * Within the caller's transaction, on a database that has nothing of ours: just the migrations of these names, so that what
 * was taken from such a database fits.
 * @throws BridgeError DATA_NEWER for a name that we don't know
 */
export async function applyNamed(
  client: pg.ClientBase,
  names: readonly string[],
  folder = defaultFolder,
): Promise<void> {
  const migrations = await readMigrations(folder)
  refuseNewer(new Map(names.map(name => [Number(name.slice(0, 4)), name])), migrations)
  for (const migration of migrations) if (names.includes(migration.name)) await applyOne(client, migration)
}

/** Names of the applied migrations, by number. */
export async function appliedNames(client: pg.ClientBase): Promise<string[]> {
  return [...(await applied(client))].sort(([a], [b]) => a - b).map(([, name]) => name)
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin')
  await applyOne(client, migration)
  await client.query('commit')
}

async function applyOne(client: pg.ClientBase, { number, name, sql }: Migration): Promise<void> {
  await client.query('create schema if not exists bridge')
  await client.query(
    'create table if not exists bridge.migration (number int primary key, name text not null, applied_at timestamptz not null default now())',
  )
  await client.query(sql)
  await client.query('insert into bridge.migration (number, name) values ($1, $2)', [number, name])
}
