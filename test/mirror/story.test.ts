import { beforeEach, describe, expect, test } from '@jest/globals'
import { gunzipSync } from 'node:zlib'
import type { Lesson, PlatformRecord } from '../../src/journal/index.js'
import { answer, at, classId, group, lesson, repeated, school, unreadable, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')

async function slice() {
  return opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22' }, 'Europe/Moscow')
}

async function onlyLesson(): Promise<Lesson> {
  const found = (await slice()).lessons
  expect(found).toHaveLength(1)
  return found[0] as Lesson
}

function look(records: readonly PlatformRecord[], minute: number, place = lessons) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

const seen = (minute: number) => at(minute) + 1000

describe('versions and their brackets', () => {
  test('the first sight proves nothing about before', async () => {
    const result = await look([lesson('1')], 0)
    expect(result).toEqual({
      complete: true,
      unchanged: false,
      records: 1,
      changed: 1,
      gone: 0,
      quarantined: 0,
      suspect: false,
    })
    expect((await onlyLesson()).appeared).toEqual({ absentAt: null, presentAt: seen(0) })
  })

  test('a topic that is filled, cleared and filled again has its whole history', async () => {
    await look([lesson('1')], 0)
    await look([lesson('1', { topic: 'Дроби' })], 10)
    await look([lesson('1', { topic: 'Дроби', statusWord: 'Closed' })], 20)
    await look([lesson('1', { topic: null, statusWord: 'Closed' })], 30)
    await look([lesson('1', { topic: 'Дроби', statusWord: 'Closed' })], 40)
    const found = await onlyLesson()
    expect(found.appeared).toEqual({ absentAt: null, presentAt: seen(0) })
    expect(found.topic).toEqual([
      { value: null, seen: { absentAt: null, presentAt: seen(0) } },
      { value: 'Дроби', seen: { absentAt: at(0), presentAt: seen(10) } },
      { value: null, seen: { absentAt: at(20), presentAt: seen(30) } },
      { value: 'Дроби', seen: { absentAt: at(30), presentAt: seen(40) } },
    ])
  })

  test('a look with the same body is one row, moves the proof on, and is not parsed', async () => {
    const first = answer([lesson('1')], { askedAt: at(0) })
    await opened().mirror.recordLook(lessons, first)
    const result = await opened().mirror.recordLook(lessons, repeated(first, at(10)))
    expect(result).toMatchObject({ complete: true, unchanged: true, records: 1, changed: 0 })
    await opened().mirror.recordLook(lessons, repeated(first, at(20)))
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(20))
    await look([lesson('1'), lesson('2', { number: 2 })], 30)
    const second = (await slice()).lessons.find(({ id }) => id === '2')
    expect(second?.appeared).toEqual({ absentAt: at(20), presentAt: seen(30) })
    expect(
      (await opened().mirror.looks(lessons)).map(row => [row.askedAt, row.unchanged, row.records]),
    ).toEqual([
      [at(0), false, 1],
      [at(10), true, 1],
      [at(20), true, 1],
      [at(30), false, 2],
    ])
  })

  test('the raw body can be read back', async () => {
    const { mirror, handle } = opened()
    const given = answer([lesson('1', { topic: 'Тема с «ёлочками»' })], { askedAt: at(0) })
    await mirror.recordLook(lessons, given)
    const { rows } = await handle.pool.query<{ gzip: Buffer }>(
      'select gzip from mirror.body where sha256 = $1',
      [given.sha256],
    )
    expect(rows.map(row => gunzipSync(row.gzip).toString())).toEqual([given.body])
  })

  test('text that PostgreSQL refuses is kept as far as it goes', async () => {
    await look([lesson('1', { topic: 'a\0b\ud83dc' })], 0)
    expect((await onlyLesson()).topic[0]?.value).toBe('a\ufffdb\ufffdc')
  })
})

