// Runs after `npm ci`: compiles the program and puts its command into node_modules/.bin, so that
// `npx dnevnik-bridge` works in a clone without a step in between. Skipped where only the compiled program is
// installed (no compiler there, e.g. in the container image).
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const compiler = join('node_modules', 'typescript', 'bin', 'tsc')
if (existsSync(compiler)) {
  rmSync('dist', { recursive: true, force: true })
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const program = join('dist', 'src', 'cli', 'main.js')
if (existsSync(program)) {
  chmodSync(program, 0o755)
  const bin = join('node_modules', '.bin')
  mkdirSync(bin, { recursive: true })
  rmSync(join(bin, 'dnevnik-bridge'), { force: true })
  symlinkSync(join('..', '..', program), join(bin, 'dnevnik-bridge'))
}
