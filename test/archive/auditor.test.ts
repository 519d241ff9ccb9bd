import { execFileSync } from 'node:child_process'
import { chmod, chown, cp, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { objectPath } from '../../src/archive/paths.js'
import { describeWith } from '../support/programs.js'
import { summaryId } from './requests.js'
import { flip, remove, report } from './spoiling.js'
import { auditorVerdict, copyOf, emptyRoom, expectAuditor, reading, smallArchive } from './workshop.js'

const isRoot = process.getuid?.() === 0
const nobody = 65_534

/** Root reads everything: there the folder is given to somebody else, who then reads it. */
async function giveAway(room: string): Promise<void> {
  if (!isRoot) return
  await chown(room, nobody, nobody)
  for (const item of await readdir(room, { recursive: true, withFileTypes: true }))
    await chown(join(item.parentPath, item.name), nobody, nobody)
}

async function asOwner<T>(work: () => Promise<T>): Promise<T> {
  if (isRoot) process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

function scriptAsOwner(folder: string): { code: unknown; text: string } {
  const who = isRoot ? { uid: nobody, gid: nobody } : {}
  try {
    const script = join(folder, 'verify.sh')
    return {
      code: 0,
      text: execFileSync('sh', [script], { ...who, cwd: folder, encoding: 'utf8', stdio: 'pipe' }),
    }
  } catch (error) {
    const { status, stdout } = Object(error)
    return { code: status, text: String(stdout) }
  }
}

/** The auditor has coreutils, openssl and the folder; the other suites compare every tampering with this script. */
describeWith('openssl', "the auditor's script", () => {
  test('finds a sound archive sound, and says up to which entry', async () => {
    const sound = await smallArchive(await emptyRoom())
    const { head } = await reading(sound, archive => archive.verify())
    const told = await auditorVerdict(sound.folder, '--expect', `00000003:${head}`)
    expect(told).toMatchObject({ code: 0, text: expect.stringContaining(`00000003:${head}`) })
  })

  const object = objectPath(summaryId)
  test.each(['v1/content/sheet.json', 'v1/inventory.json', 'inventory.json', 'inventory.json.sha512'])(
    'and the program name a file that can’t be read, and nothing besides: %s',
    async name => {
      const room = await emptyRoom()
      await mkdir(join(room, 'data'))
      const options = await smallArchive(join(room, 'data'))
      const file = `${object}/${name}`
      await chmod(join(options.folder, file), 0)
      await giveAway(room)
      const told = scriptAsOwner(options.folder)
      expect(told).toMatchObject({ code: 1, text: expect.stringContaining(`файл не читается: ${file}`) })
      const { findings } = await asOwner(() => reading(options, archive => archive.verify()))
      expect(told.text).toContain('Нарушений: 1.')
      expect(findings).toMatchObject([{ code: 'FILE_UNREADABLE', object: summaryId, file }])
    },
  )

  test('an unfinished write excuses only itself: damage beside it is damage, and so is a draft that nobody is writing', async () => {
    const sound = await smallArchive(await emptyRoom())
    const entry = await readFile(join(sound.folder, 'log/00000003/entry.txt'), 'utf8')
    const tx = /^tx=(.+)$/m.exec(entry)?.[1] ?? ''
    const spoil = (folder: string) => flip(join(folder, report, 'v1/content/report.html'))
    const planted = await copyOf(sound)
    await mkdir(join(planted.folder, 'staging', tx))
    await expectAuditor(planted.folder, 0)
    await spoil(planted.folder)
    await expectAuditor(planted.folder, 1)

    // Committed, and not yet in its place.
    const waiting = await copyOf(sound)
    const version = `${object}/v2`
    const draft = join(waiting.folder, 'staging', tx, 'obj')
    await mkdir(draft, { recursive: true })
    await rename(join(waiting.folder, version), join(draft, 'v2'))
    for (const name of ['inventory.json', 'inventory.json.sha512'])
      await cp(join(waiting.folder, object, 'v1', name), join(waiting.folder, object, name))
    expect((await reading(waiting, archive => archive.verify())).findings).toEqual([])
    const told = await auditorVerdict(waiting.folder)
    expect(told).toMatchObject({ code: 75, text: expect.stringContaining('Остальное цело') })
    expect(told.text).not.toContain('НАРУШЕНИЕ')
    const halfGone = await copyOf(waiting)
    await remove(`staging/${tx}/obj/v2/content`)(halfGone.folder)
    await expectAuditor(halfGone.folder, 1)
    await spoil(waiting.folder)
    await expectAuditor(waiting.folder, 1)
  })

  test('names a log that it can’t read, and the program where it had to stop', async () => {
    const room = await emptyRoom()
    await mkdir(join(room, 'data'))
    const options = await smallArchive(join(room, 'data'))
    await chmod(join(options.folder, 'log/00000002/entry.txt'), 0)
    await giveAway(room)
    expect(scriptAsOwner(options.folder)).toMatchObject({ code: 1 })
    await expect(asOwner(() => reading(options, archive => archive.verify()))).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      message: expect.stringContaining('(log/00000002/entry.txt)'),
    })
  })

  test('tells of a gap which entries are missing, the last one included', async () => {
    const sound = await smallArchive(await emptyRoom())
    const [one, both] = [await copyOf(sound), await copyOf(sound)]
    await remove('log/00000002')(one.folder)
    expect((await auditorVerdict(one.folder)).text).toContain('нет записи журнала: log/00000002\n')
    await remove('log/00000001')(both.folder)
    await remove('log/00000002')(both.folder)
    const gap = 'нет записей журнала с log/00000001 до 00000002 включительно\n'
    expect((await auditorVerdict(both.folder)).text).toContain(gap)
  })
})
