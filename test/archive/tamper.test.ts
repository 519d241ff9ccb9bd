import { generateKeyPairSync } from 'node:crypto'
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type ArchiveOptions, openArchive } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import {
  correctedSummary,
  firstSummary,
  optionsIn,
  reportId,
  request,
  summaryId,
  weekReport,
} from './requests.js'
import { tamperings } from './tampering.js'
import {
  copyOf,
  emptyRoom,
  expectAuditor,
  fingerprint,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

let sound: ArchiveOptions
beforeAll(async () => {
  sound = await smallArchive(await emptyRoom())
})

test('the untouched archive is sound for the program and for the auditor, and counted whole', async () => {
  const progress: [number, number][] = []
  const report = await reading(sound, archive =>
    archive.verify({ progress: (done, total) => progress.push([done, total]) }),
  )
  expect(report).toMatchObject({ objects: 2, versions: 3, logEntries: 3, findings: [], notes: [] })
  expect(progress.at(-1)).toEqual([report.bytes, report.bytes])
  await expectAuditor(sound.folder, 0, '--expect', `00000003:${report.head}`)
})

describe('spoilt archives', () => {
  test.each(tamperings)(
    '$code $name is named, with object and file',
    async ({ code, object, file, spoil }) => {
      const options = await copyOf(sound)
      await spoil(options.folder)
      const before = await fingerprint(options.folder)

      const { findings } = await reading(options, archive => archive.verify())
      expect(findings).toContainEqual(expect.objectContaining({ code, object, file }))
      const others = findings.filter(({ code }) => !code.startsWith('LOG_')).map(({ object }) => object)
      if (code !== 'LOG_GAP' && code !== 'LOG_ENTRY') {
        expect(others.filter(other => other !== null && other !== object)).toEqual([])
      }
      for (const { message } of findings) expect(message).toMatch(/^[А-ЯЁ].*\.$/s)
      await expectAuditor(options.folder, 1)
      expect(await fingerprint(options.folder)).toEqual(before)
    },
  )

  test('every name is used once', () => {
    expect(new Set(tamperings.map(({ name }) => name)).size).toBe(tamperings.length)
  })

  test('one flipped byte gives one finding', async () => {
    const options = await copyOf(sound)
    const flipped = tamperings.find(({ name }) => name === 'flipped-byte')
    await flipped?.spoil(options.folder)
    expect((await reading(options, archive => archive.verify())).findings).toHaveLength(1)
  })

  test('a spoilt file is not handed out, others are', async () => {
    const options = await copyOf(sound)
    await writeFile(join(options.folder, objectPath(summaryId), 'v2/content/sheet.json'), 'forged')
    await reading(options, async archive => {
      await expect(archive.get(summaryId, 'sheet.json')).rejects.toMatchObject({
        code: 'ARCHIVE_DAMAGED',
        details: { object: summaryId, version: 'v2' },
      })
      expect(await archive.get(summaryId, 'sheet.json', 'v1')).not.toBeNull()
      expect(await archive.get(reportId, 'report.html')).not.toBeNull()
    })
  })

  test('nothing is added to a broken log, and opening paints over nothing', async () => {
    const options = await copyOf(sound)
    await rm(join(options.folder, 'log/00000002'), { recursive: true })
    await withArchive(options, async archive => {
      await expect(archive.put(request({ a: 'b' }, { id: 'urn:x:y' }))).rejects.toMatchObject({
        code: 'ARCHIVE_DAMAGED',
      })
      expect((await archive.verify()).findings).toContainEqual(expect.objectContaining({ code: 'LOG_GAP' }))
    })
  })

  test('a write onto something unlogged is refused before the commit', async () => {
    const options = await copyOf(sound)
    await tamperings.find(({ name }) => name === 'planted-version')?.spoil(options.folder)
    await withArchive(options, async archive => {
      await expect(archive.put(request({ a: 'b' }))).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
      expect((await archive.verify()).logEntries).toBe(3)
    })
  })
})

describe('what only an outside witness shows', () => {
  test('a tail cut off cleanly passes every check but the comparison with the known head', async () => {
    const head = (await reading(sound, archive => archive.verify())).head
    const options = optionsIn(await emptyRoom(), { keyFile: sound.keyFile })
    await withArchive(options, async archive => {
      await archive.put(firstSummary)
      await archive.put(weekReport)
    })
    const shorter = await reading(options, archive => archive.verify())
    expect(shorter.findings).toEqual([])
    expect(shorter.head).not.toBe(head)
    await expectAuditor(options.folder, 0)
    await expectAuditor(options.folder, 1, '--expect', `00000003:${head}`)
  })

  test('an archive made anew with another key is exposed by the own key', async () => {
    const forged = await smallArchive(await emptyRoom())
    const own = { ...forged, keyFile: sound.keyFile }
    const { findings } = await reading(own, archive => archive.verify())
    expect(findings.map(({ code }) => code)).toEqual(['LOG_KEY', 'LOG_KEY', 'LOG_KEY'])
    await expect(openArchive(own)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })

  test('without the own key the report says that keys could not be compared', async () => {
    const options = { ...sound, keyFile: join(await emptyRoom(), 'nothing.pem') }
    const { findings, notes } = await reading(options, archive => archive.verify())
    expect({ findings, notes }).toMatchObject({ findings: [], notes: [{ code: 'KEY_NOT_PINNED' }] })
  })

  test('a changed verify.sh is told', async () => {
    const options = await copyOf(sound)
    await writeFile(join(options.folder, 'verify.sh'), 'echo "Архив цел"\n')
    const { notes } = await reading(options, archive => archive.verify())
    expect(notes).toMatchObject([{ code: 'GUIDE_DIFFERS', file: 'verify.sh' }])
  })
})

describe('keys', () => {
  test('what was added to a key is told, and the key is used all the same', async () => {
    const options = await copyOf(sound)
    const [name = ''] = await readdir(join(options.folder, 'keys'))
    await appendFile(join(options.folder, 'keys', name), 'x')
    const { findings } = await reading(options, archive => archive.verify())
    expect(findings).toMatchObject([{ code: 'KEY_STRANGE', file: `keys/${name}` }])
    await expectAuditor(options.folder, 1)
    await withArchive(options, archive => archive.put(request({ a: 'b' }, { id: 'urn:x:y' })))
  })

  test('a lost key stops writing, not reading, and no new one is made in its place', async () => {
    const options = { ...(await copyOf(sound)), keyFile: join(await emptyRoom(), 'lost.pem') }
    await expect(openArchive(options)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    expect(await reading(options, archive => archive.get(summaryId, 'sheet.json'))).not.toBeNull()
    await expect(openArchive(options)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })

  test('a file that is no such key is refused', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    for (const text of ['not a key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
      const room = await emptyRoom()
      const options = { ...optionsIn(room), keyFile: join(room, 'key.pem') }
      await writeFile(options.keyFile, text)
      await expect(openArchive(options)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    }
  })

  test('the same key again opens and goes on', async () => {
    const options = await copyOf(sound)
    await withArchive(options, async archive => {
      expect(await archive.put(correctedSummary)).toMatchObject({ changed: false, version: 'v2' })
      expect(await archive.put(firstSummary)).toMatchObject({ changed: true, version: 'v3' })
    })
    await expectAuditor(options.folder, 0)
  })
})
