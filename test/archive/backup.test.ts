import { appendFile, cp, link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { backUp, backupTo, contentOf, type Spoiling, spoilFile } from './copies.js'
import { watchedDisk } from './disks.js'
import { firstSummary, optionsIn, reportId, request, summaryId, weekReport } from './requests.js'
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

async function scene(): Promise<{ options: ArchiveOptions; copy: string }> {
  const room = await emptyRoom()
  return { options: await smallArchive(room), copy: join(room, 'elsewhere', 'copy') }
}

/** A sound copy of an archive of its own, in a room of its own. */
let sound: { options: ArchiveOptions; copy: string }
beforeAll(async () => {
  sound = await scene()
  await backUp(sound.options, sound.copy)
})

/** Archive and copy that may be spoilt. */
async function another(): Promise<{ options: ArchiveOptions; copy: string }> {
  const options = await copyOf(sound.options)
  const keyFile = join(dirname(options.folder), 'key.pem')
  await cp(sound.options.keyFile, keyFile)
  const copy = join(dirname(options.folder), 'copy')
  await cp(sound.copy, copy, { recursive: true })
  return { options: { ...options, keyFile }, copy }
}

describe('a copy', () => {
  test('holds what an auditor needs and no key, is sound for program and auditor, and stands in the log', async () => {
    const { options, copy } = await scene()
    const original = await contentOf(options.folder)
    const report = await backUp(options, copy, { place: 'сейф' })
    expect(report).toMatchObject({
      ...{ findings: [], notes: [], isNew: true, onSameDisk: true, healed: [], entry: '00000004' },
      ...{ upto: '00000003', missing: { entries: 3 }, objects: 2, versions: 3, seq: '00000003' },
    })
    expect(await contentOf(copy)).toEqual(original)
    await expectAuditor(copy, 0, '--expect', `00000003:${report.head}`)
    const names = [...(await fingerprint(copy)).keys()].filter(name => !/^(ocfl|log|keys)\/./.test(name))
    expect(names).toEqual([
      ...['README.txt', 'anchors/', 'keys/', 'lock', 'log/', 'ocfl/', 'staging/', 'trash/', 'verify.sh'],
    ])
    await expectAuditor(options.folder, 0)
    await reading(options, async archive => {
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [], logEntries: 4 })
      expect(await archive.backups()).toEqual([{ at: options.now(), place: 'сейф', onSameDisk: true }])
    })
  })

  test('is brought up to date by what is new only', async () => {
    const { options, copy } = await another()
    await withArchive(options, archive => archive.put(request({ 'a.txt': '1' }, { id: 'urn:x:1' })))
    const written: string[] = []
    const disk = watchedDisk(async ({ op, path }, go) => {
      if (op === 'writeFile' && path.startsWith(copy)) written.push(path.replace(/.*\/staging\//, ''))
      await go()
    })
    const report = await backUp(options, copy, { disk })
    expect(report).toMatchObject({
      isNew: false,
      missing: { entries: 2, files: 4 },
      findings: [],
      healed: [],
    })
    expect(written.filter(path => !/^0000000[45]-/.test(path))).toEqual([])
    expect(await contentOf(copy)).toEqual(
      new Map(
        [...(await contentOf(options.folder))].filter(([path]) => !path.startsWith(`log/${report.entry}/`)),
      ),
    )
    await expectAuditor(copy, 0)
  })

  test('may be as young as the archive: nothing in it yet', async () => {
    const room = await emptyRoom()
    const options = optionsIn(room)
    expect(await backUp(options, join(room, 'copy'))).toMatchObject({ objects: 0, seq: null, findings: [] })
    expect(await backUp(options, join(room, 'copy'))).toMatchObject({ seq: '00000001', findings: [] })
    await expectAuditor(join(room, 'copy'), 0)
  })

  test('goes by the log while others write, and stops at what is in its place', async () => {
    const { options, copy } = await another()
    let writing: Promise<unknown> | null = null
    await withArchive(options, async writer => {
      const disk = watchedDisk(async ({ path }, go) => {
        if (path.startsWith(copy)) writing ??= writer.put(request({ 'b.txt': '2' }, { id: 'urn:x:2' }))
        await go()
      })
      const report = await backUp(options, copy, { disk })
      await writing
      expect(report).toMatchObject({ findings: [], upto: '00000004', seq: '00000004' })
    })
    expect((await backUp(options, copy)).missing.entries).toBeGreaterThan(1)
    expect(await reading({ ...options, folder: copy }, archive => archive.verify())).toMatchObject({
      ...{ findings: [], objects: 3 },
    })
  })

  test('is planned without a change', async () => {
    const { options, copy } = await another()
    await withArchive(options, archive => archive.put(request({ 'a.txt': '123' }, { id: 'urn:x:1' })))
    const before = await fingerprint(dirname(copy))
    const plan = await reading(options, archive => archive.planBackup(backupTo(copy)))
    expect(plan).toMatchObject({ isNew: false, upto: '00000005', missing: { entries: 2, files: 4 } })
    const fresh = await reading(options, archive => archive.planBackup(backupTo(`${copy}-2`)))
    expect(fresh).toMatchObject({ isNew: true, missing: { entries: 5 } })
    expect(await fingerprint(dirname(copy))).toEqual(before)
  })

  test('on another disk needs no leave, on the same one it does', async () => {
    const { options } = await another()
    const elsewhere = await mkdtemp('/dev/shm/archive-')
    try {
      const report = await backUp(options, join(elsewhere, 'copy'), { sameDisk: false })
      expect(report).toMatchObject({ onSameDisk: false, findings: [] })
    } finally {
      await rm(elsewhere, { recursive: true })
    }
    const near = join(await emptyRoom(), 'copy')
    await expect(backUp(options, near, { sameDisk: false })).rejects.toMatchObject({ code: 'COPY_REFUSED' })
    expect(await fingerprint(dirname(near))).toEqual(new Map())
  })
})

describe('refused, and nothing changed:', () => {
  const cases: readonly [
    string,
    string,
    (place: { options: ArchiveOptions; room: string }) => Promise<string>,
  ][] = [
    ['inside the archive', 'COPY_REFUSED', async ({ options }) => join(options.folder, 'ocfl', 'copy')],
    ['the archive itself', 'COPY_REFUSED', async ({ options }) => options.folder],
    ['around the archive', 'COPY_REFUSED', async ({ options }) => dirname(options.folder)],
    [
      'inside the archive by a link',
      'COPY_REFUSED',
      async ({ options, room }) => {
        await symlink(options.folder, join(room, 'link'))
        return join(room, 'link', 'copy')
      },
    ],
    [
      'a folder of somebody else',
      'COPY_REFUSED',
      async ({ room }) => {
        await writeFile(join(room, 'letter.txt'), 'x')
        return room
      },
    ],
    [
      'below a file',
      'ARCHIVE_UNUSABLE',
      async ({ room }) => {
        await writeFile(join(room, 'file'), 'x')
        return join(room, 'file', 'copy')
      },
    ],
    [
      'in the place of a file',
      'COPY_REFUSED',
      async ({ room }) => {
        await writeFile(join(room, 'file'), 'x')
        return join(room, 'file')
      },
    ],
    ['where there is no room', 'COPY_REFUSED', async () => '/proc/archive-copy'],
    ["another archive's folder", 'COPY_DIVERGED', async () => (await smallArchive(await emptyRoom())).folder],
  ]
  test('the archive’s own folder is called that', async () => {
    const { options } = await another()
    await expect(backUp(options, options.folder)).rejects.toThrow('одна и та же папка')
  })

  test.each(cases)('%s', async (_name, code, place) => {
    const { options } = await another()
    const room = await emptyRoom()
    const folder = await place({ options, room })
    const look = async () => [await contentOf(options.folder), await fingerprint(room)]
    const before = await look()
    await expect(backUp(options, folder)).rejects.toMatchObject({ code })
    expect(await look()).toEqual(before)
  })

  test('a copy that is newer than the archive: somebody cut the tail, and the entry is named', async () => {
    const { options, copy } = await another()
    await backUp(options, copy)
    await rm(join(options.folder, 'log', '00000005'), { recursive: true })
    await rm(join(options.folder, 'log', '00000004'), { recursive: true })
    const before = await fingerprint(copy)
    await expect(backUp(options, copy)).rejects.toMatchObject({
      code: 'COPY_DIVERGED',
      details: { entry: '00000004' },
    })
    expect(await fingerprint(copy)).toEqual(before)
  })

  test('a copy whose history went another way', async () => {
    const { options, copy } = await another()
    const fork = { ...options, folder: copy }
    await withArchive(fork, archive => archive.put(request({ 'a.txt': 'fork' }, { id: 'urn:x:fork' })))
    const before = await contentOf(copy)
    await expect(backUp(options, copy)).rejects.toMatchObject({
      code: 'COPY_DIVERGED',
      details: { entry: '00000004' },
    })
    expect(await contentOf(copy)).toEqual(before)
  })

  test('an archive whose log is broken', async () => {
    const { options, copy } = await another()
    const before = await contentOf(copy)
    await rm(join(options.folder, 'log', '00000002'), { recursive: true })
    await expect(backUp(options, copy)).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
    expect(await contentOf(copy)).toEqual(before)
  })

  test('a place that is no line', async () => {
    const { options, copy } = await another()
    await expect(backUp(options, copy, { place: 'сейф\nop=store' })).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
    })
  })
})

