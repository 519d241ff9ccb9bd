import { beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { BridgeError } from '../../src/errors.js'
import {
  type Answer,
  type LessonRecord,
  type ParsedAnswer,
  type PlatformRecord,
  type Window,
  windowKey,
} from '../../src/journal/index.js'
import type { Replay } from '../../src/mirror/index.js'
import { answer, at, lesson, mark, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')
const nextWeek = window('lessons', { week: '2026-11-23' })
const marks = window('marks')

/** A body in which the old parser doesn't understand some records; the new one reads them all. */
interface Body {
  readonly records: readonly PlatformRecord[]
  readonly unreadable: readonly string[]
}

function parseOld(text: string): ParsedAnswer {
  const { records, unreadable }: Body = JSON.parse(text)
  const isUnreadable = ({ id }: PlatformRecord) => unreadable.includes(id)
  return {
    records: records.filter(record => !isUnreadable(record)),
    quarantined: records
      .filter(isUnreadable)
      .map(record => ({ path: '[0]', problem: 'unknown', raw: JSON.stringify(record) })),
    drift: [],
  }
}

function parseNew(text: string): ParsedAnswer {
  return parseOld(JSON.stringify({ ...JSON.parse(text), unreadable: [] }))
}

type Parse = typeof parseOld

function look(body: Body, minute: number, parse: Parse = parseOld): Answer {
  const text = JSON.stringify(body)
  return { ...answer([], { askedAt: at(minute), body: text }), parse: () => parse(text) }
}

function take(body: Body, minute: number, place: Window = lessons) {
  return opened().mirror.recordLook(place, look(body, minute))
}

const replayedAt = at(10_000)

function replay(place: Window = lessons, parse: Parse = parseNew, dryRun = false): Promise<Replay | null> {
  return opened().mirror.replay({ window: place, parse, at: replayedAt, dryRun })
}

/** All windows, as the command does it. */
async function replayAll(): Promise<void> {
  for (const { window: place } of await opened().mirror.quarantine(school)) await replay(place)
}

async function versions() {
  const { rows } = await opened().handle.pool.query(
    `select window_key as place, record, seq, content->>'topic' as topic, content->>'value' as value,
       absent_at::float8 as absent, present_at::float8 as present, missing_at::float8 as missing,
       ended_after::float8 as "endedAfter", ended_at::float8 as ended, gone
     from mirror.version order by kind, record, seq`,
  )
  return rows
}

async function standing() {
  const all = await versions()
  return all
    .filter(({ ended }) => ended === null)
    .map(({ place, record, topic, value }) => ({ place, record, topic, value }))
}

const chain = (place = lessons) => opened().mirror.chain(school, windowKey(place))
const seen = (minute: number) => at(minute) + 1000

describe('what an old body turns out to say', () => {
  test('was there when the body was asked for, and wasn’t at the last complete look before', async () => {
    await take({ records: [lesson('1')], unreadable: [] }, 0)
    await take({ records: [lesson('1'), lesson('2')], unreadable: ['2'] }, 10)
    expect(await replay()).toEqual({
      ...{ outcome: 'entered', before: 1, after: 0, changed: 1, gone: 0, complete: true, suspect: false },
    })
    expect((await versions()).at(-1)).toMatchObject({ record: '2', absent: at(0), present: seen(10) })
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(10))
    expect((await chain()).at(-1)).toMatchObject({
      ...{ complete: true, records: 2, changed: 1, quarantined: 0, replayedAt },
      ...{ askedAt: at(10), answeredAt: seen(10) },
    })
    expect(await opened().mirror.stats(school)).toMatchObject({ quarantined: 0, looks: 2 })
  })

  test('was there since the first of the looks that brought that body one after the other', async () => {
    const body = { records: [lesson('1'), lesson('2')], unreadable: ['2'] }
    await take({ records: [lesson('1')], unreadable: [] }, 0)
    await take({ records: [lesson('1'), lesson('3')], unreadable: ['3'] }, 10)
    for (const minute of [20, 30]) await take(body, minute)
    await opened().mirror.recordFailedLook(lessons, at(35), 'DNEVNIK_DOWN')
    await take(body, 40)
    expect(await replay()).toMatchObject({ changed: 1, complete: true })
    expect((await versions()).at(-1)).toMatchObject({ record: '2', absent: at(0), present: seen(20) })
    // The body stood until the last of them; what isn't in it wasn't there then.
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(40))
    expect((await chain()).map(({ complete, quarantined }) => [complete, quarantined])).toEqual([
      ...[
        [true, 0],
        [false, 1],
        [true, 0],
        [true, 0],
        [false, 0],
        [true, 0],
      ],
    ])
    expect(await opened().mirror.lastLook(lessons)).toMatchObject({ complete: true })
  })

  test('takes away what it misses only where all of it can be read', async () => {
    const all = ['1', '2', '3'].map(id => lesson(id))
    await take({ records: [...all, lesson('4')], unreadable: [] }, 0)
    await take({ records: all, unreadable: ['2', '3'] }, 10)
    const onlyFirst: Parse = text => parseOld(text.replace('"unreadable":["2","3"]', '"unreadable":["3"]'))
    expect(await replay(lessons, onlyFirst)).toMatchObject({ before: 2, after: 1, gone: 0, complete: false })
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(0))
    expect(await opened().mirror.quarantine(school)).toEqual([
      { window: lessons, askedAt: at(10), elements: 1 },
    ])
    expect(await replay()).toMatchObject({ before: 1, after: 0, gone: 1, complete: true })
    expect((await versions()).at(-1)).toMatchObject({
      ...{ record: '4', gone: true, endedAfter: at(0), ended: seen(10) },
    })
  })

  test('is held as suspect where it loses much, until the platform says the same once more', async () => {
    const many = Array.from({ length: 20 }, (_, index) => mark(String(index + 1)))
    const few = { records: many.slice(0, 5), unreadable: ['5'] }
    await take({ records: many, unreadable: [] }, 0, marks)
    await take(few, 10, marks)
    expect(await replay(marks)).toMatchObject({ complete: true, suspect: true, gone: 0 })
    expect(await opened().mirror.lastComplete(marks)).toBe(at(0))
    const again = await opened().mirror.recordLook(marks, look(few, 20, parseNew))
    expect(again).toMatchObject({ unchanged: true, gone: 15, suspect: false })
  })

  test('counts as said twice where two looks had brought it', async () => {
    const many = Array.from({ length: 20 }, (_, index) => mark(String(index + 1)))
    await take({ records: many, unreadable: [] }, 0, marks)
    const few = { records: many.slice(0, 5), unreadable: ['5'] }
    await take(few, 10, marks)
    await take(few, 20, marks)
    expect(await replay(marks, parseNew, true)).toMatchObject({ suspect: false, gone: 15 })
    expect(await replay(marks)).toMatchObject({ complete: true, suspect: false, gone: 15 })
    expect((await standing()).map(({ record }) => record)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('is weighed against what stood before it, not against what it has brought itself', async () => {
    const had = Array.from({ length: 12 }, (_, index) => mark(String(index + 1)))
    const came = Array.from({ length: 12 }, (_, index) => mark(String(index + 101)))
    await take({ records: had, unreadable: [] }, 0, marks)
    await take({ records: [...had.slice(0, 5), ...came], unreadable: ['101'] }, 10, marks)
    // Seven of twelve are many; of the 23 that stand by now they would be few.
    expect(await replay(marks)).toMatchObject({ suspect: true, gone: 0, changed: 1 })
  })
})

describe('what is left alone', () => {
  const both = [lesson('1'), lesson('2')]

  test('a window without anything in quarantine, or with a newer answer', async () => {
    expect(await replay()).toBeNull()
    await take({ records: both, unreadable: ['2'] }, 0)
    await take({ records: [lesson('1'), lesson('3')], unreadable: [] }, 10)
    const before = await versions()
    expect(await replay()).toBeNull()
    expect(await versions()).toEqual(before)
    // What the older answer couldn't tell stays in quarantine as it was.
    expect(await opened().mirror.stats(school)).toMatchObject({ quarantined: 1 })
  })

  test('everything, where the parser reads no more than before', async () => {
    await take({ records: both, unreadable: ['2'] }, 0)
    const before = [await versions(), await chain()]
    expect(await replay(lessons, parseOld)).toMatchObject({ outcome: 'unreadable', before: 1, after: 1 })
    expect([await versions(), await chain()]).toEqual(before)
  })

  test('everything, where the body isn’t believed', async () => {
    await take({ records: both, unreadable: ['2'] }, 0)
    const otherClass: Parse = () => {
      throw new BridgeError('DNEVNIK_UNEXPECTED', { message: 'Записи другого класса' })
    }
    expect(await replay(lessons, otherClass)).toMatchObject({ outcome: 'refused' })
    const full = ['1', '2', '3', '4'].map(id => lesson(id, { topic: 'Дроби' }))
    await take({ records: full, unreadable: [] }, 10)
    const emptied = full.map(record => ({ ...record, topic: null }))
    await take({ records: emptied, unreadable: ['1', '2', '3', '4'] }, 20)
    const before = [await versions(), await chain()]
    expect(await replay()).toMatchObject({ outcome: 'refused', before: 4, after: 4 })
    expect([await versions(), await chain()]).toEqual(before)
  })

  test('everything, where a field that was always there is missing', async () => {
    const fields = (use: 'always' | 'never') => [{ name: 'lesson.title', use }]
    await opened().mirror.recordLook(
      lessons,
      answer([lesson('1')], { askedAt: at(0), fields: fields('always') }),
    )
    await take({ records: both, unreadable: ['2'] }, 10)
    const lost: Parse = text => ({ ...parseNew(text), fields: fields('never') })
    expect(await replay(lessons, lost)).toMatchObject({ outcome: 'refused' })
  })

  test('a record that stands from the same body and only reads otherwise now: no look proves when it became so', async () => {
    await take({ records: both, unreadable: ['2'] }, 0)
    const better: Parse = text => {
      const { records, ...rest } = parseNew(text)
      return { ...rest, records: records.map(record => ({ ...record, topic: 'Дроби' }) as LessonRecord) }
    }
    expect(await replay(lessons, better)).toMatchObject({ changed: 1, complete: true })
    expect((await standing()).map(({ record, topic }) => [record, topic])).toEqual([
      ['1', null],
      ['2', 'Дроби'],
    ])
    // The next answer brings it, although its bytes are the same.
    const next = look({ records: both, unreadable: ['2'] }, 10, better)
    expect(await opened().mirror.recordLook(lessons, next)).toMatchObject({ unchanged: false, changed: 1 })
  })

  test('a lesson that another week has shown since, and that is gone by now', async () => {
    await take({ records: both, unreadable: ['2'] }, 0)
    const moved = lesson('2', { date: '2026-11-24' })
    await take({ records: [lesson('9'), moved], unreadable: [] }, 10, nextWeek)
    await take({ records: [lesson('9')], unreadable: [] }, 20, nextWeek)
    expect(await replay()).toMatchObject({ outcome: 'entered', changed: 0, complete: true })
    expect((await standing()).map(({ record }) => record)).toEqual(['1', '9'])
  })

  test('a lesson that has gone to another week since', async () => {
    await take({ records: [lesson('1'), lesson('2')], unreadable: [] }, 0)
    await take({ records: [lesson('1'), lesson('2', { topic: 'Дроби' })], unreadable: ['2'] }, 10)
    await take({ records: [lesson('2', { date: '2026-11-24' })], unreadable: [] }, 20, nextWeek)
    expect(await replay()).toMatchObject({ changed: 0 })
    expect(await standing()).toMatchObject([
      { record: '1', place: windowKey(lessons) },
      { record: '2', place: windowKey(nextWeek), topic: null },
    ])
  })
})

test('a dry run tells the same and changes nothing; a second run finds nothing to do', async () => {
  await take({ records: [lesson('1'), lesson('9')], unreadable: [] }, 0)
  await take({ records: [lesson('1'), lesson('2')], unreadable: ['2'] }, 10)
  const before = [await versions(), await chain()]
  const told = await replay(lessons, parseNew, true)
  expect(told).toMatchObject({ outcome: 'entered', changed: 1, gone: 1 })
  expect([await versions(), await chain()]).toEqual(before)
  expect(await replay()).toEqual(told)
  const after = [await versions(), await chain()]
  expect(await replay()).toBeNull()
  expect([await versions(), await chain()]).toEqual(after)
})

const ids = ['1', '2', '3', '4'] as const
const aBody = fc
  .record({
    topics: fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(null, 'a', 'b'), { maxKeys: 4 }),
    marks: fc.dictionary(fc.constantFrom('21', '22', '23'), fc.constantFrom('3', '5'), { maxKeys: 3 }),
    unreadable: fc.subarray([...ids, '21', '22', '23']),
  })
  .map(
    ({ topics, marks: values, unreadable }): Body => ({
      records: [
        // They stay as they are: what vanishes from all lessons, or all marks, at once waits for a second look.
        lesson('0', { topic: 'a' }),
        mark('20'),
        ...Object.entries(topics).map(([id, topic]) => lesson(id, { topic })),
        ...Object.entries(values).map(([id, value]) => mark(id, { value })),
      ],
      unreadable,
    }),
  )

test('a replay leaves the same versions as if the better parser had read the body at once', async () => {
  const story = fc.record({
    earlier: fc.array(aBody, { maxLength: 4 }),
    last: aBody,
    repeats: fc.integer({ min: 1, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ earlier, last, repeats }) => {
      const tell = async (parse: Parse) => {
        await opened().clear()
        for (const [index, body] of earlier.entries()) await take(body, index * 10)
        for (let turn = 0; turn < repeats; turn++) {
          const minute = (earlier.length + turn) * 10
          await opened().mirror.recordLook(lessons, look(last, minute, parse))
        }
      }
      await tell(parseNew)
      const atOnce = [await versions(), await opened().mirror.lastComplete(lessons)]
      await tell(parseOld)
      await replayAll()
      expect([await versions(), await opened().mirror.lastComplete(lessons)]).toEqual(atOnce)
      await replayAll()
      expect([await versions(), await opened().mirror.lastComplete(lessons)]).toEqual(atOnce)
    }),
    { numRuns: 40 },
  )
})

test('with several weeks, each lesson stands where and as it would if every last body had been read at once', async () => {
  const aStep = fc.record({ isNext: fc.boolean(), body: aBody })
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 6 }), async steps => {
      const isLast = (index: number) =>
        !steps.slice(index + 1).some(({ isNext }) => isNext === steps[index]?.isNext)
      const tell = async (parseLast: Parse) => {
        await opened().clear()
        for (const [index, { isNext, body }] of steps.entries()) {
          const ofWeek = (id: string) => (isNext && (id === '0' || id === '20') ? `${id}9` : id)
          const own = body.records.map(record => ({ ...record, id: ofWeek(record.id) }))
          const taken = look({ ...body, records: own }, index * 10, isLast(index) ? parseLast : parseNew)
          await opened().mirror.recordLook(isNext ? nextWeek : lessons, taken)
        }
      }
      await tell(parseNew)
      const atOnce = await standing()
      await tell(parseOld)
      await replayAll()
      expect(await standing()).toEqual(atOnce)
      // Of one record one version stands, and none begins before its predecessor's end was proved.
      const { rows } = await opened().handle.pool.query(
        `select record from mirror.version where ended_at is not null and ended_at <= coalesce(absent_at, 0)`,
      )
      expect(rows).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('a slice names the looks that it was read from: another one, a failed one or a replay makes another name', async () => {
  const names: string[] = []
  const note = () =>
    opened().mirror.slices(
      { school, from: '2026-11-16', to: '2026-11-20' },
      { timeZone: 'Europe/Moscow' },
      async slices => names.push((await slices.read({ classIds: [lessons.group ?? ''] })).looksHash),
    )
  const body: Body = { records: [lesson('1'), lesson('2')], unreadable: ['2'] }
  await take(body, 0)
  await note()
  await take(body, 0, { ...lessons, group: '71' })
  await note()
  // What was looked at in another class is nothing that it rests on.
  expect(names[1]).toBe(names[0])
  await take(body, 10)
  await note()
  await opened().mirror.recordFailedLook(lessons, at(20), 'DNEVNIK_DOWN')
  await note()
  expect(await replay()).toMatchObject({ outcome: 'entered' })
  await note()
  await note()
  const [, first, again, failed, replayed, same] = names
  expect(new Set([first, again, failed, replayed]).size).toBe(4)
  expect(same).toBe(replayed)
})
