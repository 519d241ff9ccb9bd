import { spawn } from 'node:child_process'
import { describeError } from '../../errors.js'
import { isErrno, startFailure } from './failure.js'

/** Under whom a program runs: an exact prefix command, or another uid, or just us. */
export interface Account {
  readonly uid: number | null
  readonly gid: number | null
  /** Program and arguments put before the command; empty when none is needed. */
  readonly prefix: readonly string[]
}

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Nothing of our own environment goes in: it may hold tokens, and PG* variables would change what happens. */
function environment(): Record<string, string> {
  const kept = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP']
  const entries = kept.flatMap(key => {
    const value = process.env[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Runs a program to its end. `quiet` gives it no pipes: a server that it leaves behind would hold them open.
 * @throws Error of `spawn` (ENOENT, EACCES, EPERM) when the program can't be started at all
 */
export function run(
  command: string,
  args: readonly string[],
  account: Account,
  options: { readonly quiet?: boolean } = {},
): Promise<Finished> {
  const [program, ...rest] = [...account.prefix, command, ...args]
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? command, rest, {
      cwd: process.platform === 'win32' ? undefined : '/',
      env: environment(),
      stdio: options.quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'],
      ...(account.uid === null || account.prefix.length > 0 ? {} : { uid: account.uid }),
      ...(account.gid === null || account.prefix.length > 0 ? {} : { gid: account.gid }),
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({
        exitCode: code ?? 128,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: `${Buffer.concat(stderr).toString('utf8')}${signal === null ? '' : `\nterminated by ${signal}`}`,
      })
    })
  })
}

/**
 * Runs a program of PostgreSQL.
 * @throws BridgeError DATABASE_START when it can't be started at all
 */
export async function runPostgres(...args: Parameters<typeof run>): Promise<Finished> {
  try {
    return await run(...args)
  } catch (cause) {
    // The file is there, so "no such file" means that its loader isn't: musl instead of glibc.
    const musl = isErrno(cause, 'ENOENT') && process.platform === 'linux'
    throw startFailure(`Программа ${args[0]} не запускается.`, {
      ...(musl
        ? {
            hint: 'Нужна система с glibc: Alpine и другие системы с musl не подходят. Либо укажите готовый PostgreSQL в DATABASE_URL.',
          }
        : {}),
      details: { error: describeError(cause) },
      cause,
    })
  }
}
