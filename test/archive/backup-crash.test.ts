import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { recognise } from '../../src/archive/create.js'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { backUp, contentOf, spoilFile } from './copies.js'
import { dyingDisk, fullDisk, PowerCut, recordingDisk } from './disks.js'
import { expectAllFlushed } from './flushed.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { correctedSummary, firstSummary, optionsIn, summaryId, weekReport } from './requests.js'
import { emptyRoom, expectAuditor, reading, smallArchive, withArchive } from './workshop.js'

interface Scene {
  readonly options: ArchiveOptions
  readonly copy: string
}

/** A first copy; one that gets a new object, a new version and an entry without files; one that has to be mended. */
const names = ['first', 'next', 'mended'] as const
let rooms: Record<(typeof names)[number], string>

const inRoom = (room: string): Scene => ({ options: optionsIn(room), copy: join(room, 'copy') })

beforeAll(async () => {
  rooms = { first: await emptyRoom(), next: await emptyRoom(), mended: await emptyRoom() }
  await smallArchive(rooms.first)
  const next = inRoom(rooms.next)
  await withArchive(next.options, archive => archive.put(firstSummary))
  await backUp(next.options, next.copy)
  await withArchive(next.options, async archive => {
    await archive.put(weekReport)
    await archive.put(correctedSummary)
    await archive.scrub({ scope: 'all', actor: 'archivist' })
  })
  const mended = inRoom(rooms.mended)
  await smallArchive(rooms.mended)
  await backUp(mended.options, mended.copy)
  await spoilFile(join(mended.copy, objectPath(summaryId), 'v1/content/sheet.json'), 'flipped')
  await spoilFile(join(mended.copy, 'log/00000002/entry.txt'), 'lost')
})

async function stage(name: (typeof names)[number]): Promise<Scene> {
  const room = await emptyRoom()
  await cp(rooms[name], room, { recursive: true })
  return inRoom(room)
}

async function findingsOf({ options, copy }: Scene): Promise<readonly { code: string }[]> {
  if ((await recognise(copy)) === 'new') return []
  return (await reading({ ...options, folder: copy }, archive => archive.verify())).findings
}

describe.each(names)('power cut while a copy is made: %s', name => {
  test('the copy is never worse than before, and the next run completes it', async () => {
    const recorded = await stage(name)
    const { disk, steps } = recordingDisk()
    await backUp(recorded.options, recorded.copy, { disk })
    const before = (await findingsOf(await stage(name))).length
    const stride = name === 'first' ? 4 : 3
    for (let last = 0; last < steps.length; last += stride) {
      const scene = await stage(name)
      const cut = backUp(scene.options, scene.copy, { disk: dyingDisk(last) })
      await expect(cut).rejects.toBeInstanceOf(PowerCut)
      const at = `step ${last}: ${steps[last]?.op} ${steps[last]?.path}`
      const found = await findingsOf(scene)
      expect({ at, found, isWorse: found.length > before }).toMatchObject({ at, isWorse: false })
      const report = await backUp(scene.options, scene.copy)
      expect({ at, findings: report.findings, notes: report.notes }).toEqual({ at, findings: [], notes: [] })
      expect(brokenOcflRules(join(scene.copy, 'ocfl'))).toEqual([])
    }
  })

  test('nothing is renamed before what it moves is flushed, and every new name is flushed', async () => {
    const { options, copy } = await stage(name)
    const { disk, steps } = recordingDisk()
    await backUp(options, copy, { disk })
    expectAllFlushed(steps)
  })
})

test('a full disk gives a clear error that may pass, and the next run completes the copy', async () => {
  const recorded = await stage('next')
  const { disk, steps } = recordingDisk()
  await backUp(recorded.options, recorded.copy, { disk })
  for (let failing = 0; failing < steps.length; failing += 7) {
    const { options, copy } = await stage('next')
    await expect(backUp(options, copy, { disk: fullDisk(failing) })).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      permanent: false,
      message: expect.stringContaining('нет места'),
    })
    expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [] })
    expect((await contentOf(copy)).size).toBeGreaterThan(10)
  }
  const { options, copy } = await stage('next')
  await backUp(options, copy)
  await expectAuditor(copy, 0)
})
