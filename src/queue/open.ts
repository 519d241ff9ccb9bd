import { openInline } from './inline.js'
import { openPostgres } from './postgres.js'
import type { QueueBackend, QueueOptions } from './queue.js'
import { openRedis } from './redis.js'

/**
 * Opens the queue and proves that it answers.
 * @throws BridgeError DATABASE_FAILED or REDIS_FAILED, within some five seconds
 */
export async function openQueue(options: QueueOptions): Promise<QueueBackend> {
  switch (options.kind) {
    case 'inline':
      return openInline(options)
    case 'postgres':
      return openPostgres(options)
    case 'redis':
      return openRedis(options)
  }
}
