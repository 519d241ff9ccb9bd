import { beforeEach, describe, expect, test } from '@jest/globals'
import type { FieldUse, PlatformRecord } from '../../src/journal/index.js'
import { answer, at, lesson, mark, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')
const use = (value: FieldUse['use'], name = 'lesson.title'): FieldUse => ({ name, use: value })
const topic = (id: string, text: string | null) => lesson(id, { topic: text })
const taught = ['1', '2', '3', '4'].map(id => topic(id, `Тема ${id}`))
const untaught = ['1', '2', '3', '4'].map(id => topic(id, null))

function look(
  records: readonly PlatformRecord[],
  minute: number,
  fields: readonly FieldUse[] = [],
  place = lessons,
) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute), fields }))
}

async function topics(): Promise<(string | null)[]> {
  const { rows } = await opened().handle.pool.query<{ topic: string | null }>(
    `select content->>'topic' as topic from mirror.version where kind = 'lesson' and ended_at is null order by record`,
  )
  return rows.map(row => row.topic)
}

const refused = expect.objectContaining({
  code: 'DNEVNIK_UNEXPECTED',
  message: expect.stringContaining('lesson.title'),
})

describe('a field that all objects had', () => {
  test('and none of an answer has is lost: the answer isn’t believed, in any window', async () => {
    await look(taught, 0, [use('always')])
    await expect(look(untaught, 10, [use('never')])).rejects.toEqual(refused)
    await expect(
      look([topic('9', null)], 20, [use('never')], window('lessons', { group: '7' })),
    ).rejects.toEqual(refused)
    expect(await topics()).toEqual(['Тема 1', 'Тема 2', 'Тема 3', 'Тема 4'])
    expect(await look(taught, 30, [use('always')])).toMatchObject({ complete: true, changed: 0 })
  })

  test('but for some may be missing from all', async () => {
    await look(taught, 0, [use('always')])
    await look([...taught, topic('5', null)], 10, [use('sometimes')])
    expect(await look([topic('1', null), ...taught.slice(1)], 20, [use('never')])).toMatchObject({
      complete: true,
      changed: 1,
    })
  })

  test('is known to every process, and so is that it may be missing', async () => {
    const { another } = opened()
    const lookOfAnother = (records: readonly PlatformRecord[], minute: number, is: FieldUse['use']) =>
      another.recordLook(lessons, answer(records, { askedAt: at(minute), fields: [use(is)] }))
    await look(taught, 0, [use('always')])
    await expect(lookOfAnother(untaught, 10, 'never')).rejects.toEqual(refused)
    await look([...taught, topic('5', 'Тема 5')], 20, [use('always')])
    await lookOfAnother([...taught, topic('5', null)], 30, 'sometimes')
    expect(await look([topic('1', null), ...taught.slice(1)], 40, [use('never')])).toMatchObject({
      complete: true,
    })
  })

  test('where the platform never gave it, is nothing to wait for', async () => {
    await look(untaught, 0, [use('never')])
    await look(taught, 10, [use('always')])
    expect(await look(untaught.slice(0, 1), 20, [use('never')])).toMatchObject({ complete: true })
  })
})

describe('values that several records had', () => {
  test('and none has any more are doubted until the platform says it twice', async () => {
    await look(taught, 0)
    expect(await look(untaught, 10)).toMatchObject({ complete: false, suspect: true, changed: 0 })
    // The same look entered again, by a job that is repeated, isn't a second one.
    expect(await look(untaught, 10)).toMatchObject({ suspect: true, changed: 0 })
    expect(await topics()).toEqual(['Тема 1', 'Тема 2', 'Тема 3', 'Тема 4'])
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(0))
    expect(await look(untaught, 20)).toMatchObject({ complete: true, suspect: false, changed: 4 })
    expect(await topics()).toEqual([null, null, null, null])
    const { rows } = await opened().handle.pool.query(
      'select distinct ended_after::float8, ended_at::float8 from mirror.version where ended_at is not null',
    )
    expect(rows).toEqual([{ ended_after: at(0), ended_at: at(20) + 1000 }])
  })

  test('a fault of one look leaves no scar', async () => {
    await look(taught, 0)
    await look(untaught, 10)
    expect(await look(taught, 20)).toMatchObject({ complete: true, suspect: false, changed: 0, gone: 0 })
    expect(await opened().mirror.lastComplete(lessons)).toBe(at(20))
  })

  test('of few records vanish in ordinary life, and of many as long as one keeps its own', async () => {
    await look(taught.slice(0, 2), 0)
    expect(await look(untaught.slice(0, 2), 10)).toMatchObject({ complete: true, changed: 2 })
    await look(taught, 20)
    expect(await look([...untaught.slice(0, 3), ...taught.slice(3)], 30)).toMatchObject({
      complete: true,
      changed: 3,
    })
    await look([mark('1')], 40, [], window('marks'))
    expect(await look([mark('1', { value: '4' })], 50, [], window('marks'))).toMatchObject({ changed: 1 })
  })
})
