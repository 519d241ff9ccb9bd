import type pg from 'pg'
import { BridgeError } from '../../errors.js'
import type { DatabaseHandle } from '../database.js'
import { applyNamed, migrate, migrationLock } from '../migrate.js'
import { copyIn } from './copy.js'
import { copyCommand, type DumpReader, damagedDump, readDump, type Turning } from './format.js'
import { ownSchemas, ownTables } from './tables.js'
import { type VerifiedDump, verifyDump } from './verify.js'

/**
 * Loads a dump into a database that holds nothing of ours: with the structure that it was taken from, all of it or nothing;
 * then brings the structure up to this program's.
 * @throws BridgeError DUMP_DAMAGED, DATA_NEWER, DATABASE_NOT_EMPTY; nothing is changed then
 */
export async function restoreDump(
  handle: DatabaseHandle,
  file: string,
  open?: Turning,
): Promise<VerifiedDump> {
  const verified = await checkRestore(handle, file, open)
  await inOneTransaction(handle, client => load(client, file, open))
  await migrate(handle)
  // Fresh tables have no statistics, and plans made without them would be kept.
  await handle.pool.query('analyze')
  return verified
}

/** Whether `restoreDump` would: reads all of the dump, changes nothing. @throws BridgeError as `restoreDump` */
export async function checkRestore(
  handle: DatabaseHandle,
  file: string,
  open?: Turning,
): Promise<VerifiedDump> {
  const verified = await verifyDump(file, open)
  const client = await handle.pool.connect()
  let usable = false
  try {
    await requireEmpty(client)
    // The structure is tried out and taken back.
    await client.query('begin')
    await prepare(client, verified.migrations)
    await client.query('rollback')
    usable = true
    return verified
  } finally {
    client.release(!usable)
  }
}

async function load(client: pg.ClientBase, file: string, open?: Turning): Promise<void> {
  const known = new Map<string, readonly string[]>()
  const reader: DumpReader = {
    async head({ migrations }) {
      await client.query(`select pg_advisory_xact_lock(${migrationLock})`)
      await requireEmpty(client)
      await prepare(client, migrations)
      for (const { name, columns } of await ownTables(client)) known.set(name, columns)
    },
    async table(table) {
      if (known.get(table.name)?.join() !== table.columns.join())
        throw damagedDump(file, `таблица ${table.name} не такая, как в этой версии`)
      await copyIn(client, copyCommand(table, 'FROM STDIN'), table.rows())
      known.delete(table.name)
    },
    async sequence(name, value, called) {
      await client.query('select setval($1::regclass, $2::bigint, $3::boolean)', [name, value, called])
    },
  }
  await readDump(file, reader, open)
  const [missing] = known.keys()
  if (missing !== undefined) throw damagedDump(file, `таблицы ${missing} в ней нет`)
}

/** Of what is known to be empty. */
async function prepare(client: pg.ClientBase, migrations: readonly string[]): Promise<void> {
  await client.query(`drop schema if exists ${ownSchemas.join(', ')} cascade`)
  await applyNamed(client, migrations)
}

/** @throws BridgeError DATABASE_NOT_EMPTY */
async function requireEmpty(client: pg.ClientBase): Promise<void> {
  for (const { name } of await ownTables(client)) {
    const { rowCount } = await client.query(`select from ${name} limit 1`)
    if (rowCount === 0) continue
    throw new BridgeError('DATABASE_NOT_EMPTY', {
      message: `В этой базе уже есть записи (таблица ${name}); ничего не изменено.`,
      hint: 'Копия загружается только в пустую базу: назовите новую папку данных (--data) или другую базу в DATABASE_URL',
      details: { table: name },
    })
  }
}

async function inOneTransaction(
  handle: DatabaseHandle,
  work: (client: pg.ClientBase) => Promise<void>,
): Promise<void> {
  const client = await handle.pool.connect()
  let usable = false
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
    usable = true
  } finally {
    // A connection that is given up takes its transaction back.
    client.release(!usable)
  }
}
