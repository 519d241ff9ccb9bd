import { systemClock } from '../../src/clock.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { silentLogger } from '../../src/log.js'
import { createSharedPace, type Limits, type Pace } from '../../src/pace/index.js'
import { testDatabase } from '../support/database.js'
import { type ManualTime, manualTime } from './manual-time.js'

export interface SharedStore {
  readonly time: ManualTime
  readonly database: DatabaseHandle
  /** As another process would open it. */
  open(limits?: Partial<Limits>): Pace
  drop(): Promise<void>
}

export const usualLimits: Limits = { requestsPerSecond: 1000, requestsAtOnce: 4, openAfter: 10 }

/** A pace on a real PostgreSQL, with time in the test's hand. */
export async function sharedStore(): Promise<SharedStore> {
  const { connectionString, drop } = await testDatabase()
  const database = openDatabase({ connectionString })
  const { pool } = database
  const time = manualTime(() => pool.idleCount < pool.totalCount || pool.waitingCount > 0)
  return {
    time,
    database,
    open: limits =>
      createSharedPace({
        database,
        limits: { ...usualLimits, ...limits },
        clock: systemClock,
        log: silentLogger,
        time,
        now: time.now,
      }),
    async drop() {
      await database.close()
      await drop()
    },
  }
}
