import { silentLogger } from '../../src/log.js'
import { openQueue } from '../../src/queue/index.js'
import { queueContract } from '../contract/queue.contract.js'

queueContract('inline', async () => ({
  open: (jobs, log = silentLogger) => openQueue({ kind: 'inline', jobs, log }),
  drop: async () => {},
}))
