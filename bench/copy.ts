import type pg from 'pg'

/** What pg's client asks of a query object; its own types don't have it. */
interface Connection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** COPY … FROM STDIN of rows in PostgreSQL's text format, over the ordinary connection of `pg`. */
export function copyIn(client: pg.ClientBase, command: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit(connection: Connection) {
        connection.query(command)
      },
      handleCopyInResponse(connection: Connection) {
        for (let at = 0; at < rows.length; at += chunkSize)
          connection.sendCopyFromChunk(rows.subarray(at, at + chunkSize))
        connection.endCopyFrom()
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    } as unknown as pg.Submittable)
  })
}

const chunkSize = 64 * 1024
