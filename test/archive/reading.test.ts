import { execFile } from 'node:child_process'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { sha512 } from '../../src/archive/digest.js'
import { summaryId } from './requests.js'
import { copyOf, emptyRoom, expectAuditor, fingerprint, reading, smallArchive } from './workshop.js'

const run = promisify(execFile)

test('show tells every version with its log entry and files', async () => {
  const options = await smallArchive(await emptyRoom())
  const versions = await reading(options, archive => archive.show(summaryId))
  expect(versions).toMatchObject([
    { version: 'v1', entry: '00000001', message: 'Сводная ведомость за год', actor: 'archivist' },
    { version: 'v2', entry: '00000003', message: 'Исправлена отметка' },
  ])
  for (const { version, files } of versions ?? []) {
    expect(files.map(file => file.path)).toEqual(['meta/record.json', 'sheet.json', 'sheet.pdf'])
    for (const file of files) {
      const bytes = await reading(options, archive => archive.get(summaryId, file.path, version))
      expect(file).toEqual({ path: file.path, size: bytes?.length, sha512: sha512(bytes ?? '') })
    }
  }
  expect(await reading(options, archive => archive.show('urn:none'))).toBeNull()
})

test('a checkpoint kept outside shows a cut tail, an old copy and another archive', async () => {
  const options = await smallArchive(await emptyRoom())
  const known = await reading(options, archive => archive.checkpoint())
  expect(known).toMatchObject({ archive: 'school-1', seq: '00000003' })
  const judge = async (folder: string) => {
    const report = await reading({ ...options, folder }, archive => archive.verify({ expected: known }))
    await expectAuditor(folder, report.findings.length > 0 ? 1 : 0, '--expect', `${known.seq}:${known.head}`)
    return report.findings.map(({ code }) => code)
  }
  expect(await judge(options.folder)).toEqual([])

  // The last version and the last entry taken out together: sound in itself.
  const cut = await copyOf(options)
  const objects = await reading(options, archive => archive.list())
  expect(objects).toHaveLength(2)
  await rm(join(cut.folder, 'log', '00000003'), { recursive: true })
  const before = await smallArchive(await emptyRoom())
  const object = (await run('find', [join(cut.folder, 'ocfl'), '-type', 'd', '-name', 'v2'])).stdout.trim()
  await rm(object, { recursive: true })
  for (const name of ['inventory.json', 'inventory.json.sha512']) {
    await cp(join(object, '..', 'v1', name), join(object, '..', name))
  }
  expect((await reading(cut, archive => archive.verify())).findings).toEqual([])
  expect(await judge(cut.folder)).toEqual(['HEAD_MISSING'])

  // The same documents stored by another installation: another key, so other hashes.
  const other = await reading(before, archive => archive.verify({ expected: known }))
  expect(other.findings.map(({ code }) => code)).toEqual(['HEAD_DIFFERS'])
})

test('a bag holds the documents and proves them without archive and program', async () => {
  const options = await smallArchive(await emptyRoom())
  const room = await emptyRoom()
  const bag = join(room, 'out', 'bag')
  const files = await reading(options, archive => archive.exportBag(summaryId, bag, 'v1'))
  expect(files?.map(file => file.path)).toEqual(['meta/record.json', 'sheet.json', 'sheet.pdf'])
  expect(await readFile(join(bag, 'data', 'sheet.json'), 'utf8')).toBe('{"оценка":5}\n')

  for (const list of ['manifest-sha512.txt', 'tagmanifest-sha512.txt']) {
    await run('sha512sum', ['-c', '--strict', list], { cwd: bag })
  }
  const evidence = join(bag, 'evidence')
  const check = ['dgst', '-sha512', '-verify', 'key.pub', '-signature', 'entry.sig', 'entry.txt']
  expect((await run('openssl', check, { cwd: evidence })).stdout).toContain('Verified OK')
  const entry = await readFile(join(evidence, 'entry.txt'), 'utf8')
  const inventory = await readFile(join(evidence, 'inventory.json'))
  expect(entry).toContain(`\ninventory-sha512=${sha512(inventory)}\n`)
  for (const file of files ?? []) expect(inventory.toString()).toContain(file.sha512)

  const again = join(room, 'again')
  await reading(options, archive => archive.exportBag(summaryId, again, 'v1'))
  expect(await fingerprint(again)).toEqual(await fingerprint(bag))
})

test('a bag replaces nothing and leaves nothing half', async () => {
  const options = await smallArchive(await emptyRoom())
  const room = await emptyRoom()
  await expect(reading(options, archive => archive.exportBag(summaryId, room))).rejects.toMatchObject({
    code: 'USAGE',
  })
  expect(await fingerprint(room)).toEqual(new Map())
  expect(await reading(options, archive => archive.exportBag('urn:none', join(room, 'b')))).toBeNull()

  const spoilt = await copyOf(options)
  await rm(join(spoilt.folder, 'log', '00000003', 'entry.sig'))
  await expect(
    reading(spoilt, archive => archive.exportBag(summaryId, join(room, 'b'))),
  ).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
  expect(await fingerprint(room)).toEqual(new Map())
})

test('the checkpoint of a broken chain is refused', async () => {
  const options = await smallArchive(await emptyRoom())
  await rm(join(options.folder, 'log', '00000002'), { recursive: true })
  await expect(reading(options, archive => archive.checkpoint())).rejects.toMatchObject({
    code: 'ARCHIVE_DAMAGED',
  })
})
