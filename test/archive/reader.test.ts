import { expect, test } from '@jest/globals'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import { watchedDisk } from './disks.js'
import {
  correctedSummary,
  firstSummary,
  optionsIn,
  reportId,
  request,
  summaryId,
  weekReport,
} from './requests.js'
import { emptyRoom, reading, withArchive } from './workshop.js'

test('a reader sees the old or the new version between any two steps of a write, and verify no damage', async () => {
  const options = optionsIn(await emptyRoom())
  await withArchive(options, archive => archive.put(firstSummary))
  const seen: (string | undefined)[] = []
  const disk = watchedDisk(async (_step, go) => {
    await go()
    await reading(options, async reader => {
      const text = (await reader.get(summaryId, 'sheet.json'))?.toString()
      const listed = (await reader.list()).find(({ id }) => id === summaryId)
      expect([listed?.head, text]).toEqual(text?.includes('4') ? ['v2', text] : ['v1', text])
      expect(await reader.verify()).toMatchObject({ findings: [] })
      seen.push(listed?.head)
    })
  })
  const writer = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  await writer.put(correctedSummary)
  expect(seen).toEqual([...seen].sort())
  expect(new Set(seen)).toEqual(new Set(['v1', 'v2']))

  await writer.put(weekReport)
  expect(await reading(options, reader => reader.get(reportId, 'report.html'))).not.toBeNull()
  await writer.close()
})

test('verify beside a busy writer raises no false alarm', async () => {
  const options = optionsIn(await emptyRoom())
  await withArchive(options, async writer => {
    await writer.put(firstSummary)
    let writing = true
    const writes = (async () => {
      for (let n = 0; n < 25; n++) {
        await writer.put(request({ 'n.txt': `${n}` }))
        await writer.put(request({ 'n.txt': `${n}` }, { id: `urn:x:${n}` }))
      }
    })().finally(() => {
      writing = false
    })
    await reading(options, async reader => {
      while (writing) {
        expect((await reader.verify()).findings).toEqual([])
        // Of the version that was listed: the next one, which may be there by now, has other files.
        for (const { id, head, files } of await reader.list()) {
          for (const file of files) expect(await reader.get(id, file.path, head)).not.toBeNull()
        }
      }
    })
    await writes
  })
})

test('reading a whole archive lets others in the process have their turn', async () => {
  const options = optionsIn(await emptyRoom())
  await withArchive(options, async archive => {
    await archive.put(request({ 'big.bin': 'x'.repeat(8 << 20) }))
    let turns = 0
    let next = setImmediate(function others() {
      turns++
      next = setImmediate(others)
    })
    expect((await archive.verify()).findings).toEqual([])
    clearImmediate(next)
    // A megabyte at a time.
    expect(turns).toBeGreaterThan(4)
  })
})
