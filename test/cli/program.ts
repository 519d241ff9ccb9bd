import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.js'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** stdout as JSON lines. */
  readonly lines: readonly Record<string, unknown>[]
  /** The last line of stderr as JSON. */
  readonly failure: Record<string, unknown>
}

// Each command is a whole program that starts; on a busy machine seven of them outlast the usual limit.

const main = join(packageRoot, 'src/cli/main.ts')

/** Environment without anything that this machine's own set-up might bring in. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG } = process.env
  return { PATH, HOME, LANG, ...extra }
}

export function startProgram(args: readonly string[], extra: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', '--import', 'tsx', main, ...args], {
    cwd: packageRoot,
    env: environment(extra),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  // Without it a letter of two bytes may be cut in half between two chunks.
  child.stdout?.setEncoding('utf8')
  child.stderr?.setEncoding('utf8')
  child.stdout?.on('data', chunk => {
    stdout += chunk
  })
  child.stderr?.on('data', chunk => {
    stderr += chunk
  })
  const parsed = (text: string) =>
    text
      .split('\n')
      .filter(line => line.startsWith('{'))
      .map(line => JSON.parse(line))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      resolve({
        code,
        stdout,
        stderr,
        get lines() {
          return parsed(stdout)
        },
        get failure() {
          return parsed(stderr).at(-1) ?? {}
        },
      }),
    )
  })
}

/** Runs the command line as its users do, and waits for its end. */
export function program(
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return ended(startProgram(args, extra))
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-cli-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
