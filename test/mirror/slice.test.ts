import { beforeEach, describe, expect, test } from '@jest/globals'
import type { JournalSlice, PlatformRecord, Window } from '../../src/journal/index.js'
import type { SliceRequest } from '../../src/mirror/index.js'
import {
  answer,
  at,
  attendance,
  classId,
  finalMark,
  group,
  lesson,
  mark,
  member,
  school,
  unreadable,
  week,
  window,
  work,
} from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const otherClass = '2260325488551003873'
const subgroup = '2260325488551003900'
const wholeSchool = { group: null }

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

/** Rules get slices that nothing may change: reading one must not depend on changing it either. */
async function slice(
  request: Partial<SliceRequest> = {},
  timeZone = 'Asia/Kamchatka',
): Promise<JournalSlice> {
  return opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22', ...request }, timeZone)
}

async function readDirectory(): Promise<void> {
  await look(window('groups', wholeSchool), [
    group(otherClass, { name: '5Б' }),
    group(classId),
    group(subgroup, { groupKind: 'subgroup', parentIds: [classId], name: '5А англ. 1' }),
    group('77', { name: '4А', active: false }),
    group('78', { groupKind: 'subgroup', parentIds: ['77'], name: '4А англ. 1' }),
  ])
  await look(window('work-types', wholeSchool), [
    { kind: 'work-type', id: '801', kindWord: 'CommonWork', title: 'Контрольная работа', abbreviation: 'КР' },
    { kind: 'work-type', id: '802', kindWord: 'CommonWork', title: 'Ответ на уроке', abbreviation: null },
  ])
}

describe('lessons and works', () => {
  test('lessons of 35 days before to 21 days after, with what hangs on them', async () => {
    const days = ['2026-10-11', '2026-10-12', '2026-11-17', '2026-12-13', '2026-12-14']
    for (const [index, date] of days.entries()) {
      const id = String(index + 1)
      const monday = ['2026-10-05', '2026-10-12', week, '2026-12-07', '2026-12-14'][index] ?? week
      await look(window('lessons', { week: monday }), [
        lesson(id, { date }),
        work(`9${id}`, { lessonId: id }),
      ])
      await look(window('marks', { week: monday }), [mark(`8${id}`, { lessonId: id })])
      await look(window('attendance', { week: monday }), [attendance(id, '501')])
    }
    const found = await slice()
    expect(found.lessons.map(({ date }) => date)).toEqual(days.slice(1, 4))
    expect(found.works.map(({ lessonId }) => lessonId)).toEqual(['2', '3', '4'])
    expect(found.marks.map(({ lessonId }) => lessonId)).toEqual(['2', '3', '4'])
    expect(found.attendance.map(({ lessonId }) => lessonId)).toEqual(['2', '3', '4'])
  })

  test('a week is cut at the days, but marks of lessons that were not read stay', async () => {
    await look(window('lessons', { week: '2026-12-07' }), [
      lesson('1', { date: '2026-12-12' }),
      lesson('2', { date: '2026-12-13' }),
    ])
    await look(window('marks', { week: '2026-12-07' }), [
      mark('81', { lessonId: '1' }),
      mark('82', { lessonId: '2' }),
      mark('83', { lessonId: '3' }),
      mark('84', { lessonId: null }),
    ])
    const found = await slice({ to: '2026-11-21' })
    expect(found.lessons.map(({ id }) => id)).toEqual(['1'])
    expect(found.marks.map(({ id }) => id)).toEqual(['81', '83', '84'])
  })

  test('group, status and numeric order', async () => {
    await look(window('lessons'), [
      lesson('10', { groupId: subgroup, statusWord: 'Cancelled' }),
      lesson('9', { statusWord: null }),
      lesson('9007199254740993', { statusWord: 'Postponed' }),
      lesson('9007199254740992', { statusWord: 'Postponed' }),
    ])
    const found = await slice()
    expect(found.lessons.map(({ id, groupId, status }) => [id, groupId, status])).toEqual([
      ['9', classId, 'held'],
      ['10', subgroup, 'cancelled'],
      ['9007199254740992', classId, 'unknown'],
      ['9007199254740993', classId, 'unknown'],
    ])
    expect(found.unknownWords).toEqual(['lesson-status: Postponed'])
  })

  test('homework: draft until it is sent, its text over time, stamps in all readings', async () => {
    const lessons = window('lessons')
    await look(lessons, [lesson('1'), work('9', { statusWord: 'new', sentRaw: null })])
    await look(lessons, [lesson('1'), work('9')], 10)
    await look(lessons, [lesson('1'), work('9', { text: '§ 5, № 7' })], 20)
    const [homework] = (await slice()).works
    expect(homework?.content.map(({ value }) => [value.text, value.draft])).toEqual([
      ['§ 5', true],
      ['§ 5', false],
      ['§ 5, № 7', false],
    ])
    expect(homework?.content[1]?.seen).toEqual({ absentAt: at(0), presentAt: at(10) + 1000 })
    expect(homework?.sent).toEqual({
      raw: '2026-11-16T11:05:08.12',
      utc: Date.UTC(2026, 10, 16, 11, 5, 8, 120),
      local: Date.UTC(2026, 10, 15, 23, 5, 8, 120),
      moscow: Date.UTC(2026, 10, 16, 8, 5, 8, 120),
    })
    expect(homework?.kind).toBe('homework')
  })

  test('what is gone is left out', async () => {
    await look(window('lessons'), [lesson('1'), work('8'), work('9')])
    await look(window('lessons'), [lesson('1'), work('8')], 10)
    const found = await slice()
    expect([found.lessons.length, found.works.length]).toEqual([1, 1])
  })
})

