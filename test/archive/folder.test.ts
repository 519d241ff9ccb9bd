import { mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openArchive } from '../../src/archive/index.js'
import { firstSummary, optionsIn } from './requests.js'
import { emptyRoom, expectAuditor, fingerprint, reading, smallArchive, withArchive } from './workshop.js'

describe('the folder of the archive', () => {
  test('is made with its guide, and the empty archive is sound for both ways of checking', async () => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      expect(await archive.list()).toEqual([])
      expect(await archive.verify()).toMatchObject({ objects: 0, head: null, findings: [], notes: [] })
    })
    await expectAuditor(options.folder, 0)
    expect((await stat(options.keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(options.folder)).mode & 0o777).toBe(0o700)
  })

  test.each([
    ['a document', 'plan.docx'],
    ['a folder called ocfl', 'ocfl/notes.txt'],
    ['an OCFL root of somebody else', 'ocfl/0=ocfl_1.1'],
    ['logs of another program', 'log/today.log/x'],
  ])('is refused and left alone if it holds %s', async (_name, file) => {
    const options = optionsIn(await emptyRoom())
    await mkdir(dirname(join(options.folder, file)), { recursive: true })
    await writeFile(join(options.folder, file), 'ocfl_1.1\n')
    if (file.startsWith('log')) await writeFile(join(options.folder, 'readme'), '')
    const before = await fingerprint(options.folder)
    for (const readOnly of [false, true]) {
      await expect(openArchive({ ...options, readOnly })).rejects.toMatchObject({
        code: 'ARCHIVE_UNUSABLE',
        hint: expect.any(String),
      })
    }
    expect(await fingerprint(options.folder)).toEqual(before)
  })

  test('is refused if it is a file, or if its key would lie inside', async () => {
    const room = await emptyRoom()
    await writeFile(join(room, 'archive'), '')
    await expect(openArchive(optionsIn(room))).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    const other = optionsIn(await emptyRoom())
    const inside = { ...other, keyFile: join(other.folder, 'keys', 'private.pem') }
    await expect(openArchive(inside)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })

  test('is recognised as holding the key also through a link', async () => {
    const room = await emptyRoom()
    const options = await smallArchive(room)
    await symlink(options.folder, join(room, 'link'))
    const sly = { ...options, keyFile: join(room, 'link', 'private.pem') }
    await expect(openArchive(sly)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })

  test('is refused under another archive name', async () => {
    const options = await smallArchive(await emptyRoom())
    await expect(openArchive({ ...options, name: 'school-2' })).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
    })
  })

  test('lets no reader write, and a reader needs an archive', async () => {
    const options = await smallArchive(await emptyRoom())
    const before = await fingerprint(options.folder)
    await reading(options, async archive => {
      await expect(archive.put(firstSummary)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
      await archive.list()
      await archive.verify()
    })
    expect(await fingerprint(options.folder)).toEqual(before)
    const nothing = optionsIn(await emptyRoom(), { readOnly: true })
    await expect(openArchive(nothing)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })

  test('takes nothing after close', async () => {
    const archive = await openArchive(optionsIn(await emptyRoom()))
    await archive.close()
    await expect(archive.put(firstSummary)).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })
})
