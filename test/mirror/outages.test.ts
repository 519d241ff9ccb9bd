import { beforeEach, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.js'
import { answer, lesson, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const minute = 60_000
const noon = Date.parse('2026-11-16T12:00:00Z')
const at = (minutes: number) => noon + minutes * minute

/** A look each, so many minutes after noon: what it failed with, or null where it was answered. */
async function look(minutes: number, failure: ErrorCode | null = 'DNEVNIK_DOWN') {
  const { mirror } = opened()
  const place = window('lessons')
  if (failure !== null) await mirror.recordFailedLook(place, at(minutes), failure)
  else await mirror.recordLook(place, answer([lesson('1')], { askedAt: at(minutes) }))
}
const outages = async () =>
  (await opened().mirror.outages(school)).map(({ from, to }) => [
    (from - noon) / minute,
    (to - noon) / minute,
  ])

test('an outage lasts from the first look that found the platform away to the last', async () => {
  await look(0, null)
  for (const minutes of [10, 12, 35]) await look(minutes)
  await look(50, null)
  expect(await outages()).toEqual([[10, 35]])
})

test('an answer between two failures ends one and begins another', async () => {
  for (const minutes of [10, 20]) await look(minutes)
  await look(25, null)
  for (const minutes of [30, 40]) await look(minutes)
  expect(await outages()).toEqual([
    [10, 20],
    [30, 40],
  ])
})

test('half an hour that nobody looked into isn’t taken for an outage', async () => {
  for (const minutes of [10, 11, 42, 43]) await look(minutes)
  expect(await outages()).toEqual([
    [10, 11],
    [42, 43],
  ])
})

test('one failed look has no length, and our own network is no outage of the platform', async () => {
  await look(10)
  await look(60, 'DNEVNIK_NETWORK')
  await look(61, 'DNEVNIK_TIMEOUT')
  await look(62, 'DNEVNIK_FORBIDDEN')
  expect(await outages()).toEqual([])
})