describe('marks, attendance, final marks', () => {
  test('the kind of a mark comes from its work, else from its work type', async () => {
    await readDirectory()
    await look(window('lessons'), [
      lesson('1'),
      work('91', { kindWord: 'CommonWork', workTypeId: '801' }),
      work('92', { kindWord: 'Riddle' }),
      work('93', { kindWord: null, workTypeId: '802' }),
    ])
    await look(window('marks'), [
      mark('1', { workId: '91' }),
      mark('2', { workId: '92', workTypeId: '802' }),
      mark('3', { workId: '404', workTypeId: '801' }),
      mark('4', { workId: '404' }),
      mark('5', { workId: '93' }),
    ])
    const found = await slice()
    expect(found.marks.map(({ workKind }) => workKind)).toEqual([
      'written',
      'lesson',
      'written',
      'unknown',
      'lesson',
    ])
    expect(found.unknownWords).toEqual(['work-types: Riddle'])
  })

  test('a work whose type was not read may be a dictation, whatever its kind says', async () => {
    await look(window('lessons'), [
      lesson('1'),
      work('91', { kindWord: 'CommonWork', workTypeId: '803' }),
      work('92', { kindWord: 'CommonWork' }),
      work('93', { kindWord: 'LessonComposition', workTypeId: '803' }),
      work('94', { kindWord: 'Homework', workTypeId: '803' }),
    ])
    await look(
      window('marks'),
      ['91', '92', '93', '94'].map(workId => mark(`1${workId}`, { workId, workTypeId: '803' })),
    )
    const found = await slice()
    expect(found.marks.map(({ workKind }) => workKind)).toEqual(['unknown', 'lesson', 'written', 'homework'])
  })

  test('an edited mark keeps its first stamp and has its newest value', async () => {
    await look(window('marks'), [mark('1', { value: '4', stampRaw: '2026-11-16T07:00:00' })])
    await look(window('marks'), [mark('1', { value: '5', stampRaw: '2026-11-18T07:00:00' })], 10)
    const [found] = (await slice()).marks
    expect(found).toMatchObject({
      values: [
        { value: '4', seen: { absentAt: null, presentAt: at(0) + 1000 } },
        { value: '5', seen: { absentAt: at(0), presentAt: at(10) + 1000 } },
      ],
      stamp: { raw: '2026-11-16T07:00:00' },
      appeared: { absentAt: null },
    })
  })

  test('a value that stays while the mark goes to another lesson is one state', async () => {
    await look(window('marks'), [mark('1')])
    await look(window('marks'), [mark('1', { lessonId: '2' })], 10)
    expect((await slice()).marks.map(({ values }) => values.length)).toEqual([1])
  })

  test('values in the words of the regulation', async () => {
    const values = ['5', '.', 'осв', 'УДВ']
    await look(
      window('marks'),
      values.map((value, index) => mark(String(index), { value })),
    )
    await look(
      window('marks'),
      values.map((value, index) => mark(String(index), { value: index === 0 ? 'н/а' : value })),
      10,
    )
    expect((await slice()).markMeanings).toEqual({
      5: 'number',
      '.': 'waiting',
      осв: 'exempt',
      УДВ: 'unknown',
      'н/а': 'not-attested',
    })
  })

  test('which written work: by the title, without a title by the type, else nobody knows', async () => {
    await look(window('work-types', wholeSchool), [
      {
        kind: 'work-type',
        id: '801',
        kindWord: 'CommonWork',
        title: 'Контрольный диктант',
        abbreviation: null,
      },
      { kind: 'work-type', id: '802', kindWord: 'LessonTestWork', title: 'Аудирование', abbreviation: null },
    ])
    await look(window('lessons'), [
      lesson('1'),
      work('91', { kindWord: 'CommonWork', workTypeId: '801' }),
      work('92', { kindWord: 'LessonComposition' }),
      work('93', { kindWord: 'LessonTestWork', workTypeId: '802' }),
      work('94', { kindWord: 'LessonTestWork', workTypeId: '404' }),
      work('95'),
    ])
    await look(window('marks'), [mark('1', { workId: '91' }), mark('2', { workTypeId: '801' }), mark('3')])
    const found = await slice()
    expect(found.works.map(({ written }) => written)).toEqual([
      'dictation',
      'essay',
      'unknown',
      'unknown',
      null,
    ])
    expect(found.marks.map(({ written }) => written)).toEqual(['dictation', 'dictation', null])
    expect(found.unknownWords).toEqual(['work-types: Аудирование'])
  })

  test('an entry whose status was corrected says since when', async () => {
    const place = window('attendance')
    await look(place, [attendance('1', '501'), attendance('1', '502')])
    await look(place, [attendance('1', '501', { statusWord: 'Ill' }), attendance('1', '502')], 10)
    const found = (await slice()).attendance
    expect(found.map(({ changed }) => changed)).toEqual([{ absentAt: at(0), presentAt: at(10) + 1000 }, null])
  })

  test('an entry without a status counts from its first status', async () => {
    const place = window('attendance')
    await look(place, [attendance('1', '501', { statusWord: 'NotSet', stampRaw: '2026-11-16T07:00:00' })])
    await look(place, [attendance('1', '501', { statusWord: 'Ill', stampRaw: '2026-11-16T08:05:00' })], 10)
    await look(place, [attendance('1', '501', { statusWord: 'Absent', stampRaw: '2026-11-16T08:15:00' })], 20)
    const [entry] = (await slice()).attendance
    expect(entry).toMatchObject({
      status: 'absent',
      stamp: { raw: '2026-11-16T08:05:00' },
      appeared: { absentAt: at(0), presentAt: at(10) + 1000 },
    })
  })

  test('a subgroup of two classes shows its marks in both: each counts once, in the own class', async () => {
    await look(window('members', { group: otherClass }), [member(otherClass, '502')])
    const both = [mark('1', { personId: '501' }), mark('2', { personId: '502' })]
    const entries = [attendance('1', '502')]
    for (const place of [classId, otherClass]) {
      await look(window('marks', { group: place }), both)
      await look(window('attendance', { group: place }), entries)
    }
    const found = await slice()
    expect(found.marks.map(({ id, classId: owner }) => [id, owner])).toEqual([
      ['1', classId],
      ['2', otherClass],
    ])
    expect(found.attendance.map(({ classId: owner }) => owner)).toEqual([otherClass])
  })

  test('final marks with their period, ordered', async () => {
    await readDirectory()
    await look(window('final-marks'), [
      finalMark('502', '302'),
      finalMark('501', '302', { stampRaw: 'no stamp' }),
      finalMark('501', '301', { periodId: null, id: '501:301:year', value: 'осв' }),
    ])
    const found = (await slice()).finalMarks
    expect(
      found.map(({ personId, subjectId, periodId, value, stamp }) => [
        personId,
        subjectId,
        periodId,
        value,
        stamp,
      ]),
    ).toEqual([
      ['501', '301', null, 'осв', null],
      ['501', '302', '601', '5', null],
      ['502', '302', '601', '5', null],
    ])
  })
})

