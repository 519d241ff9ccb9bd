import type { Logger } from '../log.js'
import { type DatabaseHandle, openDatabase } from './database.js'
import { startEmbedded } from './embedded.js'

export interface DatabaseServer {
  readonly database: DatabaseHandle
  /** Leaves the server as well, where it is the embedded one. */
  close(): Promise<void>
}

/**
 * An installation's database as it stands, nothing migrated: the one at the address, or the embedded one in the folder.
 * @throws BridgeError DATABASE_START
 */
export async function openServer(place: {
  readonly url: string | undefined
  readonly folder: string
  readonly log: Logger
}): Promise<DatabaseServer> {
  const { url, folder, log } = place
  const embedded = url ? null : await startEmbedded({ folder, log })
  const database = openDatabase({ connectionString: url ?? embedded?.connectionString ?? '' })
  return {
    database,
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}
