import { beforeEach, expect, test } from '@jest/globals'
import type { PlatformRecord, TeacherRecord, Window } from '../../src/journal/index.js'
import { answer, at, lesson, mark, school, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const september = { week: '2026-09-07' }
const old = { date: '2026-09-08' }

async function look(place: Window, records: readonly PlatformRecord[], minute: number) {
  await opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}
const firstDeed = (personId: string, minute: number, standIns: readonly string[] = []) =>
  opened().mirror.firstDeed({ school, personId, since: at(minute), standIns })
const worksBy = (personId: string, ids: readonly string[]) =>
  opened().mirror.worksBy({ school, personId, ids })

/** A lesson of September of another teacher, one of November of 401; each with a work of its own teacher, and a mark. */
async function story() {
  const other = { lessonId: '2', createdBy: '402' }
  await look(
    window('lessons', september),
    [lesson('2', { ...old, teacherIds: ['402'] }), work('22', other)],
    0,
  )
  await look(window('marks', september), [mark('12', { lessonId: '2' })], 0)
  await look(window('lessons'), [lesson('1'), work('21')], 0)
  await look(window('marks'), [mark('11', { lessonId: '1' })], 0)
}

test('what stood there before is nobody’s deed, and what is read again unchanged isn’t either', async () => {
  await story()
  await look(window('lessons'), [lesson('1'), work('21')], 20)
  expect(await firstDeed('401', 10)).toBeNull()
  expect(await firstDeed('401', -10)).toBe('2026-11-17')
  expect(await firstDeed('402', -10)).toBe('2026-09-08')
  expect(await firstDeed('403', -10)).toBeNull()
})

test('a work in another teacher’s lesson counts for its author, and its change too', async () => {
  await story()
  const theirs = lesson('2', { ...old, teacherIds: ['402'] })
  const entered = work('23', { lessonId: '2' })
  await look(
    window('lessons', september),
    [theirs, work('22', { lessonId: '2', createdBy: '402' }), entered],
    20,
  )
  expect(await firstDeed('401', 10)).toBe('2026-09-08')
  expect(await firstDeed('401', 30)).toBeNull()
  const changed = work('23', { lessonId: '2', text: 'не задано' })
  await look(
    window('lessons', september),
    [theirs, work('22', { lessonId: '2', createdBy: '402' }), changed],
    40,
  )
  expect(await firstDeed('401', 30)).toBe('2026-09-08')
})

test('a mark counts for the lesson’s teachers, be it new, changed or gone, and for who stood in that day', async () => {
  await story()
  const place = window('marks', september)
  await look(place, [mark('12', { lessonId: '2', value: '2' })], 20)
  expect(await firstDeed('402', 10)).toBe('2026-09-08')
  expect(await firstDeed('401', 10)).toBeNull()
  expect(await firstDeed('401', 10, [old.date])).toBe('2026-09-08')
  await look(
    place,
    [mark('12', { lessonId: '2', value: '2' }), mark('13', { lessonId: '2', personId: '502' })],
    40,
  )
  expect(await firstDeed('402', 30)).toBe('2026-09-08')
  await look(place, [mark('12', { lessonId: '2', value: '2' })], 60)
  expect(await firstDeed('402', 50)).toBe('2026-09-08')
  expect(await firstDeed('402', 70)).toBeNull()
})

test('works are told by their author, whom they name by person or by user; what is gone is nobody’s', async () => {
  await story()
  expect(await worksBy('401', ['21', '22', '1'])).toEqual(['21'])
  const teacher: TeacherRecord = {
    ...{ kind: 'teacher', id: '401', userId: '9401', shortName: null },
    ...{ lastName: 'Юрьева', firstName: 'Анна', middleName: null },
  }
  await look(window('teachers', { group: null }), [teacher], 10)
  const byUser = work('24', { createdBy: '9401' })
  await look(window('lessons'), [lesson('1'), work('21'), byUser], 20)
  expect((await worksBy('401', ['21', '24'])).toSorted()).toEqual(['21', '24'])
  await look(window('lessons'), [lesson('1'), byUser], 40)
  expect(await worksBy('401', ['21', '24'])).toEqual(['24'])
})
