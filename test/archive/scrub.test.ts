import { appendFile, cp, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { dyingDisk, PowerCut, recordingDisk } from './disks.js'
import { optionsIn, request, summaryId } from './requests.js'
import {
  copyOf,
  emptyRoom,
  expectAuditor,
  fingerprint,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

const scrub = (options: ArchiveOptions, scope: 'all' | 'new') =>
  withArchive(options, archive => archive.scrub({ scope, actor: 'archivist' }))

/** With a key of its own, since the copies of one archive share theirs. */
async function ownCopy(original: ArchiveOptions): Promise<ArchiveOptions> {
  const copy = await copyOf(original)
  const keyFile = join(dirname(copy.folder), 'key.pem')
  await cp(original.keyFile, keyFile)
  return { ...copy, keyFile }
}

async function spoil({ folder }: ArchiveOptions, file: string): Promise<void> {
  const path = [...(await fingerprint(folder)).keys()].find(one => one.endsWith(`v1/content/${file}`))
  await appendFile(join(folder, path ?? ''), 'x')
}

describe('a scrub', () => {
  test('is entered in the log, which stays sound for program and auditor', async () => {
    const options = await smallArchive(await emptyRoom())
    expect(await scrub(options, 'all')).toMatchObject({ objects: 2, findings: [], entry: '00000004' })
    const report = await reading(options, archive => archive.verify())
    expect(report).toMatchObject({ logEntries: 4, findings: [], notes: [] })
    await expectAuditor(options.folder, 0)
    // Versions go on behind it.
    await withArchive(options, archive => archive.put(request({ 'a.txt': '1' })))
    expect((await reading(options, archive => archive.show(summaryId)))?.map(({ entry }) => entry)).toEqual([
      '00000001',
      '00000003',
      '00000005',
    ])
    await expectAuditor(options.folder, 0)
  })

  test('of what is new reads just that, and nothing is entered where nothing is new', async () => {
    const options = await smallArchive(await emptyRoom())
    expect(await scrub(options, 'new')).toMatchObject({ objects: 2, entry: '00000004' })
    expect(await scrub(options, 'new')).toMatchObject({ objects: 0, bytes: 0, entry: null })
    await withArchive(options, archive => archive.put(request({ 'a.txt': '1' }, { id: 'urn:x:1' })))
    expect(await scrub(options, 'new')).toMatchObject({ objects: 1, entry: '00000006' })
    // Old damage is the full scrub's business.
    await spoil(options, 'report.html')
    expect(await scrub(options, 'new')).toMatchObject({ findings: [], entry: null })
    expect(await scrub(options, 'all')).toMatchObject({ findings: [{ code: 'E092' }], entry: '00000007' })
  })

  test('that found something is not relied on', async () => {
    const options = await smallArchive(await emptyRoom())
    await spoil(options, 'sheet.json')
    expect((await scrub(options, 'new')).findings).toHaveLength(1)
    expect((await scrub(options, 'new')).findings).toHaveLength(1)
  })

  test('leaves a guide that fits the log, whatever program made the archive', async () => {
    const options = await smallArchive(await emptyRoom())
    await writeFile(join(options.folder, 'verify.sh'), 'echo an older program\n')
    await scrub(options, 'all')
    expect((await reading(options, archive => archive.verify())).notes).toEqual([])
    expect((await stat(join(options.folder, 'verify.sh'))).mode & 0o777).toBe(0o700)
  })

  test('makes no archive where there is none', async () => {
    const options = { ...optionsIn(await emptyRoom()), mustExist: true }
    await expect(scrub(options, 'all')).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    expect(await fingerprint(dirname(options.folder))).toEqual(new Map())
  })

  test('of a broken log reports, and enters nothing', async () => {
    const options = await smallArchive(await emptyRoom())
    await rm(join(options.folder, 'log', '00000002'), { recursive: true })
    const report = await scrub(options, 'all')
    expect(report.entry).toBeNull()
    expect(report.findings.map(({ code }) => code)).toContain('LOG_GAP')
  })

  test('cut off by a power failure at any step leaves the archive sound and able to go on', async () => {
    const before = await smallArchive(await emptyRoom())
    const { disk, steps } = recordingDisk()
    const play = async (options: ArchiveOptions, on: typeof disk) => {
      const archive = await openFolderArchive(options, { disk: on, lockWaitSeconds: 5 })
      await archive.scrub({ scope: 'all', actor: 'archivist' })
      await archive.close()
    }
    await play(await ownCopy(before), disk)
    expect(steps.length).toBeGreaterThan(5)
    for (let last = 0; last < steps.length; last++) {
      const options = await ownCopy(before)
      await expect(play(options, dyingDisk(last))).rejects.toBeInstanceOf(PowerCut)
      const at = `step ${last}: ${steps[last]?.op} ${steps[last]?.path}`
      const { findings } = await reading(options, archive => archive.verify())
      expect({ at, findings }).toEqual({ at, findings: [] })
      await withArchive(options, archive => archive.put(request({ 'a.txt': '1' })))
      const after = await reading(options, archive => archive.verify())
      expect({ at, findings: after.findings, notes: after.notes }).toEqual({ at, findings: [], notes: [] })
    }
  })
})
