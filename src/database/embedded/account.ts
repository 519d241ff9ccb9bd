import { readFile, stat } from 'node:fs/promises'
import { describeError } from '../../errors.js'
import { isErrno, startFailure } from './failure.js'
import { type Account, run } from './run.js'

/**
 * PostgreSQL refuses to run as root, so root runs it as an unprivileged system user. That user may be unable to
 * enter the folders above the program or above the data (a home of mode 0700); it then gets the one capability
 * that opens folders, and nothing else.
 */

const userName = 'dnevnik-bridge'
const ourselves: Account = { uid: null, gid: null, prefix: [] }

/** Bit numbers of linux/capability.h; the weaker one first. */
const capabilities = [
  ['dac_read_search', 2],
  ['dac_override', 1],
] as const

/**
 * @param owner uid and gid that own an existing data folder; null when it is yet to be made
 * @throws BridgeError DATABASE_START when no system user can be made
 */
export async function chooseUser(owner: { uid: number; gid: number } | null): Promise<Account> {
  if (process.getuid?.() !== 0) return ourselves
  if (owner !== null && owner.uid !== 0) return { ...owner, prefix: [] }
  const known = (await systemUser()) ?? (await createUser())
  return { ...known, prefix: [] }
}

async function systemUser(): Promise<{ uid: number; gid: number } | null> {
  const [uid, gid] = await Promise.all([
    run('id', ['-u', userName], ourselves),
    run('id', ['-g', userName], ourselves),
  ])
  if (uid.exitCode !== 0 || gid.exitCode !== 0) return null
  return { uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  const args = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', userName]
  const added = await run('useradd', args, ourselves).catch((cause: unknown) => {
    throw startFailure(
      `Нет программы useradd, а без отдельного пользователя PostgreSQL от root не запускается.`,
      { cause },
    )
  })
  // Another process of ours may have been first: what counts is that the user is there.
  const user = await systemUser()
  if (user !== null) return user
  throw startFailure(`Не удалось создать системного пользователя ${userName}: ${added.stderr.trim()}`)
}

/**
 * The same account, able to reach the paths.
 * @throws BridgeError DATABASE_START when neither plain nor with a capability it can
 */
export async function withReach(account: Account, paths: readonly string[]): Promise<Account> {
  if (account.uid === null) return account
  if ((await reaches(account, paths)) === true) return account
  const bounding = await boundingSet()
  let reason: boolean | string = false
  for (const [name, bit] of capabilities) {
    if ((bounding & (1n << BigInt(bit))) === 0n) continue
    const able = { ...account, prefix: setpriv(account, name) }
    reason = await reaches(able, paths)
    if (reason === true) return able
  }
  const blocked = (await firstClosedFolder(paths)) ?? paths[0] ?? ''
  throw startFailure(
    `Программа запущена от root, а пользователю, от которого работает PostgreSQL, закрыт путь ${blocked}.`,
    { details: { path: blocked, user: account.uid, ...(typeof reason === 'string' ? { reason } : {}) } },
  )
}

function setpriv(account: Account, capability: string): string[] {
  // access(2), which PostgreSQL asks about its programs, ignores capabilities of a non-root user without the bit.
  const who = [
    '--securebits=+no_setuid_fixup',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--no-new-privs',
  ]
  return ['setpriv', ...who, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`]
}

/** True or false, or the reason why it can't even be tried. */
async function reaches(account: Account, paths: readonly string[]): Promise<boolean | string> {
  const test = 'for path; do test -x "$path" || exit 1; done'
  try {
    const { exitCode, stderr } = await run('/bin/sh', ['-c', test, 'sh', ...paths], account)
    return exitCode === 0 ? true : stderr.trim() || false
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EPERM', 'EACCES', 'EINVAL')) return describeError(error)
    throw error
  }
}

/** The capabilities that we may pass on; none where the system has no such thing. */
async function boundingSet(): Promise<bigint> {
  if (process.platform !== 'linux') return 0n
  const status = await readFile('/proc/self/status', 'utf8')
  const bits = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  return bits === undefined ? 0n : BigInt(`0x${bits}`)
}

async function firstClosedFolder(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const parts = path.split('/').slice(1)
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = `/${parts.slice(0, depth).join('/')}`
      if (((await stat(folder)).mode & 0o001) === 0) return folder
    }
  }
  return null
}
