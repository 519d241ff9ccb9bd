import { dataFolder } from '../config/index.js'
import { type DatabaseHandle, openServer, whileClaimed } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { createLogger, silentLogger } from '../log.js'
import type { CommandContext, CommonOptions } from './context.js'

/** The database as it stands: needs no settings, and nothing is migrated. */
export async function withDatabase<T>(
  { environment }: CommandContext,
  options: CommonOptions,
  work: (database: DatabaseHandle) => Promise<T>,
): Promise<T> {
  const log = environment.BRIDGE_LOG ? createLogger(environment.BRIDGE_LOG) : silentLogger
  const { database: folder } = dataFolder(options.data)
  const { database, close } = await openServer({ url: environment.DATABASE_URL, folder, log })
  try {
    return await work(database)
  } finally {
    await close()
  }
}

/** Nobody else may serve it meanwhile. @throws BridgeError DATA_IN_USE */
export function whileUnserved<T>(database: DatabaseHandle, work: () => Promise<T>): Promise<T> {
  return whileClaimed(database, { name: 'start', taken: served }, work)
}

function served(): BridgeError {
  return new BridgeError('DATA_IN_USE', {
    message: 'С этой базой работает start',
    hint: 'Остановите его и повторите',
  })
}