describe('what a copy has lost', () => {
  const how = fc.constantFrom<Spoiling>('lost', 'flipped', 'empty', 'longer')

  test('any files, in any way: they come anew, and the copy is the archive again', async () => {
    const paths = [...(await contentOf(sound.copy)).keys()]
    const key = paths.find(path => path.startsWith('keys/')) ?? ''
    const spoiling = fc.uniqueArray(fc.tuple(fc.constantFrom(...paths), how), {
      selector: ([path]) => path,
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(spoiling, async spoilt => {
        const { options, copy } = await another()
        const original = await contentOf(options.folder)
        for (const [path, way] of spoilt) await spoilFile(join(copy, path), way)
        const report = await backUp(options, copy)
        expect(report).toMatchObject({ findings: [], entry: '00000005' })
        for (const [path] of spoilt) expect(report.healed).toContain(path)
        expect(await contentOf(copy)).toEqual(original)
        await rm(dirname(copy), { recursive: true })
      }),
      { numRuns: 25, examples: [[[[key, 'lost']]], [[[key, 'longer']]]] },
    )
  })

  test('of both the same file: it is named, the rest comes, and nothing is said to be sound', async () => {
    const paths = [...(await contentOf(sound.copy)).keys()].filter(path => /\/v\d+\/content\//.test(path))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), how, how, async (path, here, there) => {
        const { options, copy } = await another()
        await spoilFile(join(options.folder, path), here)
        await spoilFile(join(copy, path), there)
        const report = await backUp(options, copy)
        expect(report.entry).toBeNull()
        expect(report.findings).toContainEqual(expect.objectContaining({ code: 'E092', file: path }))
        expect(await reading(options, archive => archive.backups())).toHaveLength(1)
        await rm(dirname(copy), { recursive: true })
      }),
      { numRuns: 6 },
    )
  })

  test('nothing that the archive has spoilt reaches a copy, whatever is spoilt in that', async () => {
    const paths = [...(await contentOf(sound.copy)).keys()]
    const any = fc.constantFrom(...paths)
    await fc.assert(
      fc.asyncProperty(any, how, any, how, async (here, wayHere, there, wayThere) => {
        const { options, copy } = await another()
        const original = await contentOf(copy)
        await spoilFile(join(options.folder, here), wayHere)
        await spoilFile(join(copy, there), wayThere)
        const report = await backUp(options, copy).catch((error: unknown) => {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ARCHIVE_(DAMAGED|UNUSABLE)$/) })
          return null
        })
        const now = await contentOf(copy)
        const isSilent = report !== null && report.findings.length === 0
        expect(report?.entry ?? null).toEqual(isSilent ? '00000005' : null)
        for (const [path, digest] of original) {
          if (path !== there || isSilent) expect({ path, digest: now.get(path) }).toEqual({ path, digest })
        }
        await rm(dirname(copy), { recursive: true })
      }),
      { numRuns: 25 },
    )
  })

  test('what the archive has lost, the copy keeps', async () => {
    const { options, copy } = await another()
    await rm(join(options.folder, objectPath(summaryId)), { recursive: true })
    expect(await backUp(options, copy)).toMatchObject({ findings: [], healed: [], entry: '00000005' })
    await expectAuditor(copy, 0)
  })

  test('a version that the archive itself has spoilt stops nothing that comes after it', async () => {
    const { options, copy } = await another()
    await withArchive(options, async archive => {
      await archive.put(request({ 'a.txt': '1', 'b.txt': '2' }, { id: 'urn:x:1' }))
      await archive.put(request({ 'c.txt': '3' }, { id: 'urn:x:2' }))
    })
    const lost = `${objectPath('urn:x:1')}/v1/content/a.txt`
    const bytes = '1'
    await rm(join(options.folder, lost))
    const report = await backUp(options, copy)
    expect(report).toMatchObject({ entry: null, upto: '00000006', findings: [{ code: 'E092', file: lost }] })
    await expectAuditor(copy, 1)
    expect((await contentOf(copy)).size).toBe((await contentOf(options.folder)).size)
    // The archive is put right, and so is the copy.
    await writeFile(join(options.folder, lost), bytes)
    expect(await backUp(options, copy)).toMatchObject({ findings: [], healed: [lost], entry: '00000007' })
    await expectAuditor(copy, 0)
  })

  test('a hard link is replaced by a file of its own', async () => {
    const { options, copy } = await another()
    const report = `${objectPath(reportId)}/v1/content/report.html`
    await link(join(copy, report), join(await emptyRoom(), 'twin'))
    expect(await backUp(options, copy)).toMatchObject({ findings: [], healed: [report] })
  })

  test('whole folders come anew too', async () => {
    for (const gone of ['log', 'keys', objectPath(summaryId), 'log/00000002', 'staging']) {
      const { options, copy } = await another()
      const original = await contentOf(options.folder)
      await rm(join(copy, gone), { recursive: true })
      expect({ gone, ...(await backUp(options, copy)) }).toMatchObject({ gone, findings: [] })
      expect(await contentOf(copy)).toEqual(original)
    }
  })
})

