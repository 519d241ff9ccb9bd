import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'

/**
 * A dump is gzipped text that psql reads as well, once the tables are there:
 *
 *     -- {"format":"dnevnik-bridge/database-dump/1","takenAt":"2026-11-28T20:21:05.000Z","migrations":["0001-runs",…]}
 *     COPY runs.run (id, school, …) FROM stdin;
 *     …rows in PostgreSQL's text format…
 *     \.
 *     SELECT pg_catalog.setval('mirror.version_id_seq', 4711, true);
 *     -- {"rows":{"runs.run":12,…}}
 */
export const DumpHead = z.strictObject({
  format: z.literal('dnevnik-bridge/database-dump/1'),
  takenAt: z.iso.datetime(),
  /** Names, by number: the structure that the rows fit. */
  migrations: z.array(z.string().regex(/^\d{4}-[\w-]+$/)),
})
export type DumpHead = z.infer<typeof DumpHead>

export const DumpEnd = z.strictObject({ rows: z.record(z.string(), z.int()) })

/** Turns a file's bytes as they come: encrypts them, or opens what is encrypted. */
export type Turning = (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>

export interface DumpedTable {
  readonly name: string
  readonly columns: readonly string[]
  /** To be read to the end before anything else is. */
  rows(): AsyncGenerator<Buffer>
}

export interface DumpReader {
  head(head: DumpHead): Promise<void>
  table(table: DumpedTable): Promise<void>
  sequence(name: string, value: string, called: boolean): Promise<void>
}

const name = '[a-z_]+\\.[a-z_]+'
const copyLine = new RegExp(`^COPY (${name}) \\(([a-z0-9_, ]+)\\) FROM stdin;$`)
const sequenceLine = new RegExp(`^SELECT pg_catalog\\.setval\\('(${name})', (\\d+), (true|false)\\);$`)

export function copyCommand(
  { name: table, columns }: Pick<DumpedTable, 'name' | 'columns'>,
  end: string,
): string {
  return `COPY ${table} (${columns.join(', ')}) ${end}`
}

export function sequenceCommand(sequence: string, value: string, called: boolean): string {
  return `SELECT pg_catalog.setval('${sequence}', ${value}, ${called});`
}

/**
 * Reads a dump from its first line to its last and checks that it is whole.
 * @returns rows by table
 * @throws BridgeError DUMP_DAMAGED; whatever the reader throws
 */
export async function readDump(
  file: string,
  reader: DumpReader,
  open?: Turning,
): Promise<Readonly<Record<string, number>>> {
  const stored = createReadStream(file)
  const source = open === undefined ? stored : Readable.from(open(stored))
  const unpacked = createGunzip()
  source.on('error', (error: Error) => unpacked.destroy(error))
  const text = new DumpText(source.pipe(unpacked)[Symbol.asyncIterator](), file)
  try {
    await reader.head(parsed(DumpHead, await text.line(), file))
    const counted: Record<string, number> = {}
    for (;;) {
      const line = await text.line()
      const [, table, columns] = copyLine.exec(line ?? '') ?? []
      const [, sequence, value, called] = sequenceLine.exec(line ?? '') ?? []
      if (table !== undefined && columns !== undefined) {
        counted[table] = 0
        const count = (rows: number) => {
          counted[table] = (counted[table] ?? 0) + rows
        }
        await reader.table({ name: table, columns: columns.split(', '), rows: () => text.rows(count) })
      } else if (sequence !== undefined && value !== undefined) {
        await reader.sequence(sequence, value, called === 'true')
      } else {
        checkEnd(parsed(DumpEnd, line, file).rows, counted, file)
        if ((await text.line()) !== null) throw damagedDump(file, 'после конца есть что-то ещё')
        return counted
      }
    }
  } finally {
    stored.destroy()
    source.destroy()
    unpacked.destroy()
  }
}

function checkEnd(
  told: Readonly<Record<string, number>>,
  counted: Readonly<Record<string, number>>,
  file: string,
): void {
  const names = new Set([...Object.keys(told), ...Object.keys(counted)])
  for (const table of names)
    if (told[table] !== counted[table]) throw damagedDump(file, `в таблице ${table} не те строки`)
}

function parsed<T>(schema: z.ZodType<T>, line: string | null, file: string): T {
  if (line?.startsWith('-- ') !== true) throw damagedDump(file, 'это не копия базы или она оборвана')
  try {
    return schema.parse(JSON.parse(line.slice(3)))
  } catch (cause) {
    throw damagedDump(file, 'это не копия базы или она записана другой версией программы', cause)
  }
}

export function damagedDump(file: string, what: string, cause?: unknown): BridgeError {
  return new BridgeError('DUMP_DAMAGED', {
    message: `Копия базы данных ${file}: ${what}.`,
    details: { file },
    cause,
  })
}

const newline = 0x0a
const rowsEnd = Buffer.from('\\.\n')
const rowsEndInside = Buffer.from('\n\\.\n')

/** Lines, and blocks of rows, of text that comes in pieces. */
class DumpText {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #file: string
  #buffer: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterator<Buffer>, file: string) {
    this.#pieces = pieces
    this.#file = file
  }

  /** Null at the end. */
  async line(): Promise<string | null> {
    let end = this.#buffer.indexOf(newline)
    while (end < 0 && (await this.#more())) end = this.#buffer.indexOf(newline)
    if (end < 0 && this.#buffer.length === 0) return null
    if (end < 0) throw damagedDump(this.#file, 'она оборвана')
    return this.#take(end + 1)
      .subarray(0, end)
      .toString('utf8')
  }

  /** Up to the line that ends them. A line feed within a value is written otherwise, so each row is one line. */
  async *rows(count: (rows: number) => void): AsyncGenerator<Buffer> {
    for (;;) {
      while (this.#buffer.length < rowsEnd.length) if (!(await this.#more())) throw this.#cutOff()
      if (this.#buffer.subarray(0, rowsEnd.length).equals(rowsEnd)) {
        this.#take(rowsEnd.length)
        return
      }
      const end = this.#buffer.indexOf(rowsEndInside)
      const whole = (end < 0 ? this.#buffer.lastIndexOf(newline) : end) + 1
      if (whole === 0) {
        if (!(await this.#more())) throw this.#cutOff()
        continue
      }
      const rows = this.#take(whole)
      count(linesOf(rows))
      yield rows
    }
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length)
    this.#buffer = this.#buffer.subarray(length)
    return taken
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#pieces.next().catch((cause: unknown) => {
      if (cause instanceof BridgeError) throw cause
      throw damagedDump(this.#file, 'она не читается или не распаковывается', cause)
    })
    if (done === true) return false
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value])
    return true
  }

  #cutOff(): BridgeError {
    return damagedDump(this.#file, 'она оборвана')
  }
}

function linesOf(rows: Buffer): number {
  let lines = 0
  for (let at = rows.indexOf(newline); at >= 0; at = rows.indexOf(newline, at + 1)) lines++
  return lines
}
