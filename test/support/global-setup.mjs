import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { register } from 'tsx/esm/api'
import { bundleVerifier } from '../../scripts/bundle-verifier.mjs'

/**
 * One PostgreSQL for the whole run, with a migrated template: each suite clones it in some 50 ms. It lies in a
 * temporary folder and gives up durability for speed.
 */
export const prefix = 'dnevnik-bridge-tests-'

register()
const { migrate, openDatabase, startEmbedded } = await import('../../src/database/index.ts')
const { silentLogger } = await import('../../src/log.ts')

export default async function setUp() {
  // Reports are archived with their rules, as these are now.
  await bundleVerifier('dist')
  await removeLeftovers()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  // Run by root, PostgreSQL is another user, who must pass through.
  await chmod(folder, 0o711)
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const server = await startEmbedded({ folder, log: silentLogger, settings })
  globalThis.testServer = { server, folder }
  const admin = openDatabase({ connectionString: server.connectionString })
  await admin.pool.query('create database tpl')
  await admin.close()
  const template = new URL(server.connectionString)
  template.pathname = '/tpl'
  const handle = openDatabase({ connectionString: template.href })
  await migrate(handle)
  await handle.close()
  process.env.TEST_DATABASE_SERVER = server.connectionString
}

/** A run that was killed leaves its server running: join it, and leave it as the last one. */
async function removeLeftovers() {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    // What can't be started any more has no server either.
    const server = await startEmbedded({ folder, log: silentLogger }).catch(() => null)
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}
