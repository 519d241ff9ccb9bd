import { systemClock } from '../../src/clock.js'
import { silentLogger } from '../../src/log.js'
import { createOwnPace } from '../../src/pace/index.js'
import { paceContract } from '../contract/pace.contract.js'
import { manualTime } from './manual-time.js'

paceContract('one process', async () => {
  const time = manualTime()
  const usual = { requestsPerSecond: 1000, requestsAtOnce: 4, openAfter: 10 }
  return {
    time,
    open: limits =>
      createOwnPace({ limits: { ...usual, ...limits }, clock: systemClock, log: silentLogger, time }),
    drop: async () => {},
  }
})
