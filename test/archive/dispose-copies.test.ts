import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type ArchiveOptions, restoreArchive } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { backUp, contentOf } from './copies.js'
import { dyingDisk, PowerCut, recordingDisk } from './disks.js'
import { disposal, in2033, journalId, oldArchive, oldReportId, recorded } from './disposals.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { optionsIn } from './requests.js'
import { emptyRoom, expectAuditor, fingerprint, reading, withArchive } from './workshop.js'

/** The copy is the archive as it was before the entry that tells of the copy. */
async function expectSame({ folder }: ArchiveOptions, copy: string): Promise<void> {
  const [own, copied] = [await contentOf(folder), await contentOf(copy)]
  const newest =
    [...own.keys()]
      .filter(path => path.startsWith('log/'))
      .at(-1)
      ?.slice(0, 'log/00000000'.length) ?? ''
  expect(copied).toEqual(new Map([...own].filter(([path]) => !path.startsWith(newest))))
  expect(brokenOcflRules(join(copy, 'ocfl'))).toEqual([])
}

type Deed = 'backup' | 'put' | { readonly dispose: readonly string[] }
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.constant<Deed>('backup'),
  fc.constant<Deed>('put'),
  fc.constantFrom([journalId], [oldReportId]).map(ids => ({ dispose: ids })),
)

test('a copy loses what the archive has disposed of, in whatever order it is made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deeds, { minLength: 1, maxLength: 5 }), async list => {
      const room = await emptyRoom()
      const options = await oldArchive(room)
      const copy = join(room, 'copy')
      let number = 0
      for (const deed of list) {
        if (deed === 'backup') await backUp(options, copy)
        else if (deed === 'put') {
          await withArchive(options, archive => archive.put(recorded(`urn:x:${number++}`, 'report', 5)))
        } else {
          await withArchive(options, async archive => {
            const isThere = (await archive.list()).some(({ id }) => id === deed.dispose[0])
            if (isThere) await archive.dispose(disposal({ number: `${number++}`, ids: deed.dispose }))
          })
        }
      }
      expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [] })
      await expectSame(options, copy)
    }),
    { numRuns: 8, seed: 5 },
  )
})

/** A copy with everything, of an archive that has disposed since. */
async function stale(): Promise<{ options: ArchiveOptions; copy: string; room: string }> {
  const room = await emptyRoom()
  const options = await oldArchive(room)
  const copy = join(room, 'copy')
  await backUp(options, copy)
  await withArchive(options, archive => archive.dispose(disposal()))
  return { options, copy, room }
}

test('a power cut while a copy loses it is finished by the next run', async () => {
  const { room } = await stale()
  const again = async () => {
    const place = await emptyRoom()
    await cp(room, place, { recursive: true })
    return { options: { ...optionsIn(place), now: in2033 }, copy: join(place, 'copy') }
  }
  const recorded = await again()
  const { disk, steps } = recordingDisk()
  await backUp(recorded.options, recorded.copy, { disk })
  const from = steps.findIndex(({ op, path }) => op === 'rename' && path.endsWith('/copy/log/00000007'))
  const to = steps.findIndex(({ op, path }) => op === 'rename' && path.endsWith('/copy/log/00000008'))
  for (let last = from; last <= to + 1; last += 2) {
    const { options, copy } = await again()
    await expect(backUp(options, copy, { disk: dyingDisk(last) })).rejects.toBeInstanceOf(PowerCut)
    const at = `step ${last}: ${steps[last]?.op} ${steps[last]?.path}`
    const { findings } = await reading({ ...options, folder: copy }, archive => archive.verify())
    expect({ at, findings }).toEqual({ at, findings: [] })
    expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [] })
    await expectSame(options, copy)
  }
})

test('what is put back into a copy goes again, and an auditor finds the copy sound', async () => {
  const { options, copy, room } = await stale()
  const object = objectPath(journalId)
  await cp(join(copy, object), join(room, 'kept'), { recursive: true })
  await backUp(options, copy)
  await cp(join(room, 'kept'), join(copy, object), { recursive: true })
  await expectAuditor(copy, 1)
  expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [] })
  expect((await fingerprint(copy)).has(object)).toBe(false)
  await expectAuditor(copy, 0)
})

test('a restore brings back nothing that its copy knows to be gone, and says how far the copy knows', async () => {
  const { options, copy, room } = await stale()
  const old = await restoreArchive({ from: copy, to: join(room, 'older'), keyFile: options.keyFile })
  expect(old).toMatchObject({ restored: true, disposed: 0, newest: '2027-06-01T09:00:00Z', objects: 3 })
  await backUp(options, copy)
  const to = join(room, 'restored')
  const report = await restoreArchive({ from: copy, to, keyFile: options.keyFile })
  expect(report).toMatchObject({ restored: true, disposed: 2, newest: '2033-02-01T09:00:00Z', objects: 2 })
  expect(await contentOf(to)).toEqual(await contentOf(copy))
  await expectAuditor(to, 0)
  // What an older copy has brought back goes again by its term.
  const restored = { ...options, folder: join(room, 'older') }
  expect((await withArchive(restored, archive => archive.dispose(disposal()))).disposed).toHaveLength(2)
})
