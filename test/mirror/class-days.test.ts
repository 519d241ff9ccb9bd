import { beforeEach, expect, test } from '@jest/globals'
import type { PlatformRecord, Window } from '../../src/journal/index.js'
import { answer, at, attendance, classId, lesson, school, unreadable, week, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

/** What is counted of a class's days: for its summary sheet. */

const opened = openedMirror()
beforeEach(() => opened().clear())

const later = '2026-11-23'

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

function classDays(from = week, to = '2026-11-29') {
  return opened().mirror.classDays({ school, classId, from, to })
}

test('entries are counted by pupil, day and what they say; each week says how far it was read', async () => {
  await look(window('lessons'), [
    lesson('1'),
    lesson('2', { number: 2 }),
    lesson('3', { date: '2026-11-18' }),
  ])
  await look(
    window('attendance'),
    [
      ...[attendance('1', '501'), attendance('2', '501'), attendance('3', '501', { statusWord: 'Ill' })],
      attendance('1', '502', { statusWord: 'Late' }),
    ],
    5,
  )
  await look(window('lessons', { week: later }), [], 7)
  const { entries, weeks } = await classDays()
  expect(entries).toEqual([
    { personId: '501', date: '2026-11-17', status: 'absent', lessons: 2 },
    { personId: '501', date: '2026-11-18', status: 'ill', lessons: 1 },
    { personId: '502', date: '2026-11-17', status: 'late', lessons: 1 },
  ])
  expect(weeks).toEqual([
    { week, lastDay: '2026-11-18', readAt: at(0) },
    { week: later, lastDay: null, readAt: at(7) },
  ])
})

test('days that aren’t asked for, cancelled lessons and lessons that were taken away count for nothing', async () => {
  const lessons = [
    ...[lesson('1'), lesson('2', { number: 2, statusWord: 'Cancelled' }), lesson('3', { number: 3 })],
    lesson('4', { date: '2026-11-19' }),
  ]
  await look(window('lessons'), lessons)
  await look(
    window('attendance'),
    ['1', '2', '3', '4'].map(id => attendance(id, '501')),
    1,
  )
  await look(
    window('lessons'),
    lessons.filter(({ kind, id }) => kind !== 'lesson' || id !== '3'),
    2,
  )
  const { entries, weeks } = await classDays(week, '2026-11-18')
  expect(entries).toEqual([{ personId: '501', date: '2026-11-17', status: 'absent', lessons: 1 }])
  expect(weeks).toEqual([{ week, lastDay: '2026-11-17', readAt: at(1) }])
})

test('an entry of a lesson that was moved counts on its new day', async () => {
  await look(window('lessons'), [lesson('1')])
  await look(window('attendance'), [attendance('1', '501')])
  await look(window('lessons', { week: later }), [lesson('1', { date: '2026-11-24' })], 5)
  const { entries } = await classDays()
  expect(entries.map(({ date, lessons }) => [date, lessons])).toEqual([['2026-11-24', 1]])
})

test('a week counts as read only whole: attendance never read, quarantine, entries of unknown lessons', async () => {
  await look(window('lessons'), [lesson('1')])
  const readAt = async () => (await classDays(week, '2026-11-22')).weeks[0]?.readAt
  expect(await readAt()).toBeNull()
  await look(window('attendance'), [attendance('1', '501'), attendance('99', '501')], 1)
  expect(await readAt()).toBeNull()
  await look(window('attendance'), [attendance('1', '501')], 2)
  expect(await readAt()).toBe(at(0))
  await opened().mirror.recordLook(
    window('attendance'),
    answer([attendance('1', '501')], { askedAt: at(3), quarantined: [unreadable] }),
  )
  expect(await readAt()).toBeNull()
})

test('to which groups a subject was taught: the class, or its subgroups', async () => {
  await look(window('lessons'), [
    ...[
      lesson('1'),
      lesson('2', { number: 2, groupId: classId }),
      lesson('5', { number: 5, subjectId: null }),
    ],
    ...[lesson('3', { number: 3, subjectId: '302', groupId: '711' })],
    ...[lesson('4', { number: 4, subjectId: '302', groupId: '712' })],
  ])
  expect((await classDays()).taught).toEqual([
    { subjectId: '301', groupId: classId },
    { subjectId: '302', groupId: '711' },
    { subjectId: '302', groupId: '712' },
  ])
})