describe('marks that are gone', () => {
  const others = ['97', '98', '99'].map(id => mark(id))
  const gone = async () => (await slice()).goneMarks.map(({ id, classId: owner, left }) => [id, owner, left])
  const left = { absentAt: at(0), presentAt: at(10) + 1000 }

  test('with their values, and when they went', async () => {
    await look(window('marks'), [mark('1', { value: '3' }), ...others], -10)
    await look(window('marks'), [mark('1', { value: '2' }), ...others])
    await look(window('marks'), others, 10)
    const found = await slice()
    expect(found.goneMarks).toMatchObject([{ id: '1', values: [{ value: '3' }, { value: '2' }], left }])
    expect(found.marks.map(({ id }) => id)).toEqual(['97', '98', '99'])
    expect(Object.keys(found.markMeanings)).toEqual(['2', '3', '5'])
  })

  test('not while a window that lost much has to say it twice', async () => {
    await look(window('marks'), [mark('1'), mark('2')])
    await look(window('marks'), [], 10)
    expect(await gone()).toEqual([])
    await look(window('marks'), [], 20)
    expect(await gone()).toEqual([
      ['1', classId, left],
      ['2', classId, left],
    ])
  })

  test('one that came back, or went to a lesson of another week, stands', async () => {
    await look(window('marks'), [mark('1'), mark('2'), ...others])
    await look(window('marks'), others, 10)
    await look(window('marks'), [mark('1'), ...others], 20)
    await look(window('marks', { week: '2026-11-23' }), [mark('2', { lessonId: '7' })], 30)
    expect(await gone()).toEqual([])
  })

  test('one that another class still shows stands, also where that class was not asked for', async () => {
    await look(window('marks'), [mark('1'), mark('2'), ...others])
    await look(window('marks', { group: otherClass }), [mark('1')])
    await look(window('marks'), others, 10)
    const found = await slice({ classIds: [classId] })
    expect(found.goneMarks.map(({ id }) => id)).toEqual(['2'])
  })

  test('one that two classes showed counts once, in the own class', async () => {
    await look(window('members', { group: otherClass }), [member(otherClass, '501')])
    for (const place of [classId, otherClass]) {
      await look(window('marks', { group: place }), [mark('1'), ...others])
      await look(window('marks', { group: place }), others, 10)
    }
    expect(await gone()).toEqual([['1', otherClass, left]])
  })

  test('one that goes on under a new id stands, with the values that it had for the same work', async () => {
    const former = [
      mark('1', { value: '3', workId: '91' }),
      mark('2', { value: '3', workId: '91', personId: '502' }),
    ]
    await look(window('marks'), [...former, ...others])
    await look(
      window('marks'),
      [
        mark('3', { value: '5', workId: '91' }),
        mark('4', { value: '5', workId: '92', personId: '502' }),
        ...others,
      ],
      10,
    )
    const found = await slice()
    const valuesOf = (id: string) => found.marks.find(one => one.id === id)?.values.map(({ value }) => value)
    expect([valuesOf('3'), valuesOf('4')]).toEqual([['3', '5'], ['5']])
    expect(found.goneMarks).toEqual([])
  })

  test('only of the days asked for', async () => {
    await look(window('lessons', { week: '2026-12-07' }), [lesson('1', { date: '2026-12-13' })])
    await look(window('marks', { week: '2026-12-07' }), [mark('1'), ...others])
    await look(window('marks', { week: '2026-12-07' }), others, 10)
    expect(await gone()).toHaveLength(1)
    expect((await slice({ to: '2026-11-21' })).goneMarks).toEqual([])
  })
})

