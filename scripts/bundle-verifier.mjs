// Puts the rules and all they need into one file, which is archived with the reports: whoever has it and Node.js can
// compute their verdicts again, decades later.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @param {string} folder where the compiled program lies, below the package's own */
export async function bundleVerifier(folder) {
  const { outputFiles } = await build({
    // The same file wherever it is built: paths in its comments begin here.
    absWorkingDir: root,
    entryPoints: [join('src', 'evidence', 'replay-script.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Read by people who have nothing else: names stay, and so do the licences of what is inside.
    minify: false,
    legalComments: 'inline',
    logLevel: 'warning',
    write: false,
  })
  const file = join(root, folder, 'replay.mjs')
  const fresh = `${file}.${process.pid}`
  mkdirSync(dirname(file), { recursive: true })
  // A program that runs meanwhile sees the old one or the new one.
  writeFileSync(fresh, outputFiles[0].contents)
  renameSync(fresh, file)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleVerifier('dist')
