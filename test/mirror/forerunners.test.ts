import { beforeEach, describe, expect, test } from '@jest/globals'
import type { PlatformRecord } from '../../src/journal/index.js'
import { answer, at, lesson, mark, school, unreadable, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const seen = (minute: number) => at(minute) + 1000
const marks = window('marks')

function look(records: readonly PlatformRecord[], minute: number, place = marks) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

async function slice() {
  return opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22' }, 'Europe/Moscow')
}

async function appearances(): Promise<Record<string, number>> {
  return Object.fromEntries((await slice()).marks.map(({ id, appeared }) => [id, appeared.presentAt]))
}

/** A mark of somebody else that stays: a window that loses all at once waits for a second look. */
const other = mark('9', { personId: '599' })

describe('an edit that gives a new id', () => {
  test('leaves a mark in the moment at which it was first put, however often', async () => {
    await look([other], 0)
    await look([other, mark('1', { value: '4', stampRaw: '2026-11-16T08:09:00' })], 10)
    await look([other, mark('2', { value: '5', stampRaw: '2026-11-16T08:19:00' })], 20)
    await look([other, mark('3', { value: '3', stampRaw: '2026-11-16T08:29:00' })], 30)
    const [found] = (await slice()).marks
    expect(found).toMatchObject({
      ...{ id: '3', appeared: { absentAt: at(0), presentAt: seen(10) } },
      stamp: { raw: '2026-11-16T08:09:00' },
    })
    expect(found?.values.map(({ value }) => value)).toEqual(['4', '5', '3'])
  })

  test('leaves homework there, with what it said before', async () => {
    const place = window('lessons')
    await look([lesson('1'), work('7', { text: '§ 5' })], 0, place)
    await look([lesson('1'), work('8', { text: '§ 5, упр. 7' })], 10, place)
    const [found] = (await slice()).works
    expect(found?.appeared).toEqual({ absentAt: null, presentAt: seen(0) })
    expect(found?.content.map(({ value }) => value.text)).toEqual(['§ 5', '§ 5, упр. 7'])
  })

  test('may be seen by a look of which something can’t be read', async () => {
    await look([other, mark('1')], 0)
    const unclear = answer([other, mark('2')], { askedAt: at(10), quarantined: [unreadable] })
    await opened().mirror.recordLook(marks, unclear)
    expect(await appearances()).toEqual({ '1': seen(0), '2': seen(10), '9': seen(0) })
    await look([other, mark('2')], 20)
    expect(await appearances()).toEqual({ '2': seen(0), '9': seen(0) })
  })

  test('of two marks for one lesson each goes on as one', async () => {
    await look([other], 0)
    await look([other, mark('1')], 10)
    await look([other, mark('1'), mark('2')], 20)
    await look([other, mark('3'), mark('4')], 30)
    expect(await appearances()).toEqual({ '3': seen(10), '4': seen(20), '9': seen(0) })
  })

  test('of two works that come at once the first by id goes on, wherever they stand by now', async () => {
    await look([other, work('7', { text: '§ 5' })], 0)
    await look([other, work('8'), work('9')], 10)
    // The other one is in the list of lessons since.
    await look([lesson('1'), work('9')], 20, window('lessons'))
    const { works } = await slice()
    expect(works.map(({ id, appeared }) => [id, appeared.presentAt])).toEqual([
      ['8', seen(0)],
      ['9', seen(10)],
    ])
  })
})

describe('marks of one pupil for two works of a lesson', () => {
  async function onePutWhenTheOtherWent(works: readonly PlatformRecord[]) {
    const lessons = window('lessons')
    await look([lesson('1'), work('7'), work('9')], 0, lessons)
    await look([other, mark('1', { workId: '7' })], 0)
    await look([lesson('1'), ...works], 10, lessons)
    await look([other, mark('2', { workId: '8' })], 10)
    const { marks: standing, goneMarks } = await slice()
    const put = standing.find(({ id }) => id === '2')
    return {
      since: put?.appeared.presentAt,
      forThisWork: put?.values[0]?.seen.presentAt,
      gone: goneMarks.map(({ id }) => id),
    }
  }

  test('are perhaps one that came no later, and yet the former is gone', async () => {
    const found = await onePutWhenTheOtherWent([work('7'), work('8')])
    expect(found).toEqual({ since: seen(0), forThisWork: seen(10), gone: ['1'] })
  })

  test('are one when the work, too, has a new id', async () => {
    const found = await onePutWhenTheOtherWent([work('8'), work('9')])
    expect(found).toEqual({ since: seen(0), forThisWork: seen(10), gone: [] })
  })
})

describe('a mark of its own', () => {
  test('is one of another pupil or another lesson', async () => {
    await look([other, mark('1')], 0)
    await look([other, mark('2', { personId: '502' }), mark('3', { lessonId: '2' })], 10)
    expect(await appearances()).toEqual({ '2': seen(10), '3': seen(10), '9': seen(0) })
  })

  test('is one that came when the other was gone already, or was still there', async () => {
    await look([other, mark('1')], 0)
    await look([other], 10)
    await look([other, mark('2')], 20)
    await look([other, mark('2'), mark('3')], 30)
    await look([other, mark('3')], 40)
    expect(await appearances()).toEqual({ '3': seen(30), '9': seen(0) })
  })

  test('is one more than had vanished', async () => {
    await look([other, mark('1')], 0)
    await look([other, mark('2'), mark('3')], 10)
    expect(Object.values(await appearances()).sort()).toEqual([seen(0), seen(0), seen(10)])
  })

  test('is the same that came back', async () => {
    await look([other, mark('1'), mark('2', { lessonId: '2' })], 0)
    await look([other, mark('3')], 10)
    await look([other, mark('1'), mark('3')], 20)
    expect(await appearances()).toEqual({ '1': seen(0), '3': seen(10), '9': seen(0) })
  })
})
