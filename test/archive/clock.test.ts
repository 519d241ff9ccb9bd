import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type ArchiveOptions, restoreArchive } from '../../src/archive/index.js'
import { backUp } from './copies.js'
import { disposal, in2033, oldArchive, oldPuts } from './disposals.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { firstSummary, optionsIn, request, summaryId } from './requests.js'
import { emptyRoom, expectAuditor, withArchive } from './workshop.js'

/** An archive never believes one reading of the clock: nothing but a disposal hangs on it, and that is refused. */
const day = 86_400_000
const wrong: readonly (readonly [string, number])[] = [
  ['two days back', -2 * day],
  ['thirty years ahead', 30 * 365 * day],
]

const put = (options: ArchiveOptions, id: string) =>
  withArchive(options, archive => archive.put(request({ 'n.txt': id }, { id })))

describe.each(wrong)('a clock that is %s', (_name, by) => {
  test('is written down; storing, reading, checking, copying and restoring go on, then and when it is right again', async () => {
    const room = await emptyRoom()
    const right = optionsIn(room)
    const astray = { ...right, now: () => right.now() + by }
    await withArchive(right, archive => archive.put(firstSummary))
    await put(astray, 'urn:x:astray')
    await withArchive(astray, async archive => {
      expect(await archive.scrub({ scope: 'new', actor: 'archivist' })).toMatchObject({
        findings: [],
        objects: 2,
      })
    })
    const copy = join(room, 'copy')
    expect(await backUp(astray, copy)).toMatchObject({ findings: [], notes: [] })
    await put({ ...right, now: () => right.now() + 60_000 }, 'urn:x:right-again')

    await withArchive(right, async archive => {
      const report = await archive.verify()
      expect(report).toMatchObject({ findings: [], notes: [], objects: 3 })
      expect((await archive.list()).map(({ id }) => id)).toEqual([
        summaryId,
        'urn:x:astray',
        'urn:x:right-again',
      ])
      // What is new since the check of the other time is known by its number; how old a check of years to come is, isn't.
      expect(await archive.scrub({ scope: 'new', actor: 'archivist' })).toMatchObject({
        objects: by > 0 ? 3 : 1,
      })
    })
    expect(await backUp(right, copy)).toMatchObject({ findings: [], notes: [] })
    const restored = join(room, 'restored')
    const { keyFile } = right
    expect(await restoreArchive({ from: copy, to: restored, keyFile })).toMatchObject({ restored: true })
    for (const folder of [right.folder, copy, restored]) {
      expect(brokenOcflRules(join(folder, 'ocfl'))).toEqual([])
      await expectAuditor(folder, 0)
    }
  })

  test('disposes of nothing', async () => {
    const options = await oldArchive(await emptyRoom())
    // The archive was written to a moment ago, by the right clock.
    await put({ ...options, now: in2033 }, 'urn:x:1')
    const astray = { ...options, now: () => in2033() + by }
    await withArchive(astray, async archive => {
      await expect(archive.dispose(disposal())).rejects.toMatchObject({
        code: 'DISPOSAL_REFUSED',
        details: { reason: 'clock' },
      })
      expect(await archive.verify()).toMatchObject({ findings: [], objects: 4 })
    })
  })

  test('disposes of nothing where everything was written by it, unless somebody names that day', async () => {
    const options = optionsIn(await emptyRoom())
    const astray = { ...options, now: () => in2033() + by }
    await withArchive(astray, async archive => {
      for (const one of oldPuts) await archive.put(one)
      const refused = { code: 'DISPOSAL_REFUSED', details: { reason: 'clock' } }
      await expect(archive.dispose(disposal({ today: null }))).rejects.toMatchObject(refused)
      await expect(archive.dispose(disposal())).rejects.toMatchObject(refused)
      expect(await archive.verify()).toMatchObject({ findings: [], objects: 3 })
    })
  })

  test('disposes of nothing once it has written, either: by its own entries it would always be right', async () => {
    const options = await oldArchive(await emptyRoom())
    await put({ ...options, now: in2033 }, 'urn:x:1')
    const astray = { ...options, now: () => in2033() + by }
    await withArchive(astray, archive => archive.scrub({ scope: 'new', actor: 'archivist' }))
    const refused = { code: 'DISPOSAL_REFUSED', details: { reason: 'clock' } }
    await withArchive(astray, async archive => {
      await expect(archive.dispose(disposal({ today: null }))).rejects.toMatchObject(refused)
      await expect(archive.dispose(disposal())).rejects.toMatchObject(refused)
    })
    // Right again, and somebody has looked at a calendar.
    await put({ ...options, now: in2033 }, 'urn:x:2')
    await withArchive({ ...options, now: in2033 }, async archive => {
      await expect(archive.dispose(disposal({ today: null }))).rejects.toMatchObject(refused)
      expect((await archive.dispose(disposal())).disposed).toHaveLength(2)
    })
  })
})
