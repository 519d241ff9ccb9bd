import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openArchive, openExistingArchive } from '../../src/archive/index.js'
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
    for (const open of [openArchive, openExistingArchive])
      await expect(open(optionsIn(room))).rejects.toMatchObject({
        code: 'ARCHIVE_UNUSABLE',
        message: expect.stringContaining('на месте папки лежит файл'),
      })
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

test('where a bag can’t be written, its own folder is blamed, and nothing of it is left', async () => {
  const options = await smallArchive(await emptyRoom())
  await reading(options, archive =>
    expect(archive.exportBag(firstSummary.id, '/proc/bag')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^Выгрузка \/proc\/bag: /),
    }),
  )
})

describe('an archive that lacks a part', () => {
  const lacking = async (part: string) => {
    const options = await smallArchive(await emptyRoom())
    await rm(join(options.folder, part), { recursive: true })
    return options
  }

  test.each(['log', 'log/00000001'])(
    'whose log is gone (%s) begins no new one, and hides nothing',
    async part => {
      const options = await lacking(part)
      if (part !== 'log')
        for (const seq of ['2', '3']) await rm(join(options.folder, `log/0000000${seq}`), { recursive: true })
      const before = await fingerprint(options.folder)
      const refused = { code: 'ARCHIVE_DAMAGED', message: expect.stringMatching(/Журнал архива .+ пропал/) }
      await expect(withArchive(options, archive => archive.put(firstSummary))).rejects.toMatchObject(refused)
      await reading(options, async archive => {
        await expect(archive.list()).rejects.toMatchObject(refused)
        expect((await archive.verify()).findings.map(({ code }) => code)).toContain('OBJECT_UNLOGGED')
      })
      const after = await fingerprint(options.folder)
      expect([...after].filter(([path]) => path !== 'lock')).toEqual(
        [...before].filter(([path]) => path !== 'lock'),
      )
    },
  )

  test('says which public key is gone, and doesn’t blame the private one', async () => {
    await expect(openArchive(await lacking('keys'))).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
      message: expect.stringMatching(/нет открытого ключа keys\/[0-9a-f]{32}\.pub/),
    })
  })

  test('says where the log is broken', async () => {
    const options = await lacking('log/00000002')
    await expect(withArchive(options, archive => archive.put(firstSummary))).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
      message: expect.stringContaining('Файл: log/00000002.'),
    })
  })

  test('says which file should hold the private key', async () => {
    const options = await smallArchive(await emptyRoom())
    await writeFile(options.keyFile, 'garbage')
    await expect(openArchive(options)).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      message: expect.stringContaining(options.keyFile),
    })
  })
})
