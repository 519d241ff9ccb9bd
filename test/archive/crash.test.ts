import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import type { ArchiveOptions, PutRequest } from '../../src/archive/index.js'
import { dyingDisk, fullDisk, PowerCut, recordingDisk, type Step } from './disks.js'
import { expectAllFlushed } from './flushed.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { correctedSummary, firstSummary, optionsIn, summaryId, weekReport } from './requests.js'
import {
  copyOf,
  emptyRoom,
  expectAuditor,
  expectNoDamageSeen,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

/** The archive before the write that is interrupted, and that write. */
interface Scene {
  readonly before: ArchiveOptions
  readonly put: PutRequest
}
let scenes: { create: Scene; object: Scene; version: Scene }

beforeAll(async () => {
  const nothing = optionsIn(await emptyRoom())
  const withReport = optionsIn(await emptyRoom())
  await withArchive(withReport, archive => archive.put(weekReport))
  const withSummary = optionsIn(await emptyRoom())
  await withArchive(withSummary, archive => archive.put(firstSummary))
  scenes = {
    create: { before: nothing, put: firstSummary },
    object: { before: withReport, put: firstSummary },
    version: { before: withSummary, put: correctedSummary },
  }
})

async function play(
  options: ArchiveOptions,
  put: PutRequest,
  disk: ReturnType<typeof dyingDisk>,
): Promise<void> {
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  await archive.put(put)
  await archive.close()
}

async function stepsOf(scene: Scene): Promise<{ steps: Step[]; folder: string }> {
  const options = await stage(scene.before)
  const { disk, steps } = recordingDisk()
  await play(options, scene.put, disk)
  return { steps, folder: options.folder }
}

/** A fresh copy of the scene; the one without an archive gets a fresh room. */
async function stage(before: ArchiveOptions): Promise<ArchiveOptions> {
  if (before === scenes.create.before) return optionsIn(await emptyRoom())
  const copy = await copyOf(before)
  const keyFile = join(dirname(copy.folder), 'key.pem')
  await cp(before.keyFile, keyFile)
  return { ...copy, keyFile }
}

async function summaryNow(options: ArchiveOptions): Promise<string | null> {
  return reading(options, async archive => (await archive.get(summaryId, 'sheet.json'))?.toString() ?? null)
}

const textOf = (put: PutRequest) => Buffer.from(put.files[0]?.bytes ?? []).toString()

describe.each(['create', 'object', 'version'] as const)('power cut at every step of: %s', name => {
  test('old or new, never half; the next open finishes; the write can be repeated', async () => {
    const scene = scenes[name]
    const { steps } = await stepsOf(scene)
    const old = name === 'version' ? textOf(firstSummary) : null
    const fresh = textOf(scene.put)
    const seen = new Set<string | null>()
    for (let last = 0; last < steps.length; last++) {
      const options = await stage(scene.before)
      await expect(play(options, scene.put, dyingDisk(last))).rejects.toBeInstanceOf(PowerCut)
      const at = `step ${last}: ${steps[last]?.op} ${steps[last]?.path}`

      if (name !== 'create') {
        const report = await reading(options, archive => archive.verify())
        expect({ at, findings: report.findings }).toEqual({ at, findings: [] })
        // A flush changes nothing that can be seen.
        if (!steps[last]?.op.startsWith('sync')) await expectNoDamageSeen(options.folder, at)
        expect([old, fresh]).toContain(await summaryNow(options))
      }
      await withArchive(options, async archive => {
        expect(await archive.verify()).toMatchObject({ findings: [], notes: [] })
        expect({ at, broken: brokenOcflRules(join(options.folder, 'ocfl')) }).toEqual({ at, broken: [] })
        const recovered = (await archive.get(summaryId, 'sheet.json'))?.toString() ?? null
        expect([old, fresh]).toContain(recovered)
        seen.add(recovered)
        const again = await archive.put(scene.put)
        expect({ at, changed: again.changed }).toEqual({ at, changed: recovered === old })
        expect((await archive.verify()).findings).toEqual([])
      })
    }
    expect([...seen].sort()).toEqual([old, fresh].sort())
  })
})

test('a power cut during recovery, at every step, is recovered too', async () => {
  for (const scene of [scenes.object, scenes.version]) {
    const { steps } = await stepsOf(scene)
    const committed = steps.findIndex(step => step.op === 'rename' && /\/log\/\d{8}$/.test(step.path)) + 1
    for (let last = 0; ; last++) {
      const options = await stage(scene.before)
      await expect(play(options, scene.put, dyingDisk(committed))).rejects.toBeInstanceOf(PowerCut)
      const survived = await openFolderArchive(options, { disk: dyingDisk(last), lockWaitSeconds: 5 }).then(
        archive => archive.close().then(() => true),
        (error: unknown) => {
          expect(error).toBeInstanceOf(PowerCut)
          return false
        },
      )
      await withArchive(options, async archive => {
        expect(await archive.verify()).toMatchObject({ findings: [], notes: [] })
      })
      expect(await summaryNow(options)).toBe(textOf(scene.put))
      expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
      if (survived) break
    }
  }
})

test('a full disk at any step gives a clear error, and the write succeeds once there is space', async () => {
  const scene = scenes.version
  const { steps } = await stepsOf(scene)
  for (let failing = 0; failing < steps.length; failing++) {
    const options = await stage(scene.before)
    const archive = await openFolderArchive(options, { disk: fullDisk(failing), lockWaitSeconds: 5 })
    await expect(archive.put(scene.put)).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      permanent: false,
      message: expect.stringContaining('нет места'),
    })
    await archive.put(scene.put)
    expect(await archive.verify()).toMatchObject({ findings: [], notes: [], versions: 2 })
    await archive.close()
  }
})

test('an interrupted write is a note for the program and "not finished" for the auditor, never damage', async () => {
  const scene = scenes.version
  const { steps } = await stepsOf(scene)
  const committed = steps.findIndex(step => step.op === 'rename' && /\/log\/\d{8}$/.test(step.path)) + 1
  const options = await stage(scene.before)
  await expect(play(options, scene.put, dyingDisk(committed))).rejects.toBeInstanceOf(PowerCut)
  const report = await reading(options, archive => archive.verify())
  expect(report.notes).toMatchObject([{ code: 'WRITE_UNFINISHED', object: summaryId, version: 'v2' }])
  await expectAuditor(options.folder, 75)
})

test('nothing is renamed before what it moves is flushed, and every new name is flushed', async () => {
  for (const scene of Object.values(scenes)) {
    const { steps } = await stepsOf(scene)
    expectAllFlushed(steps)
  }
})

test('a staged folder that nobody signed never gets in', async () => {
  const options = await smallArchive(await emptyRoom())
  await cp(
    join(options.folder, 'ocfl'),
    join(options.folder, 'staging', '00000004-0123456789abcdef', 'obj'),
    {
      recursive: true,
    },
  )
  const before = await reading(options, archive => archive.verify())
  expect(before.notes).toMatchObject([{ code: 'STAGING_LEFTOVER' }])
  expect(before.findings).toEqual([])
  const after = await withArchive(options, archive => archive.verify())
  expect(after).toMatchObject({ logEntries: 3, objects: 2, findings: [], notes: [] })
})