test('last complete looks, with what is in quarantine since', async () => {
  const { mirror } = opened()
  await readDirectory()
  await look(window('lessons'), [lesson('1')])
  await mirror.recordLook(
    window('lessons'),
    answer([lesson('1')], { askedAt: at(10), quarantined: [unreadable] }),
  )
  await mirror.recordFailedLook(window('lessons'), at(20), 'DNEVNIK_DOWN')
  await mirror.recordLook(window('marks'), answer([], { askedAt: at(5), quarantined: [unreadable] }))
  await look(window('attendance', { week: '2027-01-11' }), [])
  expect((await slice()).looks).toEqual([
    { resource: 'groups', groupId: null, week: null, at: at(0), quarantined: 0 },
    { resource: 'lessons', groupId: classId, week, at: at(0), quarantined: 1 },
    { resource: 'work-types', groupId: null, week: null, at: at(0), quarantined: 0 },
  ])
})

test('an empty mirror gives an empty slice, and the same mirror the same bytes', async () => {
  expect(await slice()).toMatchObject({ school, classes: [], lessons: [], looks: [], unknownWords: [] })
  await readDirectory()
  await look(window('lessons'), [lesson('2'), lesson('1'), work('9')])
  expect(JSON.stringify(await slice())).toBe(JSON.stringify(await slice()))
})

