import { expect, test } from '@jest/globals'
import { correctedSummary, optionsIn, reportId, summaryId } from './requests.js'
import { emptyRoom, expectAuditor, reading, smallArchive, withArchive } from './workshop.js'

const rules = { years: { summary: 25 } }
const actor = 'archivist'

test('a ban stays until it is lifted, and both stay in the log', async () => {
  const options = await smallArchive(await emptyRoom())
  const court = { id: summaryId, reason: 'суд', actor }
  const banned = await withArchive(options, async archive => {
    const first = await archive.hold(court)
    expect(await archive.hold(court)).toEqual({ ...first, changed: false })
    await archive.hold({ ...court, reason: 'проверка' })
    return archive.holds()
  })
  const since = '2027-06-01T09:00:00Z'
  expect(banned).toEqual([
    { entry: '00000004', id: summaryId, since, reason: 'суд', actor },
    { entry: '00000005', id: summaryId, since, reason: 'проверка', actor },
  ])
  expect((await reading(options, archive => archive.retention(rules)))[1]?.holds).toEqual(banned)
  await withArchive(options, async archive => {
    const over = { ...court, reason: 'решение вступило в силу' }
    await expect(archive.release(over)).rejects.toMatchObject({ code: 'USAGE' })
    expect(await archive.release({ ...over, hold: '00000004' })).toMatchObject({ hold: '00000004' })
    expect(await archive.release(over)).toMatchObject({ hold: '00000005', entry: '00000007' })
    await expect(archive.release(over)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    // After it was lifted the same reason makes a new ban.
    expect(await archive.hold(court)).toMatchObject({ entry: '00000008', changed: true })
    expect(await archive.put({ ...correctedSummary, message: 'То же' })).toMatchObject({ changed: false })
  })
  expect(await reading(options, archive => archive.verify())).toMatchObject({
    ...{ findings: [], notes: [], logEntries: 8 },
  })
  await expectAuditor(options.folder, 0)
})

test('what is not there is not banned, and names of persons are refused as actors', async () => {
  const options = optionsIn(await emptyRoom())
  await withArchive(options, async archive => {
    expect(await archive.hold({ id: reportId, reason: 'суд', actor })).toBeNull()
    expect(await archive.release({ id: reportId, reason: 'суд', actor })).toBeNull()
    for (const wrong of [{ actor: 'Петрова А. И.' }, { reason: ' ' }, { reason: 'а\nop=dispose' }]) {
      const request = { id: summaryId, reason: 'суд', actor, ...wrong }
      await expect(archive.hold(request)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
    }
    expect((await archive.verify()).logEntries).toBe(0)
  })
})
