import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { systemClock } from '../../clock.js'
import type { Binaries } from './binaries.js'
import type { Cluster } from './data-folder.js'
import { isErrno, startFailure } from './failure.js'
import { runPostgres } from './run.js'

const host = '127.0.0.1'

/** What `postmaster.pid` tells of the server that has, or had, the cluster. */
export interface Registered {
  readonly pid: number
  readonly port: number
}

export async function registered(cluster: Cluster): Promise<Registered | null> {
  try {
    const lines = (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8')).split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return Number.isInteger(pid) && Number.isInteger(port) && pid > 0 && port > 0 ? { pid, port } : null
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

export function connectionString(cluster: Cluster, port: number, database: string): string {
  return `postgresql://postgres:${encodeURIComponent(cluster.password)}@${host}:${port}/${database}`
}

/**
 * A connection to the cluster's own server. Not every server on that port is it: a copied folder brings along
 * the `postmaster.pid` and the password of its original.
 * @returns null when it was the server of another folder
 */
export async function connectTo(cluster: Cluster, port: number): Promise<pg.Client | null> {
  const client = new pg.Client({
    connectionString: connectionString(cluster, port, 'postgres'),
    application_name: 'dnevnik-bridge: presence',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  // Also told by the rejection of whatever is asked of it; without a listener Node would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('data_directory') as folder")
    const folder = z.tuple([z.object({ folder: z.string() })]).parse(rows)[0].folder
    if (await sameFolder(folder, cluster.data)) return client
  } catch (error) {
    await client.end()
    throw error
  }
  await client.end()
  return null
}

/** A folder that is no more was renamed under its server: then the server is the one we look for. */
async function sameFolder(told: string, ours: string): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([stat(told), stat(ours)])
    return a.ino === b.ino && a.dev === b.dev
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return true
    throw error
  }
}

/** Starts the server on a free loopback port; false when it didn't come up, e.g. because another was quicker. */
export async function startServer(
  cluster: Cluster,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<boolean> {
  const all = { listen_addresses: host, unix_socket_directories: '', max_connections: '200', ...settings }
  const options = Object.entries(all).map(([key, value]) => `-c ${key}=${value}`)
  const server = ['-o', [`-p ${await freePort()}`, ...options].join(' ')]
  const args = ['start', '-D', cluster.data, '-l', cluster.log, '-w', '-s', '-t', '30', ...server]
  const started = await runPostgres(binaries.pgCtl, args, cluster.account, { quiet: true })
  return started.exitCode === 0
}

/**
 * Stops that server and waits until it has gone. Not by waiting of pg_ctl: it waits for the end of any
 * registration, also of a server that another process starts the moment the old one is gone.
 */
export async function stopServer(cluster: Cluster, binaries: Binaries, server: Registered): Promise<void> {
  const stop = ['stop', '-D', cluster.data, '-m', 'fast', '-W', '-s']
  const { stderr } = await runPostgres(binaries.pgCtl, stop, cluster.account)
  const deadline = systemClock.now() + 30_000
  while (systemClock.now() < deadline) {
    if ((await registered(cluster))?.pid !== server.pid) return
    await pause(20)
  }
  throw startFailure('Встроенная база данных не остановилась за 30 секунд.', {
    hint: `Подробности: ${cluster.log}`,
    details: { output: stderr.trim().slice(-800) },
  })
}

/**
 * Who has the registered process number: nobody, perhaps the server, or a stranger. After a power cut or in a new
 * container it may be a stranger's, and PostgreSQL would refuse to start because of it. Linux tells who it is;
 * elsewhere any process is believed to be the server.
 */
export async function registeredProcess({ pid }: Registered): Promise<'none' | 'server' | 'stranger'> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return 'none'
    if (!isErrno(error, 'EPERM')) throw error
  }
  if (process.platform !== 'linux') return 'server'
  try {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return commandLine.includes('postgres') ? 'server' : 'stranger'
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ESRCH')) return 'none'
    if (isErrno(error, 'EACCES', 'EPERM')) return 'server'
    throw error
  }
}

/** Above any system's highest process number. */
const nobody = 2_147_483_647

/**
 * Takes the process number out of a registration that is known to be wrong, unless a server has registered itself
 * meanwhile. The rest stays: by it PostgreSQL still finds out whether a process of the old server uses the files.
 */
export async function disown(cluster: Cluster, wrong: Registered): Promise<void> {
  const now = await registered(cluster)
  if (now === null || now.pid !== wrong.pid || now.port !== wrong.port) return
  const path = join(cluster.data, 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [nobody, ...rest].join('\n'))
}

export async function logTail(cluster: Cluster): Promise<string> {
  try {
    return (await readFile(cluster.log, 'utf8')).trimEnd().split('\n').slice(-8).join('\n').slice(-1_500)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES')) return ''
    throw error
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
