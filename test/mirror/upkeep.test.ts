import { beforeEach, describe, expect, test } from '@jest/globals'
import { windowKey } from '../../src/journal/index.js'
import { answer, at, lesson, mark, repeated, school, unreadable, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')
const marks = window('marks')
const chain = () => opened().mirror.chain(school, windowKey(lessons))

/** A first body, the same again, a failure, and another body that is incomplete. */
async function aStory() {
  const { mirror } = opened()
  const first = answer([lesson('1'), lesson('2')], { askedAt: at(0) })
  await mirror.recordLook(lessons, first)
  await mirror.recordLook(lessons, repeated(first, at(10)))
  await mirror.recordFailedLook(lessons, at(20), 'DNEVNIK_DOWN')
  const last = answer([lesson('1', { topic: 'Дроби' })], { askedAt: at(30), quarantined: [unreadable] })
  await mirror.recordLook(lessons, last)
}

test('the chain tells of each look what it said, what it repeats and whether its body is kept', async () => {
  await aStory()
  expect(await chain()).toMatchObject([
    { askedAt: at(0), complete: true, unchangedSince: null, records: 2, changed: 2, bodyKept: true },
    { askedAt: at(10), complete: true, unchangedSince: at(0), records: 2, changed: 0, bodyKept: true },
    { askedAt: at(20), complete: false, errorCode: 'DNEVNIK_DOWN', sha256: null, bodyKept: null },
    { askedAt: at(30), complete: false, unchangedSince: null, changed: 1, quarantined: 1, bodyKept: true },
  ])
  expect(await opened().mirror.chain(school, windowKey(marks))).toEqual([])
})

test('what is new in the answers is told by window, as long as the newest body has it', async () => {
  const { mirror } = opened()
  const first = answer([lesson('1')], { askedAt: at(0), drift: ['lesson.room', 'lesson.colour'] })
  await mirror.recordLook(lessons, first)
  await mirror.recordLook(lessons, repeated(first, at(10)))
  await mirror.recordLook(
    window('lessons', { week: '2026-11-23' }),
    answer([], { askedAt: at(0), drift: ['lesson.room'] }),
  )
  expect(await mirror.drift(school)).toEqual([
    { what: 'lesson.room', windows: 2 },
    { what: 'lesson.colour', windows: 1 },
  ])
  expect((await chain()).map(look => look.drift)).toEqual([['lesson.room', 'lesson.colour'], []])
  await mirror.recordLook(lessons, answer([lesson('1', { topic: 'Дроби' })], { askedAt: at(20) }))
  expect(await mirror.drift(school)).toEqual([{ what: 'lesson.room', windows: 1 }])
})

test('the stats count windows, looks, versions and bodies, raw and compressed', async () => {
  await aStory()
  const both = answer([mark('7'), mark('8')], { askedAt: at(0) })
  const one = answer([mark('8')], { askedAt: at(40) })
  for (const look of [both, one]) await opened().mirror.recordLook(marks, look)
  const bodies = (await opened().handle.pool.query('select sha256 from mirror.body')).rows
  const stats = await opened().mirror.stats(school)
  expect(stats).toMatchObject({
    ...{ windows: 2, looks: 6, failedLooks: 1, versions: 5, open: 3, ended: 1, gone: 1, quarantined: 1 },
    ...{ bodies: bodies.length, oldestLook: at(0), newestLook: at(40) + 1000 },
  })
  const texts = [
    JSON.stringify([[lesson('1'), lesson('2')], []]),
    JSON.stringify([[lesson('1', { topic: 'Дроби' })], [unreadable]]),
    both.body,
    one.body,
  ]
  expect(stats.bodyBytes).toBe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0))
  expect(stats.bodyBytesCompressed).toBeGreaterThan(0)
  expect(stats.diskBytes).toBeGreaterThan(0)
  expect(await opened().mirror.stats('1')).toMatchObject({ windows: 0, versions: 0, oldestLook: null })
})

describe('old bodies', () => {
  const drop = (facts: { before: number; keep?: readonly number[]; dryRun?: boolean }) =>
    opened().mirror.dropBodies({ school, keep: [], dryRun: false, ...facts })
  const kept = async () => (await chain()).map(look => look.bodyKept)
  beforeEach(async () => {
    for (const [minute, topic] of ['a', 'b', 'c'].entries())
      await opened().mirror.recordLook(
        lessons,
        answer([lesson('1', { topic })], { askedAt: at(minute * 10) }),
      )
  })

  test('go when their time is over; what the window said last stays however old it is', async () => {
    expect(await drop({ before: at(5), dryRun: true })).toMatchObject({ bodies: 1 })
    expect(await kept()).toEqual([true, true, true])
    expect(await drop({ before: at(5) })).toMatchObject({ bodies: 1 })
    expect(await drop({ before: at(100) })).toMatchObject({ bodies: 1 })
    expect(await drop({ before: at(100) })).toEqual({ bodies: 0, bytes: 0 })
    expect(await kept()).toEqual([false, false, true])
  })

  test('stay while somebody’s evidence rests on a look that said them, by either of its instants', async () => {
    await drop({ before: at(100), keep: [at(0), at(10) + 1000] })
    expect(await kept()).toEqual([true, true, true])
  })

  test('stay when a later look has said the same again', async () => {
    await opened().mirror.recordLook(lessons, answer([lesson('1', { topic: 'a' })], { askedAt: at(60) }))
    await opened().mirror.recordLook(lessons, answer([lesson('1', { topic: 'd' })], { askedAt: at(70) }))
    await drop({ before: at(50) })
    expect(await kept()).toEqual([true, false, false, true, true])
  })

  test('leave versions and the work of later looks alone', async () => {
    await drop({ before: at(100) })
    const again = answer([lesson('1', { topic: 'b' })], { askedAt: at(110) })
    expect(await opened().mirror.recordLook(lessons, again)).toMatchObject({ changed: 1 })
    expect(await kept()).toEqual([false, true, true, true])
  })
})
