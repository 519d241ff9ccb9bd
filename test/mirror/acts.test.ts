import { beforeEach, expect, test } from '@jest/globals'
import type { Id, PlatformRecord, Window } from '../../src/journal/index.js'
import { answer, at, attendance, classId, lesson, mark, school, week, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

/** What the page of a verdict shows of its lesson, work and mark is what a slice of the day says of them. */

const opened = openedMirror()
beforeEach(() => opened().clear())

const zone = 'Asia/Kamchatka'
const otherClass = '2260325488551003873'
const laterWeek = '2026-11-23'

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

interface Asked {
  readonly lesson?: Id
  readonly work?: Id
  readonly mark?: Id
}

function acts(asked: Asked) {
  const request = { school, classId, date: '2026-11-17', lesson: null, work: null, mark: null, ...asked }
  return opened().mirror.acts(request, zone)
}

async function sliceOf(date: string) {
  return opened().mirror.slice({ school, from: date, to: date, classIds: [classId] }, zone)
}

async function readTwoWeeks(): Promise<void> {
  await look(window('lessons'), [lesson('1'), lesson('2', { number: 2 }), work('91')])
  await look(window('lessons', { week: laterWeek }), [
    lesson('3', { date: '2026-11-24' }),
    work('93', { lessonId: '3' }),
  ])
  await look(window('lessons', { group: otherClass }), [lesson('4'), work('94', { lessonId: '4' })])
  await look(window('marks'), [mark('81'), mark('82', { personId: '502' })])
  await look(window('marks', { week: laterWeek }), [mark('83', { lessonId: '3' })])
  await look(window('attendance'), [attendance('1', '501'), attendance('2', '502')])
}

test('the same as in the slice of the day, with what stands beside them in their weeks', async () => {
  await readTwoWeeks()
  const slice = await sliceOf('2026-11-17')
  const found = await acts({ lesson: '1', work: '91', mark: '81' })
  expect(found.lessons).toEqual(slice.lessons.filter(({ id }) => id !== '3'))
  expect(found.works).toEqual(slice.works.filter(({ id }) => id === '91'))
  expect(found.marks).toEqual(slice.marks.filter(({ id }) => id !== '83'))
  expect(found.attendance).toEqual(slice.attendance)
  expect(found.attendance).toHaveLength(2)
})

test('work that hangs on a lesson of another week is found there, of another class it is not', async () => {
  await readTwoWeeks()
  const slice = await sliceOf('2026-11-17')
  const found = await acts({ lesson: '1', work: '93' })
  expect(found.works.find(({ id }) => id === '93')).toEqual(slice.works.find(({ id }) => id === '93'))
  expect((await acts({ lesson: '4', work: '94' })).works.map(({ id }) => id)).toEqual(['91'])
})

test('a lesson that was moved far away is found where it stands now', async () => {
  await readTwoWeeks()
  const far = '2027-03-15'
  await look(window('lessons', { week: far }), [lesson('1', { date: '2027-03-16' })], 10)
  const found = await acts({ lesson: '1' })
  expect(found.lessons.find(({ id }) => id === '1')?.date).toBe('2027-03-16')
})

test('a mark that an edit gave a new id has the stamp of the former one, as in the slice', async () => {
  await look(window('lessons'), [lesson('1')])
  await look(window('marks'), [mark('81', { stampRaw: '2026-11-17T07:00:00' })])
  await look(window('marks'), [mark('82', { stampRaw: '2026-11-19T07:00:00' })], 10)
  await look(window('marks'), [mark('82', { stampRaw: '2026-11-19T07:00:00' })], 20)
  const [inSlice] = (await sliceOf('2026-11-17')).marks
  const [found] = (await acts({ lesson: '1', mark: '82' })).marks
  expect(found?.stamp?.raw).toBe('2026-11-17T07:00:00')
  expect(found).toEqual(inSlice)
})

test('what concerns no class has no acts', async () => {
  await readTwoWeeks()
  const none = { lessons: [], works: [], marks: [], attendance: [] }
  const asked = { school, classId: '', date: week, lesson: null, work: null, mark: null }
  expect(await opened().mirror.acts(asked, zone)).toEqual(none)
})
