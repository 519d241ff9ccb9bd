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
    await build({
      absWorkingDir: root,
      entryPoints: [join('bench', 'program.ts')],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
      outfile,
    })
    return (await import(pathToFileURL(outfile).href)) as Program
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
