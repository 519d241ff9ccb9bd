// Runs after `npm ci`: compiles the program and puts its command into node_modules/.bin, so that
// `npx dnevnik-bridge` works in a clone without a step in between. Skipped where only the compiled program is
// installed (no compiler there, e.g. in the container image).
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'

const compiler = join('node_modules', 'typescript', 'bin', 'tsc')
const program = join('dist', 'src', 'cli', 'main.js')
const command = join('node_modules', '.bin', 'dnevnik-bridge')

// For a package's own command `npx` runs this script, too, at its first call: other commands of ours may be running
// then, maybe under an account that can't write here.
const isForNpx = process.env.npm_command === 'exec' && existsSync(program)

if (existsSync(compiler) && !isForNpx) {
  const next = 'dist.new'
  rmSync(next, { recursive: true, force: true })
  const build = [compiler, '-p', 'tsconfig.build.json', '--outDir', next]
  const { status } = spawnSync(process.execPath, build, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  const { bundleVerifier } = await import('./bundle-verifier.mjs')
  await bundleVerifier(next)
  rmSync('dist', { recursive: true, force: true })
  renameSync(next, 'dist')
}

if (existsSync(program)) {
  if (!isExecutable(program)) chmodSync(program, 0o755)
  const target = join('..', '..', program)
  if (linkTarget(command) !== target) {
    mkdirSync(join('node_modules', '.bin'), { recursive: true })
    rmSync(command, { force: true })
    symlinkSync(target, command)
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function linkTarget(file) {
  try {
    return readlinkSync(file)
  } catch {
    return null
  }
}
