import { beforeEach, describe, expect, test } from '@jest/globals'
import type { ClassTeacherRecord, JournalSlice, PlatformRecord, Window } from '../../src/journal/index.js'
import { answer, at, classId, finalMark, group, lesson, period, school, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const wholeSchool = { group: null }

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

async function slice(days: { from: string; to: string } = { from: '2026-11-16', to: '2026-11-22' }) {
  return opened().mirror.slice({ school, ...days }, 'Asia/Kamchatka')
}

function seen(absent: number, present: number) {
  return { absentAt: at(absent), presentAt: at(present) + 1000 }
}

beforeEach(async () => {
  await look(window('groups', wholeSchool), [group(classId)])
})

describe('values that final marks had', () => {
  const formerOf = async (...looks: readonly (readonly PlatformRecord[])[]) => {
    for (const [hour, records] of looks.entries()) await look(window('final-marks'), records, hour * 10)
    return (await slice()).formerFinalMarks
  }
  const others = ['7', '8', '9'].map(person => finalMark(person, '302'))
  const of = { classId, personId: '501', subjectId: '302', periodId: '601', meaning: 'number' }

  test('changed, and changed again', async () => {
    const found = await formerOf(
      [finalMark('501', '302', { value: '3' })],
      [finalMark('501', '302', { value: '4' })],
      [finalMark('501', '302', { value: '5' })],
    )
    expect(found).toEqual([
      { ...of, value: '3', left: seen(0, 10) },
      { ...of, value: '4', left: seen(10, 20) },
    ])
  })

  test('taken away', async () => {
    const found = await formerOf([...others, finalMark('501', '302', { value: '3' })], others)
    expect(found).toEqual([{ ...of, value: '3', left: seen(0, 10) }])
  })

  test('another stamp of the same value is no change', async () => {
    const found = await formerOf(
      [finalMark('501', '302', { stampRaw: '2026-11-16T07:00:00' })],
      [finalMark('501', '302', { stampRaw: '2026-11-17T07:00:00' })],
    )
    expect(found).toEqual([])
  })
})

test('days that a period had, not its former name', async () => {
  const periods = window('periods')
  await look(periods, [period('601', { name: '2 четверть' }), period('602', { finish: '2026-12-29' })])
  await look(periods, [period('601', { name: 'II четверть' }), period('602', { finish: '2026-12-30' })], 10)
  expect((await slice()).formerPeriods).toEqual([
    { id: '602', classId, start: '2026-11-02', finish: '2026-12-29', left: seen(0, 10) },
  ])
})

test('who led a class and who leads it', async () => {
  const head = (personId: string): ClassTeacherRecord => ({
    kind: 'class-teacher',
    id: `${classId}:${personId}`,
    classId,
    personId,
    lastName: 'Ёлкина',
    firstName: null,
    middleName: null,
    shortName: null,
  })
  await look(window('class-teacher'), [head('401')])
  await look(window('class-teacher'), [head('402')], 10)
  await look(window('class-teacher'), [head('402')], 20)
  const found = await slice()
  const before = { absentAt: null, presentAt: at(0) + 1000 }
  const handover = seen(0, 10)
  expect(found.classTeachers).toEqual([
    { classId, personId: '401', appeared: before, left: handover },
    { classId, personId: '402', appeared: handover, left: null },
  ])
  expect(JSON.stringify(found)).not.toContain('Ёлкина')
})

test('teachers of a lesson who were replaced', async () => {
  await look(window('lessons'), [lesson('1', { teacherIds: ['401', '402'] })])
  await look(window('lessons'), [lesson('1', { teacherIds: ['402', '403'] })], 10)
  const [found] = (await slice()).lessons
  expect([found?.teacherIds, found?.formerTeacherIds]).toEqual([['402', '403'], ['401']])
})

describe('authors of works', () => {
  const teacher = (id: string, userId: string | null): PlatformRecord => ({
    kind: 'teacher',
    id,
    userId,
    lastName: null,
    firstName: null,
    middleName: null,
    shortName: null,
  })
  const authorsOf = (found: JournalSlice) => found.works.map(({ createdBy }) => createdBy)

  test('are persons, whichever of their ids the platform names', async () => {
    await look(window('teachers', wholeSchool), [teacher('401', '901'), teacher('402', '402')])
    await look(window('lessons'), [
      lesson('1'),
      ...['401', '901', '402', '777'].map((createdBy, index) => work(`9${index}`, { createdBy })),
      work('99', { createdBy: null }),
    ])
    expect(authorsOf(await slice())).toEqual(['401', '401', '402', '777', null])
  })

  test('an id that is the user of one and the person of another names nobody', async () => {
    await look(window('teachers', wholeSchool), [teacher('401', '402'), teacher('402', '903')])
    await look(window('lessons'), [lesson('1'), work('9', { createdBy: '402' })])
    expect(authorsOf(await slice())).toEqual([null])
  })
})

test('the days reach back to the beginning of a period that ends in them, not to that of the year', async () => {
  await look(window('periods'), [
    period('601', { start: '2026-09-21', finish: '2026-11-29' }),
    period('602', { start: '2026-09-01', finish: '2026-11-29', typeWord: 'Year' }),
  ])
  for (const [id, date] of Object.entries({ 1: '2026-09-18', 2: '2026-09-22' }))
    await look(window('lessons', { week: date === '2026-09-18' ? '2026-09-14' : '2026-09-21' }), [
      lesson(id, { date }),
    ])
  const dates = async (to: string) =>
    (await slice({ from: '2026-11-16', to })).lessons.map(({ date }) => date)
  expect(await dates('2026-11-27')).toEqual(['2026-09-22'])
  expect(await dates('2026-11-14')).toEqual([])
})

describe('lists', () => {
  const bell = (lessonNumber: number, start: string): PlatformRecord => ({
    kind: 'bell',
    id: `${classId}:${lessonNumber}::${start}`,
    classId,
    lessonNumber,
    start,
    finish: '09:15',
    weekdays: [],
  })

  test('a bell that was changed rings no more at its former time', async () => {
    await look(window('bells'), [bell(1, '08:30'), bell(2, '09:25')])
    await look(window('bells'), [bell(1, '08:35'), bell(2, '09:25')], 10)
    expect((await slice()).formerBells).toEqual([
      { classId, lessonNumber: 1, start: '08:30', finish: '09:15', weekdays: [], left: seen(0, 10) },
    ])
  })

  test('are filled since something ever stood there, and only while something does', async () => {
    await look(window('bells'), [])
    await look(window('bells'), [bell(1, '08:30')], 10)
    await look(window('bells'), [bell(1, '08:35')], 20)
    await look(window('periods'), [period('601')])
    await look(window('periods'), [], 10)
    await look(window('periods'), [], 20)
    await look(window('mark-values', wholeSchool), [
      { kind: 'mark-value', id: 'mark5:5', markTypeWord: 'mark5', value: '5' },
    ])
    const first = { absentAt: null, presentAt: at(0) + 1000 }
    expect((await slice()).filledLists).toEqual([
      { resource: 'mark-values', groupId: null, appeared: first },
      { resource: 'bells', groupId: classId, appeared: seen(0, 10) },
      { resource: 'groups', groupId: classId, appeared: first },
    ])
  })
})

test('a lesson that went from its week and stands in another one is moved, not removed', async () => {
  const next = '2026-11-23'
  const others = ['7', '8', '9'].map(id => lesson(id))
  await look(window('lessons', { week: next }), [])
  await look(window('lessons'), [lesson('1'), lesson('2'), ...others])
  await look(window('lessons'), others, 10)
  await look(window('lessons', { week: next }), [lesson('1', { date: next })], 20)
  const places = (await slice()).formerPlaces
  expect(places.map(({ lessonId, removed }) => [lessonId, removed])).toEqual([
    ['1', false],
    ['2', true],
  ])
})
