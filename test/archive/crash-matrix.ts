import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Disk, realDisk } from '../../src/archive/disk.js'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import type { ArchiveOptions } from '../../src/archive/index.js'
import {
  dyingDisk,
  filledDisk,
  forgetfulDisk,
  fullDisk,
  PowerCut,
  recordingDisk,
  type Step,
} from './disks.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { type Operation, stage } from './operations.js'
import { reading } from './workshop.js'

/**
 * An operation × every way to be cut off × every step of it: afterwards what is seen is whole, the next open finishes it,
 * and the operation can be repeated. `npm run crash` takes every step, and cuts each recovery off at each of its steps too;
 * without it long operations are sampled.
 */
const everything = process.env.CRASH_MATRIX === 'all'
const sampled = 8
/** Everything takes as long as it takes on a machine that others use too. */
const timeLimit = everything ? 7_200_000 : 600_000

const cuts: readonly (readonly [string, (step: number) => Disk])[] = [
  ['killed', dyingDisk],
  ['power lost, and all names that weren’t flushed', step => forgetfulDisk(step, 0)],
  ['power lost, and half of the names that weren’t flushed', step => forgetfulDisk(step, 0.5)],
  ['disk full from there on', filledDisk],
]

/** The last steps of a sample are always those at the end, where the installing is. */
function sampleOf(steps: number): number[] {
  const all = Array.from({ length: steps }, (_, step) => step)
  const stride = everything ? 1 : Math.max(1, Math.ceil(steps / sampled))
  return all.filter(step => (steps - 1 - step) % stride === 0)
}

function where(steps: readonly Step[], step: number): string {
  return `step ${step} of ${steps.length}: ${steps[step]?.op} ${steps[step]?.path}`
}

/**
 * All that lies in a room, as one digest: names, kinds, modes, bytes. What was cut off at different steps often leaves the
 * same (a flush changes nothing that can be seen), and what follows from the same is the same. Of a signature, which is
 * another one each time, only whether it is whole.
 */
