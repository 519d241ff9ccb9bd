import { beforeEach, expect, test } from '@jest/globals'
import { type ClockSkew, type PlatformRecord, type Window, windowKey } from '../../src/journal/index.js'
import { answer, at, attendance, finalMark, lesson, mark, school, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

function look(place: Window, records: readonly PlatformRecord[], skew: ClockSkew | null, askedAt = at(0)) {
  return opened().mirror.recordLook(place, { ...answer(records, { askedAt }), skew })
}

const stamp = '2026-11-16T07:59:00'

async function stampsAfter(skew: ClockSkew | null) {
  await look(window('lessons'), [lesson('1'), work('11', { sentRaw: stamp })], skew)
  await look(window('marks'), [mark('1', { stampRaw: stamp })], skew)
  await look(window('attendance'), [attendance('1', '501', { stampRaw: stamp })], skew)
  await look(window('final-marks'), [finalMark('501', '301', { stampRaw: stamp })], skew)
  const slice = await opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22' }, 'Europe/Moscow')
  return [
    ...slice.works.map(({ sent }) => sent),
    ...[...slice.marks, ...slice.attendance, ...slice.finalMarks].map(item => item.stamp),
  ]
}

const minute = 60_000

test.each([
  ['was not measured', null, true],
  ['was small', { ms: 90_000, errorMs: 500 }, true],
  ['may have been small', { ms: 5 * minute, errorMs: 4 * minute }, true],
  ['was surely large', { ms: 3 * minute, errorMs: 500 }, false],
  ['was surely large, behind us', { ms: -3 * minute, errorMs: 500 }, false],
])('stamps first seen while the skew %s: evidence %#', async (_, skew, counts) => {
  const stamps = await stampsAfter(skew)
  expect(stamps.map(item => item?.raw ?? null)).toEqual(Array(4).fill(counts ? stamp : null))
})

test('a later look with its clock off takes nothing from a stamp that was seen before', async () => {
  await look(window('marks'), [mark('1', { stampRaw: stamp })], null)
  await look(
    window('marks'),
    [mark('1', { stampRaw: stamp, value: '4' })],
    { ms: 9 * minute, errorMs: 0 },
    at(1),
  )
  const slice = await opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22' }, 'Europe/Moscow')
  expect(slice.marks[0]?.stamp?.raw).toBe(stamp)
})

test('the median of the looks since an instant, unmeasured ones left out', async () => {
  for (const [index, ms] of [400_000, 1000, null, 3000, 2000].entries()) {
    await look(window('marks'), [], ms === null ? null : { ms, errorMs: 500 }, at(index))
  }
  const { mirror } = opened()
  expect(await mirror.clockSkew(school, at(1))).toEqual({ medianMs: 2000, looks: 3 })
  expect(await mirror.clockSkew(school, at(9))).toBeNull()
})

test('the chain of looks tells the skew of each', async () => {
  await look(window('marks'), [], { ms: 400_000, errorMs: 500 })
  await look(window('marks'), [], null, at(1))
  const [first, second] = await opened().mirror.chain(school, windowKey(window('marks')))
  expect([first?.skew, second?.skew]).toEqual([{ ms: 400_000, errorMs: 500 }, null])
})
