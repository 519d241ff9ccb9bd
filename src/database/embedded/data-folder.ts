import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  lchown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { systemClock } from '../../clock.js'
import { chooseUser, withReach } from './account.js'
import type { Binaries } from './binaries.js'
import { hintFrom, isErrno, startFailure } from './failure.js'
import { type Account, runPostgres } from './run.js'

/** A folder with an initialised cluster, and the account that may use it. */
export interface Cluster {
  readonly data: string
  readonly log: string
  readonly password: string
  readonly account: Account
}

/** Major version of the programs; a cluster of another one can't be opened by them. */
const major = '18'
const initPrefix = 'init-'
const hour = 3_600_000

/**
 * Makes sure that `<folder>/data` is an initialised cluster: `<folder>/password` is ours alone, `data` and `log`
 * belong to the account that runs PostgreSQL. Interrupted or doubled initialisation does no harm: each works in
 * a folder of its own and the first that is ready takes the name.
 * @throws BridgeError DATABASE_START
 */
export async function prepareCluster(folder: string, binaries: Binaries): Promise<Cluster> {
  const isRoot = process.getuid?.() === 0
  // Root's server runs as another user, who must pass through here but sees only what is its own.
  await mkdir(resolve(folder), { recursive: true, mode: isRoot ? 0o711 : 0o700 })
  const root = await realpath(folder)
  const data = join(root, 'data')
  const user = await chooseUser(await ownerOf(data))
  const account = await withReach(user, [binaries.pgCtl, root])
  await give(join(root, 'log'), account)
  const cluster = { data, log: join(root, 'log', 'postgresql.log'), password: await password(root), account }
  await removeLeftovers(root)
  if ((await ownerOf(data)) === null) await initialise(root, cluster, binaries)
  else await give(data, account)
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim()
  if (version !== major) {
    throw startFailure(`Папку ${data} создал PostgreSQL ${version}, а здесь PostgreSQL ${major}.`, {
      hint: `Установите версию программы, которая работала с этой папкой, или восстановите данные из резервной копии.`,
    })
  }
  return cluster
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await lstat(path)
    return { uid, gid }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

/**
 * Makes the folder the account's own, with all that is in it: files that root restored from a copy belong to root
 * and may be open to all, and PostgreSQL accepts only its own. The folder itself comes last, so an interrupted
 * round is done again.
 */
async function give(folder: string, { uid, gid }: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  if (uid === null || gid === null || (await stat(folder)).uid === uid) return
  for (const entry of await readdir(folder, { recursive: true })) await lchown(join(folder, entry), uid, gid)
  await chown(folder, uid, gid)
}

/** The first to come invents the password; `link` is what makes exactly one of two the first. */
async function password(root: string): Promise<string> {
  const path = join(root, 'password')
  const own = join(root, `password-${randomBytes(6).toString('hex')}`)
  await writeFile(own, randomBytes(24).toString('base64url'), { mode: 0o600 })
  try {
    await link(own, path)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  } finally {
    await rm(own)
  }
  await chmod(path, 0o600)
  return (await readFile(path, 'utf8')).trim()
}

/** An initialisation takes seconds: what is an hour old was interrupted. */
async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(initPrefix)) continue
    const path = join(root, name)
    if ((await stat(path)).mtimeMs < systemClock.now() - hour)
      await rm(path, { recursive: true, force: true })
  }
}

async function initialise(root: string, cluster: Cluster, binaries: Binaries): Promise<void> {
  const { account, data } = cluster
  const fresh = await mkdtemp(join(root, initPrefix))
  try {
    const [passwordFile, files] = [join(fresh, 'password'), join(fresh, 'data')]
    await give(fresh, account)
    await give(files, account)
    await writeFile(passwordFile, cluster.password, { mode: 0o600 })
    if (account.uid !== null && account.gid !== null) await chown(passwordFile, account.uid, account.gid)
    // ICU ru-RU sorts and compares Russian names rightly whatever the shell's locale is (Егоров, Ёлкин, Жуков).
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=ru-RU']
    const access = ['-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256']
    const made = await runPostgres(
      binaries.initdb,
      ['-D', files, ...access, ...locale, '--data-checksums'],
      account,
    )
    if (made.exitCode !== 0) {
      throw startFailure('Не удалось создать базу данных: программа initdb завершилась с ошибкой.', {
        hint: hintFrom(made.stderr),
        details: { exitCode: made.exitCode, output: made.stderr.trim().slice(-800) },
      })
    }
    await rename(files, data)
  } catch (error) {
    // Another process was ready first; its cluster has the same password.
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}
