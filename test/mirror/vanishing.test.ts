import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Lesson, PlatformRecord } from '../../src/journal/index.js'
import {
  answer,
  at,
  attendance,
  classId,
  finalMark,
  lesson,
  mark,
  repeated,
  school,
  unreadable,
  window,
  work,
} from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')
const marks = window('marks')

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

describe('gone and back', () => {
  test('what a complete look misses is gone; a mark that comes back keeps its first appearance', async () => {
    await look([mark('1', { stampRaw: '2026-11-16T08:00:00' }), mark('2')], 0, marks)
    expect(await look([mark('2')], 10, marks)).toMatchObject({ gone: 1, suspect: false })
    expect((await slice()).marks.map(({ id }) => id)).toEqual(['2'])
    await look([mark('1', { stampRaw: '2026-11-16T08:20:00' }), mark('2')], 20, marks)
    const back = (await slice()).marks.find(({ id }) => id === '1')
    expect(back?.appeared).toEqual({ absentAt: null, presentAt: seen(0) })
    expect(back?.stamp?.raw).toBe('2026-11-16T08:00:00')
  })

  test('the last look of a window is the last of its chain, a failed one too', async () => {
    expect(await opened().mirror.lastLook(marks)).toBeNull()
    await look([mark('1')], 0, marks)
    await look([mark('1')], 10, marks)
    await opened().mirror.recordFailedLook(marks, at(20), 'DNEVNIK_DOWN')
    const looks = await opened().mirror.looks(marks)
    expect(looks).toHaveLength(3)
    expect(await opened().mirror.lastLook(marks)).toEqual(looks.at(-1))
  })

  test('a lesson that comes back counts from its return', async () => {
    await look([lesson('1'), lesson('2')], 0)
    await look([lesson('2')], 10)
    await look([lesson('1'), lesson('2')], 20)
    const [found] = (await slice()).lessons
    expect(found).toMatchObject({ id: '1', appeared: { absentAt: at(10), presentAt: seen(20) } })
  })

  const many = (count: number) => Array.from({ length: count }, (_, index) => mark(String(index + 1)))

  test('a sudden loss waits for a second look', async () => {
    await look(many(20), 0, marks)
    expect(await look(many(13), 10, marks)).toMatchObject({ complete: true, suspect: true, gone: 0 })
    expect((await slice()).marks).toHaveLength(20)
    expect(await opened().mirror.lastComplete(marks)).toBe(at(0))
    expect(await look([...many(13), mark('99')], 20, marks)).toMatchObject({ suspect: false, gone: 7 })
    const found = (await slice()).marks
    expect(found).toHaveLength(14)
    // The suspect look proves nothing, so the new mark's interval begins before it.
    expect(found.at(-1)?.appeared).toEqual({ absentAt: at(0), presentAt: seen(20) })
    const { rows } = await opened().handle.pool.query(
      'select distinct ended_after::float8, ended_at::float8 from mirror.version where gone',
    )
    expect(rows).toEqual([{ ended_after: at(0), ended_at: seen(10) }])
  })

  test('an unchanged second look confirms the loss as well', async () => {
    await look(many(20), 0, marks)
    const short = answer(many(5), { askedAt: at(10) })
    expect(await opened().mirror.recordLook(marks, short)).toMatchObject({ suspect: true })
    // The same look entered again, by a job that is repeated, isn't a second one.
    expect(await opened().mirror.recordLook(marks, short)).toMatchObject({ suspect: true, gone: 0 })
    expect(await opened().mirror.recordLook(marks, repeated(short, at(20)))).toMatchObject({
      unchanged: true,
      gone: 15,
      suspect: false,
    })
    expect((await slice()).marks).toHaveLength(5)
    expect(await opened().mirror.lastComplete(marks)).toBe(at(20))
  })

  test('a fault of one look leaves no scar', async () => {
    await look(many(20), 0, marks)
    await look([], 10, marks)
    expect(await look(many(20), 20, marks)).toMatchObject({ changed: 0, gone: 0, suspect: false })
    await look(many(19), 30, marks)
    const found = (await slice()).marks
    expect(found).toHaveLength(19)
    expect(found.every(({ appeared }) => appeared.presentAt === seen(0))).toBe(true)
    // What was found again is no longer half lost: the next fault has to be confirmed anew.
    expect(await look([], 40, marks)).toMatchObject({ suspect: true, gone: 0 })
  })

  test.each([
    [20, 14, false],
    [20, 13, true],
    [10, 5, false],
    [10, 4, true],
    [9, 4, false],
    [9, 3, true],
    [9, 0, true],
    [2, 0, true],
    [1, 0, false],
    [100, 70, false],
    [100, 69, true],
  ])('of %p records %p stay: suspect %p', async (before, after, suspect) => {
    await look(many(before), 0, marks)
    expect(await look(many(after), 10, marks)).toMatchObject({ suspect, gone: suspect ? 0 : before - after })
  })

  const numbered = <T>(count: number, make: (id: string) => T) =>
    Array.from({ length: count }, (_, index) => make(String(index + 1)))

  test.each([
    ['final marks', window('final-marks'), numbered(9, id => finalMark(id, '301'))],
    ['final marks, even of one', window('final-marks'), numbered(1, id => finalMark(id, '301'))],
    ['attendance entries', window('attendance'), numbered(3, id => attendance('1', id))],
    ['lessons', lessons, numbered(8, id => lesson(id))],
  ] as const)(
    'a single empty answer takes nothing of a few %s; a second one does',
    async (_, place, records) => {
      await look(records, 0, place)
      expect(await look([], 10, place)).toMatchObject({ complete: true, suspect: true, gone: 0 })
      expect(await opened().mirror.lastComplete(place)).toBe(at(0))
      expect(await look([], 20, place)).toMatchObject({ suspect: false, gone: records.length })
      expect(await opened().mirror.lastComplete(place)).toBe(at(20))
    },
  )

  test('each kind counts for itself: works that all vanish beside lessons that stay', async () => {
    await look([lesson('1'), work('8'), work('9')], 0)
    expect(await look([lesson('1')], 10)).toMatchObject({ suspect: true, gone: 0 })
    expect((await slice()).works).toHaveLength(2)
  })

  test('records that give way to others of their kind are replaced, not lost', async () => {
    await look([mark('1'), mark('2')], 0, marks)
    expect(await look([mark('3')], 10, marks)).toMatchObject({ suspect: false, gone: 2 })
  })

  test('what a partial loss left over needs its own confirmation', async () => {
    await look(many(12), 0, marks)
    expect(await look(many(3), 10, marks)).toMatchObject({ suspect: true })
    expect(await look([], 20, marks)).toMatchObject({ suspect: true, gone: 0 })
    expect(await look([], 30, marks)).toMatchObject({ suspect: false, gone: 12 })
  })

  test('an empty answer with unreadable elements neither takes nor confirms', async () => {
    await look(many(2), 0, marks)
    await look([], 10, marks)
    const unclear = answer([], { askedAt: at(20), quarantined: [unreadable] })
    expect(await opened().mirror.recordLook(marks, unclear)).toMatchObject({ complete: false, gone: 0 })
    expect((await slice()).marks).toHaveLength(2)
  })
})

