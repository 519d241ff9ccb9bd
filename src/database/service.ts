import type { BridgeError } from '../errors.js'
import type { DatabaseHandle } from './database.js'
import { ScrubbingClient } from './scrubbing-client.js'

export interface ServiceClaim {
  /** Aborted when the claim is lost because its connection broke: somebody else may hold it from then on. */
  readonly lost: AbortSignal
  /** May be called again at any time. */
  release(): Promise<void>
}

/**
 * Claims that this process alone does what the name says for this database, e.g. `start`. The claim lives on a
 * connection of its own and ends with the process, however that ends.
 * @returns null when another process has it
 * @throws BridgeError DATABASE_FAILED
 */
export async function claimService(handle: DatabaseHandle, name: string): Promise<ServiceClaim | null> {
  const client = new ScrubbingClient({
    connectionString: handle.connectionString,
    application_name: `dnevnik-bridge: ${name}`,
    keepAlive: true,
  })
  const lost = new AbortController()
  client.on('error', () => lost.abort())
  await client.connect()
  const key = `dnevnik-bridge/service/${name}`
  const { rows } = await client.query<{ got: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
    [key],
  )
  if (rows[0]?.got !== true) {
    await client.end()
    return null
  }
  let releasing: Promise<void> | undefined
  return {
    lost: lost.signal,
    release() {
      releasing ??= client.end()
      return releasing
    },
  }
}

/** @param taken what is thrown when another process has the claim */
export async function whileClaimed<T>(
  handle: DatabaseHandle,
  claimed: { readonly name: string; readonly taken: () => BridgeError },
  work: () => Promise<T>,
): Promise<T> {
  const claim = await claimService(handle, claimed.name)
  if (claim === null) throw claimed.taken()
  try {
    return await work()
  } finally {
    await claim.release()
  }
}
