import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { type DumpReader, damagedDump, readDump, type Turning } from './format.js'

export interface VerifiedDump {
  readonly file: string
  readonly bytes: number
  readonly sha512: string
  /** ISO 8601, UTC. */
  readonly takenAt: string
  readonly migrations: readonly string[]
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
}

export const digestFile = (file: string) => `${file}.sha512`

/**
 * Reads a dump from the disk, whole: digest, compression, structure, number of rows; `open` for one that is encrypted.
 * @throws BridgeError DUMP_DAMAGED
 */
export async function verifyDump(file: string, open?: Turning): Promise<VerifiedDump> {
  const told = /^([0-9a-f]{128}) [ *]/.exec(await digestText(file))?.[1]
  if (told === undefined) throw damagedDump(file, `${digestFile(file)} — не контрольная сумма`)
  const sha512 = await digestOf(file)
  if (sha512 !== told) throw damagedDump(file, 'контрольная сумма не сходится')
  let takenAt = ''
  let migrations: readonly string[] = []
  const reader: DumpReader = {
    async head(head) {
      ;({ takenAt, migrations } = head)
    },
    async table(table) {
      for await (const _ of table.rows());
    },
    async sequence() {},
  }
  const rows = await readDump(file, reader, open)
  return { file, bytes: (await stat(file)).size, sha512, takenAt, migrations, rows }
}

async function digestText(file: string): Promise<string> {
  return readFile(digestFile(file), 'utf8').catch((cause: unknown) => {
    throw damagedDump(file, `рядом нет её контрольной суммы, ${digestFile(file)}`, cause)
  })
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha512')
  try {
    for await (const chunk of createReadStream(file)) digest.update(chunk as Buffer)
  } catch (cause) {
    throw damagedDump(file, 'она не читается', cause)
  }
  return digest.digest('hex')
}