describe('looks that prove less', () => {
  test('an incomplete look opens versions, but nothing goes and nothing is proved absent', async () => {
    const { mirror } = opened()
    await look([lesson('1'), lesson('2', { number: 2 })], 0)
    const partial = answer([lesson('1', { topic: 'Дроби' })], { askedAt: at(10), quarantined: [unreadable] })
    expect(await mirror.recordLook(lessons, partial)).toMatchObject({
      complete: false,
      quarantined: 1,
      gone: 0,
    })
    await look([lesson('1', { topic: 'Дроби' }), lesson('2', { number: 2 }), lesson('3', { number: 3 })], 20)
    const found = (await slice()).lessons
    expect(found.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(found[0]?.topic.at(-1)?.seen).toEqual({ absentAt: at(0), presentAt: seen(10) })
    expect(found[2]?.appeared).toEqual({ absentAt: at(0), presentAt: seen(20) })
    expect(await mirror.lastComplete(lessons)).toBe(at(20))
  })

  test('after an incomplete look the old body is compared again, because what stands has changed', async () => {
    const first = answer([lesson('1')], { askedAt: at(0) })
    await opened().mirror.recordLook(lessons, first)
    const partial = answer([lesson('1', { topic: 'Дроби' })], { askedAt: at(10), quarantined: [unreadable] })
    await opened().mirror.recordLook(lessons, partial)
    const again = await look([lesson('1')], 20)
    expect(again).toMatchObject({ unchanged: false, changed: 1 })
    // The topic was seen at minute 10, so its absence can't be proved from minute 0.
    expect((await onlyLesson()).topic.at(-1)).toEqual({
      value: null,
      seen: { absentAt: at(10), presentAt: seen(20) },
    })
  })

  test('an incomplete look with the same body as before is as incomplete again', async () => {
    const partial = answer([lesson('1')], { askedAt: at(0), quarantined: [unreadable] })
    await opened().mirror.recordLook(lessons, partial)
    const again = await opened().mirror.recordLook(lessons, {
      ...partial,
      askedAt: at(10),
      answeredAt: at(10),
    })
    expect(again).toMatchObject({ complete: false, unchanged: false, changed: 0, quarantined: 1 })
    expect(await opened().mirror.lastComplete(lessons)).toBeNull()
  })

  test('quarantined elements keep their raw text', async () => {
    await opened().mirror.recordLook(lessons, answer([], { askedAt: at(0), quarantined: [unreadable] }))
    const { rows } = await opened().handle.pool.query('select path, problem, raw from mirror.quarantine')
    expect(rows).toEqual([unreadable])
  })

  test('failed looks leave the data alone and stand in the list of looks', async () => {
    const { mirror } = opened()
    await mirror.recordFailedLook(lessons, at(0), 'DNEVNIK_DOWN')
    expect(await mirror.lastComplete(lessons)).toBeNull()
    await look([lesson('1')], 10)
    await mirror.recordFailedLook(lessons, at(20), 'DNEVNIK_TIMEOUT')
    expect(await mirror.lastComplete(lessons)).toBe(at(10))
    expect(await mirror.newestLook(school)).toBe(at(20))
    expect((await mirror.looks(lessons)).map(row => row.errorCode)).toEqual([
      'DNEVNIK_DOWN',
      null,
      'DNEVNIK_TIMEOUT',
    ])
    expect(await onlyLesson()).toMatchObject({ id: '1' })
  })

  test('a body that turns out broken leaves no trace', async () => {
    const broken = {
      ...answer([lesson('1')], { askedAt: at(0) }),
      parse() {
        throw new Error('cut off')
      },
    }
    await expect(opened().mirror.recordLook(lessons, broken)).rejects.toThrow('cut off')
    expect(await opened().mirror.looks(lessons)).toEqual([])
  })
})

describe('fencing', () => {
  test('a look asked before the newest one is refused without effect', async () => {
    const { mirror } = opened()
    await look([lesson('1')], 10)
    const refusal = {
      code: 'CLOCK_BEHIND',
      details: expect.objectContaining({ askedAt: at(5), newestAskedAt: at(10) }),
    }
    await expect(look([], 5)).rejects.toMatchObject(refusal)
    await mirror.recordFailedLook(lessons, at(20), 'DNEVNIK_DOWN')
    await expect(look([], 5)).rejects.toMatchObject(refusal)
    expect(await mirror.looks(lessons)).toHaveLength(2)
    expect(await onlyLesson()).toMatchObject({ id: '1' })
    await look([lesson('1', { topic: 'Дроби' })], 20)
  })

  test('an incomplete look is news too: an older one is refused', async () => {
    const partial = answer([lesson('1')], { askedAt: at(10), quarantined: [unreadable] })
    await opened().mirror.recordLook(lessons, partial)
    await expect(look([], 5)).rejects.toMatchObject({ code: 'CLOCK_BEHIND' })
  })

  test('a look that was on its way when another one failed is taken in whole', async () => {
    const { mirror } = opened()
    const first = answer([lesson('1')], { askedAt: at(0) })
    await mirror.recordLook(lessons, first)
    await mirror.recordFailedLook(lessons, at(20), 'DNEVNIK_DOWN')
    const late = answer([lesson('1', { topic: 'Дроби' })], { askedAt: at(10), answeredAt: at(30) })
    expect(await mirror.recordLook(lessons, late)).toMatchObject({ complete: true, changed: 1 })
    expect(await mirror.lastComplete(lessons)).toBe(at(10))
    expect(await mirror.newestLook(school)).toBe(at(30))
    // It is the data that the next look is compared with.
    expect(await mirror.recordLook(lessons, repeated(late, at(40)))).toMatchObject({ unchanged: true })
    await expect(look([lesson('1')], 5)).rejects.toMatchObject({ code: 'CLOCK_BEHIND' })
    expect((await onlyLesson()).topic.at(-1)).toEqual({
      value: 'Дроби',
      seen: { absentAt: at(0), presentAt: at(30) },
    })
  })

  test('recorders of one window at once: each look has its full effect, whatever the order', async () => {
    const { mirror } = opened()
    const records = Array.from({ length: 8 }, (_, index) => lesson(String(index + 1), { number: index + 1 }))
    const looks = Array.from({ length: 12 }, (_, index) =>
      mirror.recordLook(
        lessons,
        answer(records.slice(0, 1 + (index % 8)), { askedAt: at(0), answeredAt: at(1) }),
      ),
    )
    expect((await Promise.all(looks)).every(result => result.complete)).toBe(true)
    const { rows } = await opened().handle.pool.query(
      `select count(*)::int as count from mirror.version v where ended_at is null and kind = 'lesson'`,
    )
    const rowsOfLooks = await mirror.looks(lessons)
    expect(rowsOfLooks).toHaveLength(12)
    expect(rows).toEqual([{ count: rowsOfLooks.at(-1)?.records }])
  })

  test('a lesson that moves between two weeks read at once stands exactly once', async () => {
    const { mirror } = opened()
    const next = window('lessons', { week: '2026-11-23' })
    await look([lesson('1')], 0)
    for (let minute = 10; minute < 60; minute += 10) {
      const here = minute % 20 === 0 ? [lesson('1')] : []
      const there = minute % 20 === 0 ? [] : [lesson('1', { date: '2026-11-24' })]
      await Promise.all([
        mirror.recordLook(lessons, answer(here, { askedAt: at(minute) })),
        mirror.recordLook(next, answer(there, { askedAt: at(minute) })),
      ])
      expect((await onlyLesson()).date).toBe(minute % 20 === 0 ? '2026-11-17' : '2026-11-24')
    }
  })
})

test('schools and classes do not see each other', async () => {
  const { mirror } = opened()
  const elsewhere = window('lessons', { school: '1000000000002' })
  await look([lesson('1', { topic: 'Дроби' })], 0)
  await mirror.recordLook(elsewhere, answer([lesson('1', { topic: 'Корни' })], { askedAt: at(0) }))
  await mirror.recordLook(window('groups', { group: null }), answer([group(classId)], { askedAt: at(0) }))
  expect((await onlyLesson()).topic[0]?.value).toBe('Дроби')
  expect(await mirror.lessonIds(school, classId, '2026-11-16')).toEqual(['1'])
  expect(await mirror.lessonIds(school, classId, '2026-11-23')).toEqual([])
})
