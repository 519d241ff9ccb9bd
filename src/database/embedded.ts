import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { systemClock } from '../clock.js'
import { describeError } from '../errors.js'
import type { Logger } from '../log.js'
import { type Binaries, findBinaries } from './embedded/binaries.js'
import { type Cluster, prepareCluster } from './embedded/data-folder.js'
import { folderFailure, hintFrom, isErrno, startFailure } from './embedded/failure.js'
import {
  connectionString,
  connectTo,
  disown,
  logTail,
  registered,
  registeredProcess,
  startServer,
  stopServer,
} from './embedded/server.js'

export interface EmbeddedServer {
  /** Database `bridge` of the server, loopback only; holds the password, so never print it. */
  readonly connectionString: string
  /** Leaves the server; whoever leaves last stops it. May be called again at any time. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Holds cluster, password and server log; made when missing. */
  readonly folder: string
  readonly log: Logger
  /** More settings of the server, e.g. `fsync: 'off'` for tests; they count only for whoever starts it. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Covers a server that is just stopping, or recovering from a crash. */
const patience = 30_000
const maxFailedStarts = 3
const databaseName = 'bridge'
/** Every process that uses the server holds this lock in shared mode, on a connection of its own. */
const presence = "hashtextextended('dnevnik-bridge/presence', 0)"

/**
 * Starts the PostgreSQL that npm installed, or joins the one that serves the folder already (another process of
 * ours, or an orphan whose process was killed). The server is detached from us: Ctrl-C doesn't reach it, so we
 * can finish our work before it stops.
 * @throws BridgeError DATABASE_START
 */
export async function startEmbedded({
  folder,
  log,
  settings = {},
}: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries()
  const cluster = await prepareCluster(folder, binaries).catch((cause: unknown) => {
    throw folderFailure(cause, folder)
  })
  const { client, port } = await joinServer(cluster, binaries, settings)
  let stopping: Promise<void> | undefined
  let lost = false
  client.on('error', error => {
    lost = true
    if (stopping === undefined) log.warn('embedded database: connection lost', { error: error.message })
  })
  return {
    connectionString: connectionString(cluster, port, databaseName),
    stop() {
      stopping ??= leave(lost ? null : client, cluster, binaries)
      return stopping
    },
  }
}

interface Joined {
  readonly client: pg.Client
  readonly port: number
}

/** Connects and takes the shared lock, starting the server when there is none. */
async function joinServer(
  cluster: Cluster,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<Joined> {
  const deadline = systemClock.now() + patience
  let failedStarts = 0
  let refusal: unknown
  while (systemClock.now() < deadline && failedStarts < maxFailedStarts) {
    const server = await registered(cluster)
    const holder = server === null ? 'none' : await registeredProcess(server)
    if (server === null || holder !== 'server') {
      if (server !== null && holder === 'stranger') await disown(cluster, server)
      if (!(await startServer(cluster, binaries, settings))) failedStarts++
      continue
    }
    try {
      const client = await connectTo(cluster, server.port)
      if (client === null) await disown(cluster, server)
      else if (await enter(client)) return { client, port: server.port }
    } catch (error) {
      refusal = error
      if (isRefusal(error)) break
    }
    await pause(100)
  }
  const tail = await logTail(cluster)
  throw startFailure('Встроенный PostgreSQL не запустился.', {
    hint: hintFrom(tail, cluster.log),
    details: { log: tail, ...(refusal === undefined ? {} : { error: describeError(refusal) }) },
  })
}

/** False when somebody is just stopping the server. */
async function enter(client: pg.Client): Promise<boolean> {
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select pg_try_advisory_lock_shared(${presence}) as there`,
    )
    if (rows[0]?.there === true) {
      await createDatabase(client)
      return true
    }
  } catch (error) {
    await client.end()
    throw error
  }
  await client.end()
  return false
}

/** The server lives and doesn't know our password (SQLSTATE class 28); everything else may be a passing state. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code?.startsWith('28') === true
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount === 1) return
  try {
    await client.query(`create database ${databaseName}`)
  } catch (error) {
    const another = error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? '')
    if (!another) throw error
  }
}

/** Last one out: who gets the lock exclusively is alone, and keeps newcomers out while the server stops. */
async function leave(client: pg.Client | null, cluster: Cluster, binaries: Binaries): Promise<void> {
  const server = await registered(cluster)
  const last = client ?? (server === null ? null : await reconnect(cluster, server.port))
  if (last === null) return
  try {
    if (server === null) return
    if (client !== null) await last.query(`select pg_advisory_unlock_shared(${presence})`)
    const { rows } = await last.query<{ alone: boolean }>(`select pg_try_advisory_lock(${presence}) as alone`)
    if (rows[0]?.alone === true) await stopServer(cluster, binaries, server)
  } finally {
    await last.end()
  }
}

/** Null when nobody listens there any more: then there is nothing to stop. */
async function reconnect(cluster: Cluster, port: number): Promise<pg.Client | null> {
  try {
    return await connectTo(cluster, port)
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED')) return null
    throw error
  }
}
