import { systemClock } from '../clock.js'
import { type BridgeConfig, limitsOf } from '../app.js'
import { createDnevnikSource } from '../dnevnik/index.js'
import type { VisibleSchool } from '../journal/index.js'
import { silentLogger } from '../log.js'
import { createOwnPace } from '../pace/index.js'

/**
 * Asks the platform before anything is written: a wrong token or school must leave nothing behind.
 * @throws BridgeError DNEVNIK_TOKEN_DEAD, SCHOOL_NOT_VISIBLE, DNEVNIK_NETWORK and the like
 */
export async function checkPlatform(
  config: BridgeConfig,
  token: string,
  signal: AbortSignal,
): Promise<VisibleSchool[]> {
  // There may be no database yet in which a pace could be shared.
  const limits = { ...limitsOf(config), requestsAtOnce: 1 }
  const pace = createOwnPace({ limits, clock: systemClock, log: silentLogger })
  const source = createDnevnikSource({
    baseUrl: config.platform.url,
    token,
    clock: systemClock,
    log: silentLogger,
    timeoutMs: config.platform.timeoutSeconds * 1000,
    pace,
    attempts: 2,
  })
  try {
    const seen: VisibleSchool[] = []
    for (const school of config.schools)
      seen.push(await source.visibleSchool(school.id, signal, { purpose: 'init', urgent: true }))
    return seen
  } finally {
    await source.close()
    await pace.close()
  }
}