describe('tampered copies', () => {
  test.each(tamperings)('$code $name is healed or named, and the auditor agrees', async ({ spoil }) => {
    const { options, copy } = await another()
    const original = await contentOf(options.folder)
    await spoil(copy)
    const spoilt = await fingerprint(copy)
    const report = await backUp(options, copy)
    await expectAuditor(copy, report.findings.length === 0 ? 0 : 1)
    expect(report.entry === null).toBe(report.findings.length > 0)
    const now = await contentOf(copy)
    if (report.findings.length === 0) expect(now).toEqual(original)
    // What nobody knows is told of and left alone.
    const strangers = [...spoilt.keys()].filter(
      path => /^(ocfl|log|keys)\/.*[^/]$/.test(path) && !original.has(path),
    )
    for (const path of strangers) expect([...(await fingerprint(copy)).keys()]).toContain(path)
  })

  test('a stranger that lies where the next version goes gives way to what was signed', async () => {
    const { options, copy } = await another()
    const planted = join(copy, objectPath('urn:x:1'))
    await mkdir(planted, { recursive: true })
    await writeFile(join(planted, 'inventory.json'), '{}')
    await withArchive(options, archive => archive.put(request({ 'a.txt': '1' }, { id: 'urn:x:1' })))
    const report = await backUp(options, copy)
    expect(report).toMatchObject({ findings: [], entry: '00000006' })
    await expectAuditor(copy, 0)
  })

  test('a file in the way of a folder is named', async () => {
    const { options, copy } = await another()
    const place = join(copy, objectPath(summaryId))
    await rename(place, join(await emptyRoom(), 'away'))
    await appendFile(place, 'x')
    const report = await backUp(options, copy)
    expect(report).toMatchObject({ entry: null, healed: [] })
    expect(report.findings).not.toEqual([])
    await expectAuditor(copy, 1)
  })
})

test('of two archives each has its own copy', async () => {
  const room = await emptyRoom()
  const [one, two] = [optionsIn(join(room, '1')), optionsIn(join(room, '2'), { name: 'school-2' })]
  await withArchive(one, archive => archive.put(firstSummary))
  await withArchive(two, archive => archive.put(weekReport))
  await backUp(one, join(room, 'copy'))
  await expect(backUp(two, join(room, 'copy'))).rejects.toMatchObject({
    code: 'COPY_DIVERGED',
    details: { entry: '00000001' },
  })
})
