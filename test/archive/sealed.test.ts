import { execFileSync } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newIdentity } from '../../src/archive/age.js'
import { filesOfTar, tarOf } from '../../src/archive/tar.js'
import {
  type ArchiveOptions,
  isSealedCopy,
  restoreArchive,
  verifyOpened,
  verifySealed,
} from '../../src/archive/index.js'
import { describeWith } from '../support/programs.js'
import { backUp, contentOf, spoilFile } from './copies.js'
import { dyingDisk, PowerCut, recordingDisk } from './disks.js'
import { disposal, journalId, oldArchive } from './disposals.js'
import { expectAllFlushed } from './flushed.js'
import { correctedSummary, request, summaryId } from './requests.js'
import {
  auditorVerdict,
  copyOf,
  emptyRoom,
  expectAuditor,
  fingerprint,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

let identity: string
let recipient: string
let sound: { readonly options: ArchiveOptions; readonly copy: string }

beforeAll(async () => {
  const room = await emptyRoom()
  const made = await newIdentity('2027-06-01T09:00:00Z')
  recipient = made.recipient
  identity = join(room, 'identity.txt')
  await writeFile(identity, made.text)
  sound = { options: await smallArchive(room), copy: join(room, 'copy') }
  await seal(sound.options, sound.copy)
})

function seal(options: ArchiveOptions, copy: string, more: Parameters<typeof backUp>[2] = {}) {
  return backUp(options, copy, { recipients: [recipient], ...more })
}

/** Archive and sealed copy that a test may change. */
async function scene(): Promise<{ options: ArchiveOptions; copy: string }> {
  const options = await copyOf(sound.options)
  const keyFile = join(options.folder, '..', 'key.pem')
  await cp(sound.options.keyFile, keyFile)
  const copy = join(options.folder, '..', 'copy')
  await cp(sound.copy, copy, { recursive: true })
  return { options: { ...options, keyFile }, copy }
}

const packs = async (copy: string) => (await readdir(join(copy, 'entries'))).sort()
const packOf = async (copy: string, seq: string) =>
  join(copy, 'entries', (await packs(copy)).find(name => name.startsWith(seq)) ?? '')

const restored = async (from: string, more: object = {}) => {
  const to = join(await emptyRoom(), 'archive')
  const { keyFile } = sound.options
  return { to, report: await restoreArchive({ from, to, keyFile, identity, ...more }) }
}

describe('a sealed copy', () => {
  test('holds the whole archive, and nothing of it in the clear', async () => {
    const { options, copy } = sound
    expect(await isSealedCopy(copy)).toBe(true)
    expect(await packs(copy)).toHaveLength(4)
    for (const name of await packs(copy)) {
      const bytes = await readFile(join(copy, 'entries', name))
      expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
      for (const plain of ['sheet.json', summaryId, 'Отчёт']) expect(bytes.includes(plain)).toBe(false)
    }
    const { to, report } = await restored(copy)
    expect(report).toMatchObject({ restored: true, findings: [], notes: [], seq: '00000003' })
    const [first, second] = [await contentOf(to), await contentOf(options.folder)]
    // The archive has one entry more: that the copy was made.
    expect(first).toEqual(new Map([...second].filter(([path]) => !path.startsWith('log/00000004/'))))
    expect(await readdir(join(to, '..'))).toEqual(['archive'])
    await expectAuditor(to, 0)
  })

  test('stands in the log of the archive, with whom it is for', async () => {
    const text = await readFile(join(sound.options.folder, 'log/00000004/entry.txt'), 'utf8')
    expect(text).toContain('\nop=backup-sealed\n')
    expect(text).toContain(`\nrecipients=${recipient}\n`)
    expect(await reading(sound.options, archive => archive.backups())).toHaveLength(1)
    await expectAuditor(sound.options.folder, 0)
  })

  test('grows by what is new, and by nothing else', async () => {
    const { options, copy } = await scene()
    const before = await fingerprint(join(copy, 'entries'))
    await withArchive(options, archive => archive.put(request({ 'a.txt': 'new' }, { id: 'urn:x:1' })))
    const report = await seal(options, copy)
    expect(report).toMatchObject({ missing: { entries: 2 }, findings: [], healed: [], seq: '00000005' })
    const after = await fingerprint(join(copy, 'entries'))
    for (const [name, digest] of before) expect(after.get(name)).toBe(digest)
    expect(after.size).toBe(before.size + 2)
    expect(await readdir(join(copy, 'lists'))).toEqual(['00000002'])
    // Nothing new but that the last copy was made.
    expect(await seal(options, copy)).toMatchObject({ missing: { entries: 1, bytes: 0 } })
  })

  test('follows a correction and a change of keys', async () => {
    const { options, copy } = await scene()
    await withArchive(options, async archive => {
      await archive.changeKey({ reason: 'Плановая смена', actor: 'administrator' })
      await archive.put({ ...correctedSummary, files: [{ path: 'sheet.json', bytes: Buffer.from('3') }] })
    })
    expect(await seal(options, copy)).toMatchObject({ findings: [], healed: [] })
    const { report } = await restored(copy, { keyFile: options.keyFile })
    expect(report).toMatchObject({ restored: true, findings: [], notes: [], seq: '00000006' })
  })

  test.each(['lost', 'flipped', 'empty', 'longer'] as const)('%s files come anew', async how => {
    const { options, copy } = await scene()
    await spoilFile(await packOf(copy, '00000001'), how)
    await spoilFile(join(copy, 'README.txt'), how)
    expect((await verifySealed(copy, options)).findings).toMatchObject([
      { code: how === 'lost' ? 'SEALED_MISSING' : 'SEALED_CHANGED' },
    ])
    expect((await restored(copy)).report).toMatchObject({ restored: false, findings: [{}] })
    const report = await seal(options, copy)
    expect(report).toMatchObject({ findings: [], healed: [expect.stringMatching(/^entries\/00000001/)] })
    expect((await verifySealed(copy, options)).findings).toEqual([])
    expect((await restored(copy)).report).toMatchObject({ restored: true })
  })

  test('what the archive has lost the copy keeps; what it lost before is told', async () => {
    const { options, copy } = await scene()
    const other = join(copy, '..', 'later')
    const file =
      [...(await contentOf(options.folder)).keys()].find(path => path.endsWith('report.html')) ?? ''
    await spoilFile(join(options.folder, file), 'flipped')
    expect(await seal(options, copy)).toMatchObject({ findings: [] })
    expect((await restored(copy)).report).toMatchObject({ restored: true })
    const later = await seal(options, other)
    expect(later).toMatchObject({ entry: null, findings: [{ code: 'SEALED_PART' }] })
    await cp(join(sound.options.folder, file), join(options.folder, file))
    expect(await seal(options, other)).toMatchObject({ findings: [], entry: expect.any(String) })
  })

  test('a list that was tampered with, or is of another archive, is refused', async () => {
    const { options, copy } = await scene()
    const other = await smallArchive(await emptyRoom())
    await expect(seal(other, copy)).rejects.toMatchObject({ code: 'COPY_DIVERGED' })
    const text = join(copy, 'lists/00000001/copy.txt')
    await writeFile(text, (await readFile(text, 'utf8')).replace('school-1', 'school-2'))
    await expect(seal(options, copy)).rejects.toMatchObject({ code: 'COPY_DIVERGED' })
    expect((await verifySealed(copy, options)).findings).toMatchObject([{ code: 'SEALED_SIGNATURE' }])
  })

  test('a list of files that is spoilt has everything sealed anew', async () => {
    const { options, copy } = await scene()
    await spoilFile(join(copy, 'lists/00000001/files.sha512'), 'flipped')
    expect((await verifySealed(copy, options)).findings).toMatchObject([{ code: 'SEALED_LIST' }])
    expect(await seal(options, copy)).toMatchObject({ findings: [] })
    expect((await restored(copy)).report).toMatchObject({ restored: true })
  })

  test('goes on where an empty folder was put among its lists', async () => {
    const { options, copy } = await scene()
    await mkdir(join(copy, 'lists/99999999'))
    expect(await seal(options, copy)).toMatchObject({ findings: [] })
    expect(await readdir(join(copy, 'lists'))).toEqual(['00000002'])
  })

  test('never lies on top of a plain copy, nor a plain one on it, nor for somebody else', async () => {
    const { options, copy } = await scene()
    const plain = join(copy, '..', 'plain')
    await backUp(options, plain)
    const before = [await fingerprint(plain), await fingerprint(copy)]
    const someone = (await newIdentity('x')).recipient
    // One key in 32 ends in the letter that spoils the others.
    const mistyped = `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`
    for (const refused of [
      seal(options, plain),
      backUp(options, copy),
      backUp(options, copy, { recipients: [someone] }),
      backUp(options, copy, { recipients: [mistyped] }),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'COPY_REFUSED' })
    expect([await fingerprint(plain), await fingerprint(copy)]).toEqual(before)
  })

  test('opens for its identity only, and leaves nothing behind', async () => {
    const { copy } = sound
    const room = await emptyRoom()
    const wrong = join(room, 'wrong.txt')
    await writeFile(wrong, (await newIdentity('x')).text)
    const broken = join(room, 'broken.txt')
    await writeFile(broken, 'AGE-SECRET-KEY-1BROKEN\n')
    for (const file of [wrong, broken, join(room, 'none.txt'), sound.options.keyFile]) {
      const to = join(room, 'archive')
      const wanted = { from: copy, to, keyFile: sound.options.keyFile }
      const refused = restoreArchive({ ...wanted, identity: file })
      await expect(refused).rejects.toMatchObject({ code: 'COPY_SEALED' })
      await refused.catch((error: Error) => expect(error.message).not.toContain('AGE-SECRET'))
      await expect(restoreArchive(wanted)).rejects.toMatchObject({ code: 'COPY_SEALED' })
      expect((await readdir(room)).sort()).toEqual(['broken.txt', 'wrong.txt'])
    }
  })

  test('is read whole with an identity, or by its digests without', async () => {
    const { copy, options } = sound
    const { seq, head } = await reading(options, archive => archive.checkpoint())
    const closed = await verifySealed(copy, { keyFile: options.keyFile })
    expect(closed).toMatchObject({
      seq: '00000003',
      files: 4,
      findings: [],
      notes: [{ code: 'SEALED_UNOPENED' }],
    })
    const within = await emptyRoom()
    const opened = await verifyOpened(copy, { ...options, identity, within })
    expect(opened).toMatchObject({ objects: 2, versions: 3, seq: '00000003', findings: [], notes: [] })
    const known = { ...options, identity, within, expected: { seq, head } }
    expect((await verifyOpened(copy, known)).findings).toMatchObject([{ code: 'HEAD_MISSING' }])
    expect(await readdir(within)).toEqual([])
  })

  test('loses what the archive has disposed of', async () => {
    const options = await oldArchive(await emptyRoom())
    const copy = join(await emptyRoom(), 'copy')
    await seal(options, copy)
    const before = await packs(copy)
    await withArchive(options, archive => archive.dispose(disposal()))
    expect(await seal(options, copy)).toMatchObject({ findings: [] })
    const gone = before.filter(name => /^0000000[124]\.whole/.test(name))
    expect(gone).toHaveLength(3)
    for (const name of gone) expect(await packs(copy)).not.toContain(name)
    const { to, report } = await restored(copy, { keyFile: options.keyFile })
    expect(report).toMatchObject({ restored: true, findings: [], disposed: 2 })
    await reading({ ...options, folder: to }, async archive => {
      expect(await archive.get(journalId, 'a.txt')).toBeNull()
    })
    await expectAuditor(to, 0)
  })

  test('can be restored on trial, which stands in the log', async () => {
    const { options, copy } = await scene()
    const within = await emptyRoom()
    const report = await withArchive(options, archive =>
      archive.tryRestore({ from: copy, within, identity, actor: 'archivist' }),
    )
    expect(report).toMatchObject({ findings: [], seq: '00000003', entry: '00000005' })
    expect(await readdir(within)).toEqual([])
  })

  test('cut off at any step it is the copy of an earlier day, and the next run goes on', async () => {
    const start = await scene()
    await withArchive(start.options, async archive => {
      await archive.put(request({ 'a.txt': 'new' }, { id: 'urn:x:1' }))
    })
    await spoilFile(await packOf(start.copy, '00000002'), 'lost')
    const clone = async () => {
      const room = await emptyRoom()
      await cp(join(start.copy, '..'), room, { recursive: true })
      const [folder, keyFile] = [join(room, 'archive'), join(room, 'key.pem')]
      return { options: { ...start.options, folder, keyFile }, copy: join(room, 'copy') }
    }
    const whole = await clone()
    const { disk, steps } = recordingDisk()
    await seal(whole.options, whole.copy, { disk })
    expectAllFlushed(steps)
    const own = steps
      .map(({ path }, index) => ({ path, index }))
      .filter(({ path }) => path.startsWith(whole.copy))
    for (const { index } of own.filter((_step, nth) => nth % 2 === 0)) {
      const cut = await clone()
      await expect(seal(cut.options, cut.copy, { disk: dyingDisk(index) })).rejects.toBeInstanceOf(PowerCut)
      const seen = await verifySealed(cut.copy, cut.options)
      // What was missing before may be missing still; nothing else is.
      expect(seen.findings.filter(({ file }) => file?.includes('00000002') !== true)).toEqual([])
      expect(await seal(cut.options, cut.copy)).toMatchObject({ findings: [] })
      expect((await verifySealed(cut.copy, cut.options)).notes).toMatchObject([{ code: 'SEALED_UNOPENED' }])
    }
    expect((await restored(whole.copy)).report).toMatchObject({ restored: true, findings: [] })
  })
})

describeWith('age', 'people without the program', () => {
  test('open the copy with age and tar, and the auditor finds it sound', async () => {
    const into = await emptyRoom()
    const script = 'for f in "$1"/entries/*.tar.age; do age -d -i "$2" "$f" | tar -x -f - || exit 1; done'
    execFileSync('sh', ['-c', script, 'sh', sound.copy, identity], { cwd: into })
    expect(await auditorVerdict(into)).toMatchObject({ code: 0 })
    execFileSync('sh', ['-c', 'sha512sum -c --quiet lists/*/files.sha512'], { cwd: sound.copy })
  })
})

describe('tar', () => {
  test('gives back what was put in, whatever the paths', () => {
    const path = fc
      .array(fc.stringMatching(/^[a-zа-яё0-9%._-]{1,60}$/), { minLength: 1, maxLength: 6 })
      .map(parts => parts.join('/'))
    fc.assert(
      fc.property(fc.dictionary(path, fc.uint8Array({ maxLength: 1100 })), files => {
        const wanted = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]))
        const got = filesOfTar(tarOf(wanted))
        expect(new Map([...(got ?? [])].sort())).toEqual(new Map([...wanted].sort()))
      }),
      { numRuns: 100 },
    )
  })

  test('cut short or changed in a header it is none', () => {
    const tar = tarOf(new Map([['a', Buffer.alloc(600, 1)]]))
    expect(filesOfTar(tar.subarray(0, 900))).toBeNull()
    tar[0] = 98
    expect(filesOfTar(tar)).toBeNull()
  })
})