async function stateOf(room: string): Promise<string> {
  const lines: string[] = []
  for (const item of await readdir(room, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name)
    const { mode } = await lstat(path)
    const name = path.slice(room.length)
    if (item.isFile()) lines.push(`${name} ${mode} ${digestOf(name, await readFile(path))}`)
    else lines.push(`${name} ${mode} ${item.isSymbolicLink() ? await readlink(path) : ''}`)
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

function digestOf(name: string, bytes: Buffer): string {
  // DER tells its own length.
  if (name.endsWith('.sig') && bytes[1] === bytes.length - 2) return 'whole'
  return createHash('sha256').update(bytes).digest('hex')
}

async function expectSound(options: ArchiveOptions, at: string, notes: readonly string[] | null) {
  const report = await reading(options, archive => archive.verify())
  const found = notes === null ? {} : { notes: report.notes.map(({ code }) => code) }
  expect({ at, folder: options.folder, findings: report.findings, ...found }).toEqual({
    ...{ at, folder: options.folder, findings: [] },
    ...(notes === null ? {} : { notes }),
  })
}

/** Opened for writing by somebody, as at each start. */
async function recover(operation: Operation, room: string, disk: Disk = realDisk): Promise<void> {
  const [own] = await operation.archives(room)
  if (own === undefined) return
  await (await openFolderArchive(own, { disk, lockWaitSeconds: 5 })).close()
}

async function expectFinished(operation: Operation, room: string, at: string): Promise<void> {
  const [own] = await operation.archives(room)
  if (own === undefined) return
  await expectSound(own, at, [])
  expect({ at, broken: brokenOcflRules(join(own.folder, 'ocfl')) }).toEqual({ at, broken: [] })
  for (const name of ['staging', 'trash'])
    expect({ at, name, left: await readdir(join(own.folder, name)) }).toEqual({ at, name, left: [] })
}

/** Defines the tests of one operation. */
export function cutOffAtEachStep(operation: Operation): void {
  describe(operation.name, () => {
    let room: string
    let steps: readonly Step[]
    const [before] = operation.states
    const after = operation.states.at(-1)
    /** What was looked at already -> what its recovery led to. */
    const looked = new Map<string, string>()
    beforeAll(async () => {
      room = await operation.room()
      const recording = recordingDisk()
      const recorded = await stage(room)
      await operation.run(recorded, recording.disk)
      expect(await operation.seen(recorded)).toBe(after)
      steps = recording.steps
    }, timeLimit)

    /** Whole whatever happened; then finished by the next open, and by the operation itself. */
    async function expectWhole(staged: string, at: string): Promise<string> {
      const state = await stateOf(staged)
      const recovered = looked.get(state) ?? (await recoveredOf(staged, at))
      looked.set(state, recovered)
      await rm(staged, { recursive: true })
      return recovered
    }

    async function recoveredOf(staged: string, at: string): Promise<string> {
      for (const options of await operation.archives(staged)) await expectSound(options, at, null)
      const seen = await operation.seen(staged)
      expect({ at, seen: operation.states.includes(seen) ? seen : `half: ${seen}` }).toEqual({ at, seen })
      await recover(operation, staged)
      await expectFinished(operation, staged, at)
      const recovered = await operation.seen(staged)
      const [earlier, later] = [seen, recovered].map(state => operation.states.indexOf(state))
      expect({ at, forward: (later ?? -1) >= (earlier ?? 0) }).toEqual({ at, forward: true })
      await operation.run(staged, realDisk)
      expect({ at, seen: await operation.seen(staged) }).toEqual({ at, seen: after })
      await expectFinished(operation, staged, at)
      return recovered
    }

    test.each(cuts)(
      '%s at each step',
      async (how, cut) => {
        const recovered = new Set<string>()
        for (const step of sampleOf(steps.length)) {
          const staged = await stage(room)
          const at = where(steps, step)
          const cutOff = await operation.run(staged, cut(step)).then(
            () => null,
            (error: unknown) => error,
          )
          // A disk that is full is told of; where only what takes no space was left to do, nobody notices.
          if (!(cutOff instanceof PowerCut) && cutOff !== null)
            expect({ at, cutOff }).toMatchObject({
              at,
              cutOff: { code: 'ARCHIVE_UNUSABLE', permanent: false },
            })
          recovered.add(await expectWhole(staged, at))
        }
        expect(recovered).toContain(before)
        // Names that weren't flushed may take the very last step with them.
        if (how === 'killed') expect(recovered).toContain(after)
      },
      timeLimit,
    )

    test(
      'no space at one step, then there is: told of, and the same run goes on',
      async () => {
        for (const step of sampleOf(steps.length)) {
          const staged = await stage(room)
          const at = where(steps, step)
          await expect(operation.run(staged, fullDisk(step))).rejects.toMatchObject({
            ...{ code: 'ARCHIVE_UNUSABLE', permanent: false },
            message: expect.stringContaining('нет места'),
          })
          await expectWhole(staged, at)
        }
      },
      timeLimit,
    )

    test(
      'killed, and killed again while that is recovered, at each step of both',
      async () => {
        const first = everything
          ? sampleOf(steps.length)
          : sampleOf(steps.length).filter((_, n) => n % 4 === 3)
        const begun = new Set<string>()
        for (const step of first) {
          const killed = await stage(room)
          await expect(operation.run(killed, dyingDisk(step))).rejects.toBeInstanceOf(PowerCut)
          const state = await stateOf(killed)
          if (!begun.has(state)) await killRecovery(killed, where(steps, step))
          begun.add(state)
          await rm(killed, { recursive: true })
        }
      },
      timeLimit,
    )

    async function killRecovery(killed: string, killedAt: string): Promise<void> {
      for (let again = 0; ; again += everything ? 1 : 3) {
        const staged = await stage(killed)
        const survived = await recover(operation, staged, forgetfulDisk(again, 0)).then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(PowerCut)
            return false
          },
        )
        await expectWhole(staged, `${killedAt}, recovery ${again}`)
        if (survived) break
      }
    }
  })
}
