import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openArchive, type PutRequest } from '../../src/archive/index.js'
import { packageRoot } from '../../src/package-root.js'
import { correctedSummary, firstSummary, optionsFor, request, weekReport } from './requests.js'
import { tamperings } from './tampering.js'

/**
 * Makes fixtures/archive anew: `npx tsx test/archive/make-corpus.ts`. The signing key is thrown away, so every run
 * gives other signatures; run it only when the archive's form changes on purpose. Cases made by hand go into
 * bad/<CODE>_<name> as they are, and must be kept before a run.
 */
const corpus = join(packageRoot, 'fixtures', 'archive')
const keyFile = join(corpus, 'key.pem')

async function make(name: string, puts: readonly PutRequest[]): Promise<void> {
  const folder = join(corpus, 'good', name)
  await rm(folder, { recursive: true, force: true })
  const archive = await openArchive(optionsFor(folder, keyFile))
  for (const put of puts) await archive.put(put)
  await archive.close()
}

/** Git keeps no empty folders, and the lock is made when needed. */
async function trim(folder: string): Promise<void> {
  for (const name of ['anchors', 'lock', 'staging', 'trash']) {
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

const moved = request({ 'renamed.json': '{"оценка":5}\n' }, { message: 'Файл переименован' })
await make('two-objects-three-versions', [firstSummary, weekReport, correctedSummary])
await make('renamed-without-content', [request({ 'sheet.json': '{"оценка":5}\n' }), moved])
for (const { code, name, corpus: kept, spoil } of tamperings) {
  if (kept !== true) continue
  const folder = join(corpus, 'bad', `${code}_${name}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(corpus, 'bad'), { recursive: true })
  await cp(join(corpus, 'good', 'two-objects-three-versions'), folder, { recursive: true })
  await spoil(folder)
  await trim(folder)
}
for (const name of ['two-objects-three-versions', 'renamed-without-content']) {
  await trim(join(corpus, 'good', name))
}
await rm(keyFile)
