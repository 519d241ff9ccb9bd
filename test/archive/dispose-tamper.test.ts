import { cp, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { actOne, disposal, journalId, oldArchive, oldReportId, sheetId } from './disposals.js'
import { add, change, flip, remove } from './spoiling.js'
import { copyOf, emptyRoom, expectAuditor, reading, withArchive } from './workshop.js'

/** Before the disposal, and after it: act 5, dispose 6, disposed 7, dispose 8, disposed 9. */
let before: ArchiveOptions
let sound: ArchiveOptions
beforeAll(async () => {
  sound = await oldArchive(await emptyRoom())
  before = await copyOf(sound)
  await withArchive(sound, archive => archive.dispose(disposal()))
})

const putBack = (place: string) => async (folder: string) => {
  await mkdir(dirname(join(folder, place)), { recursive: true })
  await cp(join(before.folder, objectPath(journalId)), join(folder, place), { recursive: true })
}

describe('spoilt after a disposal', () => {
  const [journal, sheet, act] = [journalId, sheetId, actOne].map(objectPath)
  const cases: [string, string, string | null, string, (folder: string) => Promise<void>][] = [
    ['OBJECT_REMAINS', 'put back', journalId, `${journal}`, putBack(`${journal}`)],
    ['OBJECT_PATH', 'put elsewhere', journalId, 'ocfl/000/000/000/x', putBack('ocfl/000/000/000/x')],
    ['TRASH_EXTRA', 'left in the trash', null, 'trash/x', putBack('trash/x')],
    ['TRASH_EXTRA', 'a stranger in the trash', null, 'trash/letter', add('trash/letter')],
    ['OBJECT_MISSING', 'removed by nobody', sheetId, `${sheet}`, remove(`${sheet}`)],
    ['OBJECT_MISSING', 'the act removed', actOne, `${act}`, remove(`${act}`)],
    ['LOG_GAP', 'the decision removed', null, 'log/00000006', remove('log/00000006')],
    ['LOG_GAP', 'that it was carried out removed', null, 'log/00000007', remove('log/00000007')],
    [
      ...(['LOG_SIGNATURE', 'another object named', oldReportId, 'log/00000008/entry.sig'] as const),
      change('log/00000008/entry.txt', 'act-entry=00000005', 'act-entry=00000004'),
    ],
    [
      ...(['LOG_SIGNATURE', 'another reason', journalId, 'log/00000007/entry.sig'] as const),
      change('log/00000007/entry.txt', 'исполнено', 'отменено'),
    ],
    [
      ...([
        'LOG_FILES',
        'the list of what was there changed',
        journalId,
        'log/00000001/files.sha512',
      ] as const),
      folder => flip(join(folder, 'log/00000001/files.sha512')),
    ],
    ['LOG_EXTRA', 'a list that is none', null, 'log/00000006/files.sha512', add('log/00000006/files.sha512')],
  ]
  test.each(cases)('%s: %s', async (code, _name, object, file, spoil) => {
    const options = await copyOf(sound)
    await spoil(options.folder)
    const { findings } = await reading(options, archive => archive.verify())
    expect(findings).toContainEqual(expect.objectContaining({ code, object, file }))
    for (const { message } of findings) expect(message).toMatch(/^[А-ЯЁ].*\.$/s)
    await expectAuditor(options.folder, 1)
  })
})

test('that it was carried out may be cut off: the object is gone, and the next write says so again', async () => {
  const options = await copyOf(sound)
  await rm(join(options.folder, 'log/00000009'), { recursive: true })
  const report = await reading(options, archive => archive.verify())
  expect(report).toMatchObject({
    findings: [],
    notes: [{ code: 'DISPOSAL_UNFINISHED', object: oldReportId }],
  })
  await expectAuditor(options.folder, 0)
  await withArchive(options, async archive => {
    expect(await archive.verify()).toMatchObject({ findings: [], notes: [], logEntries: 9 })
  })
  await expectAuditor(options.folder, 0)
})
