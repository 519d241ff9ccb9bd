import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { entryBytes } from '../../src/archive/entry.js'
import { type ArchiveOptions, openArchive } from '../../src/archive/index.js'
import { loadSigner } from '../../src/archive/keys.js'
import { currentKey, readLog, seqName } from '../../src/archive/log.js'
import { objectPath } from '../../src/archive/paths.js'
import { juneFirst, request, summaryId } from './requests.js'
import { emptyRoom, smallArchive, withArchive } from './workshop.js'

/** What a night reads, what it leaves to the week, and that nothing makes it leave more. */

const day = 24 * 60 * 60 * 1000
const night = (options: ArchiveOptions, days = 1) =>
  withArchive({ ...options, now: () => juneFirst + days * day }, archive =>
    archive.scrub({ scope: 'new', actor: 'archivist' }),
  )
const put = (options: ArchiveOptions, id: string) =>
  withArchive(options, archive => archive.put(request({ 'a.txt': id }, { id })))
const codes = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code)

/** Entries 1 to 3 were read whole, which 4 says; 5 is new. */
async function archiveWithNews(): Promise<ArchiveOptions> {
  const options = await smallArchive(await emptyRoom())
  expect(await night(options, 0)).toMatchObject({ whole: true, entry: '00000004', findings: [] })
  await put(options, 'urn:x:1')
  return options
}

async function spoilOldSignature({ folder }: ArchiveOptions): Promise<void> {
  await writeFile(join(folder, 'log', '00000002', 'entry.sig'), 'none')
}

describe('a night', () => {
  test('opens nothing that was read before: neither entries nor objects nor the folders above them', async () => {
    const options = await archiveWithNews()
    const archive = await openArchive({ ...options, now: () => juneFirst + day })
    try {
      // All that is old is spoilt, but for the names of entries and the one from which the new ones go on.
      for (const seq of ['00000001', '00000002'])
        for (const file of await readdir(join(options.folder, 'log', seq)))
          await writeFile(join(options.folder, 'log', seq, file), 'spoilt')
      await rm(dirname(dirname(join(options.folder, objectPath(summaryId)))), { recursive: true })
      const report = await archive.scrub({ scope: 'new', actor: 'archivist' })
      expect(report).toMatchObject({ whole: false, objects: 1, logEntries: 5, findings: [] })
      const whole = codes(await archive.verify())
      expect(whole).toEqual(expect.arrayContaining(['LOG_ENTRY', 'OBJECT_MISSING']))
    } finally {
      await archive.close()
    }
  })

  test.each([
    ['a signature', 'log/00000005/entry.sig', 'LOG_SIGNATURE'],
    ['a list of files', 'log/00000005/files.sha512', 'LOG_FILES'],
    ['content', `${objectPath('urn:x:1')}/v1/content/a.txt`, 'E092'],
    ['the scrub that is relied on', 'log/00000004/entry.sig', 'LOG_SIGNATURE'],
    ['the last entry that was read, whose hash is known', 'log/00000003/entry.sig', 'LOG_SIGNATURE'],
    ['a stranger beside a new entry', 'log/00000005/more', 'LOG_EXTRA'],
    ['a stranger in the log', 'log/more', 'LOG_EXTRA'],
    ['a stranger in the store', 'ocfl/more', 'ROOT_EXTRA'],
    ['a stranger on the way to a new object', `${dirname(objectPath('urn:x:1'))}/more`, 'E072'],
    ['a stranger in the archive', 'more', 'ROOT_EXTRA'],
    ['a key', 'keys/more', 'KEY_STRANGE'],
  ])('finds in what is new: %s', async (_, file, code) => {
    const options = await archiveWithNews()
    await writeFile(join(options.folder, file), 'spoilt')
    const report = await night(options)
    expect({ whole: report.whole, codes: codes(report) }).toEqual({
      whole: file === 'log/more',
      codes: [code],
    })
  })

  test('misses no old entry by its name, though a stranger has come in its place', async () => {
    const options = await archiveWithNews()
    const archive = await openArchive({ ...options, now: () => juneFirst + day })
    try {
      await rm(join(options.folder, 'log', '00000002'), { recursive: true })
      await mkdir(join(options.folder, 'log', '0000000x'))
      const found = codes(await archive.scrub({ scope: 'new', actor: 'archivist' }))
      expect(found).toEqual(expect.arrayContaining(['LOG_GAP', 'LOG_EXTRA']))
    } finally {
      await archive.close()
    }
  })
})

