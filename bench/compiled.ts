import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export type Program = typeof import('./program.js')

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * The program as users have it, in one file: the loader of TypeScript gives every function its name when it is made, which
 * where a function is made for each mark costs as much as judging it. The file lies below package.json, where it finds its
 * packages and what ships beside the code.
 */
export async function compiledProgram(): Promise<Program> {
  await mkdir(join(root, 'dist'), { recursive: true })
  const folder = await mkdtemp(join(root, 'dist', 'bench-'))
  const outfile = join(folder, 'program.mjs')
  try {
    await bundle('program.ts', outfile)
    return (await import(pathToFileURL(outfile).href)) as Program
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A worker of the benches in one file, within the package for the same reason; whoever asks for it removes it. */
export async function compiledWorker(name: string): Promise<string> {
  const outfile = join(root, 'node_modules', '.cache', `${name}-${process.pid}.mjs`)
  await bundle(`${name}.ts`, outfile)
  return outfile
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [join('bench', entry)],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    outfile,
  })
}
