import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DisposalRequest, openArchive, type PutRequest } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { packageRoot } from '../../src/package-root.js'
import { actOne, disposal, in2033, journalId, oldPuts, oldReportId, sheetId } from './disposals.js'
import { correctedSummary, firstSummary, optionsFor, request, weekReport } from './requests.js'
import { add, change, remove, type Tampering } from './spoiling.js'
import { tamperings } from './tampering.js'

/**
 * Makes fixtures/archive anew: `npx tsx test/archive/make-corpus.ts [NAME…]`, all of it or some archives of good/ with what
 * is spoilt from them. The signing key is thrown away, so every run gives other signatures; run it only when the archive's form
 * changes on purpose. Cases made by hand go into bad/<CODE>_<name> as they are, and must be kept before a run.
 */
const corpus = join(packageRoot, 'fixtures', 'archive')
const keyFile = join(corpus, 'key.pem')

/** What is wrong with an archive that has disposed of something: act 5, dispose 6, disposed 7, dispose 8, disposed 9. */
const afterDisposal: readonly Pick<Tampering, 'code' | 'name' | 'spoil'>[] = [
  { code: 'LOG_GAP', name: 'decision-removed', spoil: remove('log/00000006') },
  { code: 'OBJECT_MISSING', name: 'act-removed', spoil: remove(objectPath(actOne)) },
  { code: 'OBJECT_MISSING', name: 'removed-by-nobody', spoil: remove(objectPath(sheetId)) },
  { code: 'OBJECT_REMAINS', name: 'something-left', spoil: add(`${objectPath(journalId)}/v1/a.txt`) },
  {
    code: 'LOG_SIGNATURE',
    name: 'another-act-named',
    spoil: change('log/00000008/entry.txt', 'act-entry=00000005', 'act-entry=00000004'),
  },
  {
    code: 'LOG_FILES',
    name: 'list-of-what-was-there-changed',
    spoil: change('log/00000002/files.sha512', oldReportId.slice(-6), 'REPORT'),
  },
]

const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name)

async function make(name: string, puts: readonly PutRequest[], disposals: readonly DisposalRequest[] = []) {
  const folder = join(corpus, 'good', name)
  await rm(folder, { recursive: true, force: true })
  const archive = await openArchive(optionsFor(folder, keyFile))
  for (const put of puts) await archive.put(put)
  await archive.close()
  if (disposals.length === 0) return
  const later = await openArchive({ ...optionsFor(folder, keyFile), now: in2033 })
  for (const disposal of disposals) await later.dispose(disposal)
  await later.close()
}

async function spoil(
  from: string,
  { code, name, spoil: damage }: Pick<Tampering, 'code' | 'name' | 'spoil'>,
) {
  const folder = join(corpus, 'bad', `${code}_${name}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(corpus, 'bad'), { recursive: true })
  await cp(join(corpus, 'good', from), folder, { recursive: true })
  await damage(folder)
  await trim(folder)
}

/** Git keeps no empty folders, and the lock is made when needed. */
async function trim(folder: string): Promise<void> {
  for (const name of ['anchors', 'lock', 'staging', 'trash']) {
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

const moved = request({ 'renamed.json': '{"оценка":5}\n' }, { message: 'Файл переименован' })
const [plain, renamed, disposed] = [
  'two-objects-three-versions',
  'renamed-without-content',
  'two-objects-disposed-of',
]
if (isWanted(plain)) {
  await make(plain, [firstSummary, weekReport, correctedSummary])
  for (const tampering of tamperings) if (tampering.corpus === true) await spoil(plain, tampering)
}
if (isWanted(renamed)) await make(renamed, [request({ 'sheet.json': '{"оценка":5}\n' }), moved])
if (isWanted(disposed)) {
  await make(disposed, oldPuts, [disposal()])
  for (const tampering of afterDisposal) await spoil(disposed, tampering)
}
for (const name of [plain, renamed, disposed]) await trim(join(corpus, 'good', name))
await rm(keyFile)
