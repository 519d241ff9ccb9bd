// Makes the files that follow from the code: config/example.yaml from the schema of the settings, docs/coverage.md
// from the clauses of the regulation. With --check it changes nothing and fails when one is stale.
import { readFile, writeFile } from 'node:fs/promises'
import { register } from 'tsx/esm/api'

register()
const { BridgeConfig } = await import('../src/app.ts')
const { exampleYaml } = await import('../src/config/index.ts')
const { coveragePage } = await import('../src/regulation/index.ts')

const files = { 'config/example.yaml': exampleYaml(BridgeConfig), 'docs/coverage.md': coveragePage() }
const check = process.argv.includes('--check')
const stale = []
for (const [file, text] of Object.entries(files)) {
  const present = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (present === text) continue
  stale.push(file)
  if (!check) await writeFile(file, text)
}
if (check && stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}; run: npm run generate\n`)
  process.exitCode = 1
} else {
  process.stdout.write(stale.length > 0 ? `written: ${stale.join(', ')}\n` : 'generated files are fresh\n')
}