describe('lessons that move', () => {
  const next = window('lessons', { week: '2026-11-23' })
  const moved = (topic: string | null = null) => lesson('1', { date: '2026-11-24', topic })

  test('to another week, seen there first', async () => {
    await look([lesson('1', { topic: 'Дроби' }), work('9')], 0)
    await look([], 5, next)
    await look([moved('Дроби'), work('9', { targetDate: '2026-11-24' })], 10, next)
    expect(await look([], 20)).toMatchObject({ gone: 0 })
    const found = await onlyLesson()
    expect(found).toMatchObject({ date: '2026-11-24', moved: true })
    expect(found.appeared).toEqual({ absentAt: at(5), presentAt: seen(10) })
    expect(found.topic).toEqual([{ value: 'Дроби', seen: { absentAt: null, presentAt: seen(0) } }])
    expect((await slice()).works.map(({ appeared }) => appeared.presentAt)).toEqual([seen(0)])
  })

  test('to another week, missed here first', async () => {
    await look([lesson('1')], 0)
    await look([], 10, next)
    await look([], 20)
    await look([moved()], 30, next)
    expect(await onlyLesson()).toMatchObject({
      moved: true,
      appeared: { absentAt: at(10), presentAt: seen(30) },
    })
  })

  test('all lessons of a week to another one, missed here first: nothing is gone', async () => {
    await look([lesson('1'), lesson('2')], 0)
    await look([], 5, next)
    expect(await look([], 10)).toMatchObject({ suspect: true })
    const there = [moved(), lesson('2', { date: '2026-11-24' })]
    await look(there, 20, next)
    expect(await look([], 30)).toMatchObject({ suspect: false, gone: 0 })
    const found = (await slice()).lessons
    expect(found.map(({ date, moved }) => [date, moved])).toEqual([
      ['2026-11-24', true],
      ['2026-11-24', true],
    ])
  })

  test('to an earlier day of the same week: it counts from the move, not from its first sight', async () => {
    await look([lesson('1', { date: '2026-11-20' })], 0)
    await look([lesson('1', { date: '2026-11-20', topic: 'Дроби' })], 10)
    await look([lesson('1', { topic: 'Дроби' })], 20)
    await look([lesson('1', { topic: 'Дроби', number: 2 })], 30)
    const found = await onlyLesson()
    expect(found.appeared).toEqual({ absentAt: at(10), presentAt: seen(20) })
    expect(found.topic.at(-1)?.seen.presentAt).toBe(seen(10))
  })

  test('a cancelled lesson that is held after all counts from then on', async () => {
    await look([lesson('1', { statusWord: 'Cancelled' })], 0)
    await look([lesson('1')], 10)
    expect((await onlyLesson()).appeared).toEqual({ absentAt: at(0), presentAt: seen(10) })
  })

  test('there and back, although the first week answers with its old body', async () => {
    const first = answer([lesson('1')], { askedAt: at(0) })
    await opened().mirror.recordLook(lessons, first)
    await look([moved()], 10, next)
    await look([lesson('1')], 20)
    expect(await look([], 30, next)).toMatchObject({ gone: 0 })
    expect(await onlyLesson()).toMatchObject({ date: '2026-11-17', moved: true })
  })

  test('an answer that is older than what the other week has shown since is not believed', async () => {
    const { mirror } = opened()
    await look([moved()], 0, next)
    await look([moved('Дроби')], 20, next)
    await mirror.recordLook(lessons, answer([lesson('1')], { askedAt: at(10), answeredAt: at(30) }))
    expect(await onlyLesson()).toMatchObject({ date: '2026-11-24' })
    // It may have moved back since: the next look decides, even with the same body.
    await look([lesson('1')], 40)
    expect(await onlyLesson()).toMatchObject({ date: '2026-11-17', moved: true })
  })

  test('nor does such an answer revive what the other week has shown since and lost again', async () => {
    const { mirror } = opened()
    await look([lesson('9', { date: '2026-11-24' }), moved()], 20, next)
    await look([lesson('9', { date: '2026-11-24' })], 25, next)
    await mirror.recordLook(lessons, answer([lesson('1')], { askedAt: at(10), answeredAt: at(30) }))
    expect((await slice()).lessons).toMatchObject([{ id: '9' }])
    await look([lesson('1')], 40)
    expect((await slice()).lessons).toMatchObject([{ id: '1', date: '2026-11-17' }, { id: '9' }])
  })

  test('the same lesson in two classes is a record of each', async () => {
    const other = window('lessons', { group: '2260325488551003873' })
    await look([lesson('1')], 0)
    await look([lesson('1')], 10, other)
    expect(await look([lesson('1')], 20)).toMatchObject({ unchanged: true })
    const found = (await slice()).lessons
    expect(found.map(item => [item.id, item.classId])).toEqual([
      ['1', classId],
      ['1', '2260325488551003873'],
    ])
  })
})
