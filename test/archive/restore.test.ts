import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import { type ArchiveOptions, restoreArchive, type TrialReport } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { realDisk } from '../../src/archive/disk.js'
import { backUp, contentOf } from './copies.js'
import { dyingDisk, PowerCut, recordingDisk } from './disks.js'
import { juneFirst, request, summaryId } from './requests.js'
import { emptyRoom, expectAuditor, fingerprint, reading, smallArchive, withArchive } from './workshop.js'

let sound: { options: ArchiveOptions; copy: string }
beforeAll(async () => {
  const room = await emptyRoom()
  sound = { options: await smallArchive(room), copy: join(room, 'copy') }
  await backUp(sound.options, sound.copy)
})

async function spoiltCopy(): Promise<string> {
  const copy = join(await emptyRoom(), 'copy')
  await cp(sound.copy, copy, { recursive: true })
  await appendFile(join(copy, objectPath(summaryId), 'v1/content/sheet.json'), 'x')
  return copy
}

describe('a restore', () => {
  test('gives the archive of the copy, with which its own key goes on', async () => {
    const to = join(await emptyRoom(), 'deep', 'archive')
    const { copy, options } = sound
    const report = await restoreArchive({ from: copy, to, keyFile: options.keyFile })
    const content = await contentOf(copy)
    expect(report).toMatchObject({ restored: true, findings: [], notes: [], seq: '00000003' })
    expect(report.compared).toBe(content.size)
    expect(await contentOf(to)).toEqual(content)
    expect(await readdir(dirname(to))).toEqual(['archive'])
    await expectAuditor(to, 0, '--expect', `00000003:${report.head}`)
    const put = await withArchive({ ...options, folder: to }, archive =>
      archive.put(request({ 'a.txt': '1' }, { id: 'urn:x:1' })),
    )
    expect(put).toMatchObject({ changed: true })
  })

  test('needs no key, and says that signatures are not pinned', async () => {
    const room = await emptyRoom()
    const keyFile = join(room, 'no-key.pem')
    const report = await restoreArchive({ from: sound.copy, to: join(room, 'archive'), keyFile })
    expect(report).toMatchObject({ restored: true, findings: [], notes: [{ code: 'KEY_NOT_PINNED' }] })
  })

  test('takes an empty folder, and none that holds something', async () => {
    const room = await emptyRoom()
    const to = join(room, 'archive')
    await mkdir(to)
    const wanted = { from: sound.copy, to: `${to}/`, keyFile: sound.options.keyFile }
    expect(await restoreArchive(wanted)).toMatchObject({ restored: true })
    const before = await fingerprint(room)
    await expect(restoreArchive(wanted)).rejects.toMatchObject({ code: 'COPY_REFUSED' })
    await expect(restoreArchive({ ...wanted, to: join(sound.copy, 'x') })).rejects.toMatchObject({
      code: 'COPY_REFUSED',
    })
    await expect(restoreArchive({ ...wanted, from: room, to: join(room, 'x') })).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
    })
    expect(await fingerprint(room)).toEqual(before)
  })

  test('leaves alone what lies where it would work', async () => {
    const room = await emptyRoom()
    await mkdir(join(room, 'archive.part'))
    await writeFile(join(room, 'archive.part', 'letter.txt'), 'x')
    const wanted = { from: sound.copy, to: join(room, 'archive'), keyFile: sound.options.keyFile }
    await expect(restoreArchive(wanted)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    expect([...(await fingerprint(room)).keys()]).toEqual(['archive.part/', 'archive.part/letter.txt'])
  })

  test('of a spoilt copy, or of one that is older than is known, restores nothing', async () => {
    const room = await emptyRoom()
    const wanted = { to: join(room, 'archive'), keyFile: sound.options.keyFile }
    expect(await restoreArchive({ ...wanted, from: await spoiltCopy() })).toMatchObject({
      restored: false,
      findings: [{ code: 'E092', object: summaryId }],
    })
    const known = await reading(sound.options, archive => archive.checkpoint())
    expect(await restoreArchive({ ...wanted, from: sound.copy, expected: known })).toMatchObject({
      restored: false,
      findings: [{ code: 'HEAD_MISSING' }],
    })
    expect(await readdir(room)).toEqual([])
  })

  test('can be tried dry', async () => {
    const room = await emptyRoom()
    const wanted = { from: sound.copy, to: join(room, 'archive'), keyFile: sound.options.keyFile }
    expect(await restoreArchive({ ...wanted, dryRun: true })).toMatchObject({
      ...{ restored: false, findings: [], seq: '00000003' },
    })
    expect(await readdir(room)).toEqual([])
  })

  test('cut off at any step: the archive is there whole or not at all, and the next run goes on', async () => {
    const entry = { place: '', actor: 'administrator', now: sound.options.now }
    const wanted = { from: sound.copy, keyFile: sound.options.keyFile, entry }
    const { disk, steps } = recordingDisk()
    await restoreArchive({ ...wanted, to: join(await emptyRoom(), 'archive') }, { disk, lockWaitSeconds: 5 })
    expect(steps.length).toBeGreaterThan(50)
    for (let last = 0; last < steps.length; last += 3) {
      const to = join(await emptyRoom(), 'archive')
      const cut = restoreArchive({ ...wanted, to }, { disk: dyingDisk(last), lockWaitSeconds: 5 })
      await expect(cut).rejects.toBeInstanceOf(PowerCut)
      expect(await readdir(dirname(to))).not.toContain('archive')
      expect(await restoreArchive({ ...wanted, to })).toMatchObject({
        ...{ restored: true, findings: [], entry: '00000004' },
      })
      expect(await readdir(dirname(to))).toEqual(['archive'])
    }
  })

  describe('leaves an entry in the log of what was restored', () => {
    const entry = { place: 'сейф', actor: 'administrator', now: () => juneFirst }

    test('which says up to where, and with which head it was compared', async () => {
      const { copy, options } = sound
      const to = join(await emptyRoom(), 'archive')
      const { seq, head } = await reading({ ...options, folder: copy }, archive => archive.checkpoint())
      const wanted = { from: copy, to, keyFile: options.keyFile, entry }
      expect(await restoreArchive({ ...wanted, expected: { seq, head } })).toMatchObject({
        entry: '00000004',
      })
      const text = await readFile(join(to, 'log/00000004/entry.txt'), 'utf8')
      for (const line of ['op=restore', `upto=${seq}`, `head=${head}`, `known=${seq}`, 'place=сейф'])
        expect(text.split('\n')).toContain(line)
      expect((await reading({ ...options, folder: to }, archive => archive.verify())).findings).toEqual([])
      await expectAuditor(to, 0)
      // Restored, it goes on with the copy it came from.
      expect(await backUp({ ...options, folder: to }, await copied(copy))).toMatchObject({ findings: [] })
      await expect(restoreArchive(wanted)).rejects.toMatchObject({ code: 'COPY_REFUSED' })
      await expect(restoreArchive({ ...wanted, isThere: true })).rejects.toMatchObject({
        code: 'COPY_REFUSED',
      })
    })

    test('later, where the key was not at hand', async () => {
      const { copy, options } = sound
      const to = join(await emptyRoom(), 'archive')
      const withoutKey = { from: copy, to, keyFile: join(await emptyRoom(), 'none.pem'), entry }
      expect(await restoreArchive(withoutKey)).toMatchObject({ restored: true, entry: null })
      const withKey = { ...withoutKey, keyFile: options.keyFile, isThere: true }
      expect(await restoreArchive(withKey)).toMatchObject({ restored: true, entry: '00000004' })
      expect((await reading({ ...options, folder: to }, archive => archive.verify())).findings).toEqual([])
    })
  })
})

