import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildSheet, storeSheet } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-16T23:55:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-16' })
})
afterAll(() => house.close())

async function sheetOf(index: number) {
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  const classId = classes[index]?.id ?? ''
  return buildSheet(house.app.deps, { school: house.school, classId, periodId: null })
}

test('a sheet bears witness to the archive as it was before, which shows if its end is cut off later', async () => {
  const { deps } = house.app
  const first = await sheetOf(0)
  expect(first.checkpoint).toBeNull()
  await storeSheet(deps, first)
  const second = await sheetOf(1)
  const archive = await deps.archive()
  expect(second.checkpoint).toEqual(await archive.checkpoint())
  const stored = await storeSheet(deps, second)
  const file = await archive.get(stored.archiveId, 'sheet.json')
  expect(JSON.parse(file?.toString() ?? '')).toMatchObject({ checkpoint: second.checkpoint })

  const third = await sheetOf(0)
  if (third.checkpoint === null) throw new Error('the archive isn’t empty')
  const expected = third.checkpoint
  // What was read at another time is no new sheet, whatever the archive has become in between.
  expect(await storeSheet(deps, third)).toMatchObject({ archiveVersion: 'v1' })
  expect((await archive.verify({ expected })).findings).toEqual([])
  await rm(join(archive.folder, 'log', expected.seq), { recursive: true })
  const codes = (await archive.verify({ expected })).findings.map(({ code }) => code)
  expect(codes).toContain('HEAD_MISSING')

  await rm(join(archive.folder, 'log', '00000001'), { recursive: true })
  // Without its log an archive is damaged, not empty: a sheet that bears no witness to it would hide that.
  await expect(sheetOf(1)).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
})