describe('places that lessons left', () => {
  const left = (minute: number) => ({ absentAt: at(minute - 60), presentAt: at(minute) + 1000 })
  const placesAfter = async (...looks: readonly (readonly PlatformRecord[])[]) => {
    for (const [hour, records] of looks.entries()) await look(window('lessons'), records, hour * 60)
    return (await slice()).formerPlaces
  }
  const others = ['7', '8', '9'].map(id => lesson(id))
  const ofClass = { classId, groupId: classId, subjectId: '301' }

  test('moved to another number, then to another day', async () => {
    const places = await placesAfter(
      [lesson('1', { date: '2026-11-17', number: 5 })],
      [lesson('1', { date: '2026-11-17', number: 6 })],
      [lesson('1', { date: '2026-11-18', number: 6 })],
    )
    expect(places).toEqual([
      { ...ofClass, lessonId: '1', date: '2026-11-17', number: 5, left: left(60), removed: false },
      { ...ofClass, lessonId: '1', date: '2026-11-17', number: 6, left: left(120), removed: false },
    ])
  })

  test('removed, or cancelled and then removed', async () => {
    const cancelled = lesson('2', { date: '2026-11-17', number: 6, statusWord: 'Cancelled' })
    const places = await placesAfter(
      [
        lesson('1', { date: '2026-11-17', number: 5 }),
        lesson('2', { date: '2026-11-17', number: 6 }),
        ...others,
      ],
      [cancelled, ...others],
      others,
    )
    expect(places).toEqual([
      { ...ofClass, lessonId: '1', date: '2026-11-17', number: 5, left: left(60), removed: true },
      { ...ofClass, lessonId: '2', date: '2026-11-17', number: 6, left: left(60), removed: false },
    ])
  })

  test('none by a topic, nor by one that was never held there', async () => {
    const cancelled = { date: '2026-11-17', number: 6, statusWord: 'Cancelled' }
    const places = await placesAfter(
      [lesson('1', { topic: null }), lesson('2', cancelled), ...others],
      [lesson('1', { topic: 'Дроби' }), lesson('2', { ...cancelled, date: '2026-11-18' }), ...others],
    )
    expect(places).toEqual([])
  })
})