async function copied(folder: string): Promise<string> {
  const to = join(await emptyRoom(), 'copy')
  await cp(folder, to, { recursive: true })
  return to
}

describe('a trial restore', () => {
  async function archiveAndCopy(): Promise<{ options: ArchiveOptions; copy: string }> {
    const room = await emptyRoom()
    const options = { ...sound.options, folder: join(room, 'archive'), keyFile: join(room, 'key.pem') }
    await cp(sound.options.folder, options.folder, { recursive: true })
    await cp(sound.options.keyFile, options.keyFile)
    await cp(sound.copy, join(room, 'copy'), { recursive: true })
    return { options, copy: join(room, 'copy') }
  }

  async function tryOut(options: ArchiveOptions, from: string): Promise<TrialReport> {
    const within = await emptyRoom()
    const archive = await openFolderArchive(options, { disk: realDisk, lockWaitSeconds: 5 })
    try {
      return await archive.tryRestore({ from, within, actor: 'archivist' })
    } finally {
      await archive.close()
      expect(await readdir(within)).toEqual([])
    }
  }

  test('leaves nothing but an entry in the log of the archive', async () => {
    const { options, copy } = await archiveAndCopy()
    const before = await fingerprint(copy)
    expect(await tryOut(options, copy)).toMatchObject({ findings: [], seq: '00000003', entry: '00000005' })
    expect(await fingerprint(copy)).toEqual(before)
    expect(await reading(options, archive => archive.trials())).toEqual([{ at: options.now(), findings: 0 }])
    expect((await reading(options, archive => archive.verify())).findings).toEqual([])
    await expectAuditor(options.folder, 0)
  })

  test('that fails stands there too', async () => {
    const { options } = await archiveAndCopy()
    expect(await tryOut(options, await spoiltCopy())).toMatchObject({ compared: 0, entry: '00000005' })
    expect(await reading(options, archive => archive.trials())).toMatchObject([{ findings: 1 }])
    await expectAuditor(options.folder, 0)
  })

  test.each(['of another archive', 'of nothing', 'of a history that the archive has lost'])(
    '%s is refused, and entered nowhere',
    async what => {
      const { options, copy } = await archiveAndCopy()
      let from = copy
      if (what === 'of another archive') from = (await smallArchive(await emptyRoom())).folder
      else if (what === 'of nothing') from = await emptyRoom()
      else await withArchive({ ...options, folder: copy }, archive => archive.put(request({ 'a.txt': '1' })))
      await expect(tryOut(options, from)).rejects.toMatchObject({
        code: what === 'of nothing' ? 'ARCHIVE_UNUSABLE' : 'COPY_DIVERGED',
      })
      expect(await reading(options, archive => archive.trials())).toEqual([])
      await rm(from, { recursive: true })
    },
  )
})