describe('all is read', () => {
  test('a week after it was, so that nothing old stays spoilt for longer', async () => {
    const options = await archiveWithNews()
    await spoilOldSignature(options)
    expect(await night(options, 6.9)).toMatchObject({ whole: false, findings: [] })
    expect(await night(options, 7)).toMatchObject({ whole: true, findings: [{ code: 'LOG_SIGNATURE' }] })
  })

  test('each night from one that has found something, until one finds nothing', async () => {
    const options = await archiveWithNews()
    const news = join(options.folder, objectPath('urn:x:1'), 'v1/content/a.txt')
    await writeFile(news, 'spoilt')
    expect(await night(options, 1)).toMatchObject({ whole: false, findings: [{ code: 'E092' }] })
    await spoilOldSignature(options)
    expect((await night(options, 2)).findings).toHaveLength(2)
    expect(await night(options, 3)).toMatchObject({ whole: true })
    await writeFile(news, 'urn:x:1')
    expect(codes(await night(options, 4))).toEqual(['LOG_SIGNATURE'])
  })

  test('where the clock shows less than when it was read', async () => {
    const options = await archiveWithNews()
    expect(await night(options, -1)).toMatchObject({ whole: true })
  })

  test('where the entry is gone that tells of it', async () => {
    const options = await archiveWithNews()
    for (const seq of ['00000004', '00000005'])
      await rm(join(options.folder, 'log', seq), { recursive: true })
    const report = await night(options)
    expect({ whole: report.whole, codes: codes(report) }).toEqual({ whole: true, codes: ['OBJECT_UNLOGGED'] })
  })
})

/** An entry as the archive would write it next, but without its key: the signature is a stranger's. */
async function plantScrub({ folder }: ArchiveOptions, upto: (seq: number) => number): Promise<void> {
  const log = await readLog(folder)
  const last = log.entries.at(-1)
  const stranger = join(await emptyRoom(), 'key.pem')
  await smallArchive(dirname(stranger))
  const signer = await loadSigner(join(dirname(stranger), 'secrets', 'archive-key.pem'), folder)
  const seq = log.entries.length + 1
  const text = entryBytes({
    ...{ version: '1', seq: seqName(seq), prev: last?.hash ?? '', time: '2027-06-01T12:00:00Z', clock: 'ok' },
    ...{ archive: 'school-1', op: 'scrub', tx: `${seqName(seq)}-0123456789abcdef`, after: seqName(0) },
    ...{ upto: seqName(upto(seq)), objects: '3', files: '9', bytes: '99', findings: '0' },
    ...{ key: currentKey(log) ?? '', alg: 'ecdsa-p256-sha512', actor: 'archivist', reason: 'Проверка' },
  })
  const place = join(folder, 'log', seqName(seq))
  await mkdir(place)
  await writeFile(join(place, 'entry.txt'), text)
  await writeFile(join(place, 'entry.sig'), signer?.sign(text) ?? '')
}

describe('whoever can write the folder, and hasn’t the key', () => {
  test.each([
    ['up to the entry before it', (seq: number) => seq - 1],
    ['up to itself', (seq: number) => seq],
    ['up to what isn’t there yet', (seq: number) => seq + 1000],
  ])('can’t keep a night from reading by a scrub that says all was read %s', async (_, upto) => {
    const options = await archiveWithNews()
    await writeFile(join(options.folder, objectPath('urn:x:1'), 'v1/content/a.txt'), 'spoilt')
    await plantScrub(options, upto)
    expect(codes(await night(options, 1))).toContain('LOG_SIGNATURE')
    // From then on all is read.
    expect(codes(await night(options, 2))).toEqual(['LOG_SIGNATURE', 'E092'])
  })
})
