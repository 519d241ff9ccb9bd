import { createPostgresBackend, Queue } from 'bullmq'
import { BridgeError } from '../errors.js'
import { openBull } from './bull.js'
import type { QueueBackend, QueueOptions } from './queue.js'

/** BullMQ's tables stand in a PostgreSQL schema of their own, beside ours, and are migrated by BullMQ itself. */
const schema = 'queue'

function databaseFailed(cause: unknown): BridgeError {
  return new BridgeError('DATABASE_FAILED', {
    message: 'База данных не отвечает очереди заданий.',
    hint: 'Проверьте, что PostgreSQL запущен, а строка DATABASE_URL верна.',
    cause,
  })
}

export async function openPostgres(
  options: Extract<QueueOptions, { kind: 'postgres' }>,
): Promise<QueueBackend> {
  // A configuration, not a shared pool: only so does BullMQ keep its schema and its own LISTEN connection.
  const connectionTo = (max: number) => ({
    connectionString: options.connectionString,
    schema,
    max,
    connectionTimeoutMillis: 4_000,
  })
  await migrate({ ...connectionTo(1), migrate: true })
  return openBull({
    kind: 'postgres',
    factory: createPostgresBackend,
    connection: connectionTo(2),
    workerConnection: connectionTo(3),
    jobs: options.jobs,
    log: options.log,
    failed: databaseFailed,
  })
}

async function migrate(connection: Parameters<typeof createPostgresBackend>[1]['connection']): Promise<void> {
  const queue = new Queue('local', { connection }, createPostgresBackend)
  let problem: unknown = null
  // BullMQ tells connection errors twice: as an event, which must have a listener, and by the promise.
  queue.on('error', error => {
    problem = error
  })
  try {
    await queue.waitUntilReady()
  } catch (error) {
    throw databaseFailed(problem ?? error)
  } finally {
    await queue.close()
  }
}
