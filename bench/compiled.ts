import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

export type Regulation = typeof import('../src/regulation/index.js')

/**
 * The rules as the program has them, in one file: the loader of TypeScript gives every function its name when it is made,
 * which where a function is made for each mark costs as much as judging it.
 */
export async function compiledRegulation(): Promise<Regulation> {
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-'))
  const outfile = join(folder, 'regulation.mjs')
  try {
    await build({
      absWorkingDir: join(dirname(fileURLToPath(import.meta.url)), '..'),
      entryPoints: [join('src', 'regulation', 'index.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
      outfile,
    })
    return (await import(pathToFileURL(outfile).href)) as Regulation
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
