import { setTimeout as delay } from 'node:timers/promises'
import { createRedisBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { BridgeError } from '../errors.js'
import { openBull } from './bull.js'
import type { QueueBackend, QueueOptions } from './queue.js'

const oldestRedis = [6, 2] as const

/** Reconnecting: soon at first, then every two seconds. */
const retryStrategy = (times: number) => Math.min(100 * 2 ** Math.min(times, 6), 2_000)

export async function openRedis(options: Extract<QueueOptions, { kind: 'redis' }>): Promise<QueueBackend> {
  const address = redisAddress(options.url)
  const failed = (cause: unknown, message = `Redis (${address}) не отвечает очереди заданий.`) =>
    new BridgeError('REDIS_FAILED', {
      message,
      hint: 'Проверьте, что Redis запущен, а REDIS_URL верен (с паролем, если он нужен). Без REDIS_URL очередь стоит в PostgreSQL.',
      cause: withoutAddress(cause),
    })
  await probe(options.url, failed)
  const connection = { url: options.url, connectTimeout: 4_000, retryStrategy }
  return openBull({
    kind: 'redis',
    factory: createRedisBackend,
    connection: { ...connection, maxRetriesPerRequest: 3 },
    workerConnection: { ...connection, maxRetriesPerRequest: null },
    prefix: options.prefix ?? 'dnevnik-bridge',
    jobs: options.jobs,
    log: options.log,
    failed: cause => failed(cause),
  })
}

/** Host, port and number of the database: what may be shown of an address that may carry a password. */
function redisAddress(url: string): string {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw new BridgeError('CONFIG_INVALID', {
      message: 'REDIS_URL — не адрес Redis.',
      hint: 'Нужен адрес вида redis://:пароль@узел:6379/0 (или rediss:// для TLS).',
    })
  }
  const { host, pathname } = new URL(url)
  return `${host}${pathname === '/' ? '' : pathname}`
}

/** Drivers put commands and their arguments (AUTH among them) on their errors: only class and text go on. */
function withoutAddress(cause: unknown): Error {
  return new Error(cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown')
}

/** Something that takes the connection and then says nothing is no Redis either. */
async function silence(): Promise<never> {
  await delay(5_000, undefined, { ref: false })
  throw new Error('no answer within 5 s')
}

async function probe(url: string, failed: (cause: unknown, message?: string) => BridgeError): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    disconnectTimeout: 100,
    connectTimeout: 4_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let problem: unknown = null
  client.on('error', error => {
    problem = error
  })
  try {
    const info = await Promise.race([client.connect().then(() => client.info('server')), silence()])
    const version = /redis_version:(\d+)\.(\d+)/.exec(info)
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
    if (major < oldestRedis[0] || (major === oldestRedis[0] && minor < oldestRedis[1])) {
      throw failed(null, `Нужен Redis не старше ${oldestRedis.join('.')}, а отвечает ${major}.${minor}.`)
    }
  } catch (error) {
    throw error instanceof BridgeError ? error : failed(problem ?? error)
  } finally {
    client.disconnect()
  }
}
