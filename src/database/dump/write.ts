import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import type { Instant } from '../../clock.js'
import type { DatabaseHandle } from '../database.js'
import { appliedNames } from '../migrate.js'
import { copyOut } from './copy.js'
import { copyCommand, type DumpHead, sequenceCommand, type Turning } from './format.js'
import { ownTables } from './tables.js'

/** Most of the bytes are bodies, which are compressed already: more than their hexadecimal form can't be won. */
const level = 3

/**
 * Writes a dump of one moment: everything of ours, whatever is written meanwhile.
 * @returns SHA-512 of the file, hex
 * @throws BridgeError DATABASE_FAILED; errors of the file system
 */
export async function writeDump(
  handle: DatabaseHandle,
  file: string,
  { takenAt, seal = asItIs }: { readonly takenAt: Instant; readonly seal?: Turning | undefined },
): Promise<string> {
  const client = await handle.pool.connect()
  let usable = false
  try {
    await client.query(
      `begin isolation level repeatable read read only;
       set local bytea_output = 'hex'; set local datestyle = 'ISO'; set local timezone = 'UTC'`,
    )
    const digest = createHash('sha512')
    await pipeline(
      Readable.from(dumpText(client, takenAt)),
      createGzip({ level }),
      seal,
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          digest.update(chunk)
          done(null, chunk)
        },
      }),
      createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
    )
    await client.query('commit')
    usable = true
    return digest.digest('hex')
  } finally {
    client.release(!usable)
  }
}

async function* asItIs(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* source
}

async function* dumpText(client: pg.PoolClient, takenAt: Instant): AsyncGenerator<Buffer> {
  const line = (text: string) => Buffer.from(`${text}\n`)
  const head: DumpHead = {
    format: 'dnevnik-bridge/database-dump/1',
    takenAt: new Date(takenAt).toISOString(),
    migrations: await appliedNames(client),
  }
  yield line(`-- ${JSON.stringify(head)}`)
  const rows: Record<string, number> = {}
  const tables = await ownTables(client)
  for (const table of tables) {
    yield line(copyCommand(table, 'FROM stdin;'))
    const copying = copyOut(client, copyCommand(table, 'TO STDOUT'))
    for await (const chunk of copying.rows) yield chunk as Buffer
    rows[table.name] = copying.count()
    yield line('\\.')
  }
  // Read last: a sequence knows no transaction, and only moves on.
  for (const { sequence } of tables) {
    if (sequence === null) continue
    const { rows: found } = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value, is_called from ${sequence}`,
    )
    for (const { last_value, is_called } of found)
      yield line(sequenceCommand(sequence, last_value, is_called))
  }
  yield line(`-- ${JSON.stringify({ rows })}`)
}
