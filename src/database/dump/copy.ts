import { once } from 'node:events'
import { type Duplex, Readable } from 'node:stream'
import type pg from 'pg'
import { databaseError } from '../scrubbing-client.js'

/** COPY over the ordinary connection of `pg`, whose own types don't have what it asks of a query object. */
interface Connection {
  readonly stream: Duplex
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

const batchBytes = 64 * 1024

/**
 * Rows as PostgreSQL's text format has them, in chunks of whole rows, of which the server sends each by itself. Who stops reading half-way leaves a connection that
 * is of no use to anybody.
 */
export function copyOut(
  client: pg.ClientBase,
  command: string,
): { readonly rows: Readable; count(): number } {
  let count = 0
  let line: Duplex | null = null
  let batch: Buffer[] = []
  let size = 0
  const rows = new Readable({
    read() {
      line?.resume()
    },
  })
  const flush = () => {
    if (size > 0 && !rows.push(Buffer.concat(batch, size))) line?.pause()
    batch = []
    size = 0
  }
  client.query({
    submit(connection: Connection) {
      line = connection.stream
      connection.query(command)
    },
    handleCopyData({ chunk }: { readonly chunk: Buffer }) {
      // The parser uses its memory again for what comes next.
      batch.push(Buffer.from(chunk))
      size += chunk.length
      count++
      if (size >= batchBytes) flush()
    },
    handleCommandComplete: flush,
    handleReadyForQuery() {
      line?.resume()
      rows.push(null)
    },
    handleError: (error: unknown) => rows.destroy(databaseError(error)),
  } as unknown as pg.Submittable)
  return { rows, count: () => count }
}

/** What comes is in PostgreSQL's text format. */
export function copyIn(client: pg.ClientBase, command: string, rows: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = new AbortController()
    let failure: unknown = null
    const send = async (connection: Connection) => {
      try {
        for await (const chunk of rows) {
          if (refused.signal.aborted) return
          connection.sendCopyFromChunk(chunk)
          if (connection.stream.writableNeedDrain)
            await once(connection.stream, 'drain', { signal: refused.signal })
        }
        connection.endCopyFrom()
      } catch (error) {
        if (refused.signal.aborted) return
        failure = error
        connection.sendCopyFail('source failed')
      }
    }
    client.query({
      submit: (connection: Connection) => connection.query(command),
      handleCopyInResponse: (connection: Connection) => void send(connection),
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(),
      handleError(error: unknown) {
        refused.abort()
        reject(failure ?? databaseError(error))
      },
    } as unknown as pg.Submittable)
  })
}
