import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseHandle, migrate, openDatabase, startEmbedded } from '../src/database/index.js'
import { silentLogger } from '../src/log.js'

export interface BenchServer {
  readonly folder: string
  /** A migrated database, fresh unless the server's folder was kept with it. */
  database(name: string): Promise<DatabaseHandle>
  stop(): Promise<void>
}

/**
 * A PostgreSQL of its own with the settings of an installation: what is committed is on the disk.
 * @param keep absolute path of a folder that stays
 */
export async function benchServer(keep: string | null = null): Promise<BenchServer> {
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-')))
  // Run by root, PostgreSQL is another user, who must pass through.
  await chmod(folder, 0o711)
  const server = await startEmbedded({ folder, log: silentLogger })
  const handles: DatabaseHandle[] = []
  const open = (connectionString: string) => {
    const handle = openDatabase({ connectionString })
    handles.push(handle)
    return handle
  }
  const admin = open(server.connectionString)
  return {
    folder,
    async database(name) {
      const { rowCount } = await admin.pool.query('select from pg_database where datname = $1', [name])
      if (rowCount === 0) await admin.pool.query(`create database ${name}`)
      const url = new URL(server.connectionString)
      url.pathname = `/${name}`
      const handle = open(url.href)
      await migrate(handle)
      return handle
    },
    async stop() {
      for (const handle of handles) await handle.close()
      await server.stop()
      if (keep === null) await rm(folder, { recursive: true, force: true })
    },
  }
}
