import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import type { Disk } from '../../src/archive/disk.js'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { disposal, in2033, journalId, oldArchive, oldReportId, sheetId } from './disposals.js'
import { dyingDisk, fullDisk, PowerCut, recordingDisk, type Step } from './disks.js'
import { expectAllFlushed } from './flushed.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { optionsIn } from './requests.js'
import { flip } from './spoiling.js'
import { emptyRoom, expectAuditor, expectNoDamageSeen, reading, withArchive } from './workshop.js'

let room: string
beforeAll(async () => {
  room = await emptyRoom()
  await oldArchive(room)
})

async function stage(): Promise<ArchiveOptions> {
  const copy = await emptyRoom()
  await cp(room, copy, { recursive: true })
  return { ...optionsIn(copy), now: in2033 }
}

async function play(options: ArchiveOptions, disk: Disk): Promise<void> {
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  await archive.dispose(disposal())
  await archive.close()
}

async function stepsOf(): Promise<Step[]> {
  const { disk, steps } = recordingDisk()
  await play(await stage(), disk)
  return steps
}

/** After the step by which the log has the entry. */
function committed(steps: readonly Step[], entry: string): number {
  return steps.findIndex(({ op, path }) => op === 'rename' && path.endsWith(`/log/${entry}`)) + 1
}

/** Whole or gone; the object whose term runs is never touched. */
async function expectWholeOrGone(options: ArchiveOptions, at: string): Promise<boolean[]> {
  return reading(options, async archive => {
    expect({ at, findings: (await archive.verify()).findings }).toEqual({ at, findings: [] })
    const texts = []
    for (const id of [journalId, oldReportId, sheetId])
      texts.push((await archive.get(id, 'a.txt'))?.toString() ?? null)
    expect(['2', null]).toContain(texts[0])
    expect(['1', null]).toContain(texts[1])
    expect(texts[2]).toBe('1')
    return texts.map(text => text === null)
  })
}

async function expectFinished({ folder }: ArchiveOptions, at: string): Promise<void> {
  expect({ at, broken: brokenOcflRules(join(folder, 'ocfl')) }).toEqual({ at, broken: [] })
  expect({ at, trash: await readdir(join(folder, 'trash')) }).toEqual({ at, trash: [] })
  expect({ at, staging: await readdir(join(folder, 'staging')) }).toEqual({ at, staging: [] })
}

test('a power cut at every step leaves objects whole or gone; what was decided goes, and the act can be repeated', async () => {
  const steps = await stepsOf()
  // How an act comes in is a write like any other: crash.test.ts.
  const [first, second] = [committed(steps, '00000005'), committed(steps, '00000006')]
  const next = committed(steps, '00000007')
  const seen = new Set<string>()
  for (let last = first; last < steps.length; last += last < next ? 1 : 4) {
    const options = await stage()
    await expect(play(options, dyingDisk(last))).rejects.toBeInstanceOf(PowerCut)
    const at = `step ${last}: ${steps[last]?.op} ${steps[last]?.path}`
    const gone = await expectWholeOrGone(options, at)
    if (!steps[last]?.op.startsWith('sync')) await expectNoDamageSeen(options.folder, at)
    if (last >= second) expect({ at, gone: gone[0] }).toEqual({ at, gone: true })
    await withArchive(options, async archive => {
      expect({ at, ...(await archive.verify()) }).toMatchObject({ at, findings: [], notes: [] })
      expect((await archive.disposals()).filter(({ done }) => !done)).toEqual([])
      await expectFinished(options, at)
      seen.add(String((await archive.disposals()).length))
      await archive.dispose(disposal())
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [], objects: 2 })
      expect(await archive.disposals()).toMatchObject([{ id: journalId }, { id: oldReportId }])
    })
    await expectFinished(options, at)
  }
  expect([...seen].sort()).toEqual(['0', '1', '2'])
})

test('a power cut during recovery, at every step, is recovered too', async () => {
  const decided = committed(await stepsOf(), '00000006')
  for (let last = 0; ; last++) {
    const options = await stage()
    await expect(play(options, dyingDisk(decided))).rejects.toBeInstanceOf(PowerCut)
    const survived = await openFolderArchive(options, { disk: dyingDisk(last), lockWaitSeconds: 5 }).then(
      archive => archive.close().then(() => true),
      (error: unknown) => {
        expect(error).toBeInstanceOf(PowerCut)
        return false
      },
    )
    await expectWholeOrGone(options, `recovery ${last}`)
    await withArchive(options, async archive => {
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [] })
      expect(await archive.disposals()).toMatchObject([{ id: journalId, done: true }])
    })
    await expectFinished(options, `recovery ${last}`)
    if (survived) break
  }
})

test('nothing is renamed before what it moves is flushed, and every new name is flushed', async () => {
  expectAllFlushed(await stepsOf())
})

test('a full disk gives a clear error, and the same act goes on once there is space', async () => {
  const steps = await stepsOf()
  for (let failing = committed(steps, '00000005'); failing < steps.length; failing += 9) {
    const options = await stage()
    const archive = await openFolderArchive(options, { disk: fullDisk(failing), lockWaitSeconds: 5 })
    await expect(archive.dispose(disposal())).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      permanent: false,
    })
    await archive.dispose(disposal())
    expect(await archive.verify()).toMatchObject({ findings: [], notes: [], objects: 2 })
    await archive.close()
  }
})

test('an interrupted disposal is a note for the program and "not finished" for the auditor, never damage', async () => {
  const steps = await stepsOf()
  const options = await stage()
  await expect(play(options, dyingDisk(committed(steps, '00000006')))).rejects.toBeInstanceOf(PowerCut)
  const report = await reading(options, archive => archive.verify())
  expect(report).toMatchObject({ findings: [], notes: [{ code: 'DISPOSAL_UNFINISHED', object: journalId }] })
  await expectAuditor(options.folder, 75)
  await flip(join(options.folder, 'log/00000001/files.sha512'))
  await expectAuditor(options.folder, 1)
})
