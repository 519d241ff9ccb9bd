import { beforeEach, describe, expect, test } from '@jest/globals'
import { canonicalize } from 'json-canonicalize'
import { type PlatformRecord, type Quarantined, type Resource, sliceText } from '../../src/journal/index.js'
import type { SliceRequest } from '../../src/mirror/index.js'
import {
  answer,
  classId,
  examMark,
  finalMark,
  group,
  lesson,
  period,
  school,
  unreadable,
  window,
} from './answers.js'
import { openedMirror } from './opened-mirror.js'

/** Marks of exams and resulting ones, read by pupil in June. */

const opened = openedMirror({ hasExams: (_, { parallel }) => parallel === 9 })
beforeEach(() => opened().clear())

const zone = 'Europe/Moscow'
const exams = window('exam-marks')
const june = { school, from: '2027-06-20', to: '2027-06-20' }

/** Noon of a day of June. */
function noon(day: number): number {
  return Date.UTC(2027, 5, day, 9)
}

function look(
  place: typeof exams,
  records: readonly PlatformRecord[],
  day = 1,
  quarantined: Quarantined[] = [],
) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: noon(day), quarantined }))
}

/** A class whose last quarter ended on 26 May, with a lesson and a mark of the year. */
async function aClass(parallel = 9): Promise<void> {
  await look(window('groups', { group: null }), [group(classId, { name: `${parallel}А`, parallel })])
  await look(window('periods'), [period('604', { number: 4, start: '2027-04-01', finish: '2027-05-26' })])
  await look(window('lessons', { week: '2027-05-24' }), [lesson('1', { date: '2027-05-25' })])
  await look(window('final-marks'), [finalMark('501', '301', { periodId: null, value: '4' })])
}

function classAt(only: 'final-marks' | 'lessons' | { subject: string }, at: number | null = null) {
  const days = () => ({ from: '2027-05-24', to: '2027-05-30' })
  return opened().mirror.classAt({ school, classId, at, only, days }, zone)
}

async function gaps(days = june) {
  const { gaps: all } = await opened().mirror.coverage(days)
  return all.filter(({ resource }) => resource === 'exam-marks')
}

describe('of a class', () => {
  test('stand beside its final marks: exam before result, with what they mean and when they were first seen', async () => {
    await aClass()
    await look(exams, [], 10)
    const read = [examMark('502', 'exam', { value: 'н/а' }), examMark('501', 'result', { value: '5' })]
    await look(exams, [...read, examMark('501', 'exam'), examMark('501', 'exam', { subjectId: '300' })], 16)
    const { resultMarks, slice, looks } = await classAt('final-marks')
    const appeared = { absentAt: noon(10), presentAt: noon(16) + 1000 }
    const common = { classId, appeared }
    expect(resultMarks).toEqual([
      { ...common, personId: '501', subjectId: '300', line: 'exam', value: '4', meaning: 'number' },
      { ...common, personId: '501', subjectId: '301', line: 'exam', value: '4', meaning: 'number' },
      { ...common, personId: '501', subjectId: '301', line: 'result', value: '5', meaning: 'number' },
      { ...common, personId: '502', subjectId: '301', line: 'exam', value: 'н/а', meaning: 'not-attested' },
    ])
    expect(slice.finalMarks).toMatchObject([{ personId: '501', periodId: null, value: '4' }])
    expect(looks).toContainEqual({ resource: 'exam-marks', week: null, at: noon(16) })
    expect(await opened().mirror.lastComplete(exams)).toBe(noon(16))
  })

  test('come with nothing but final marks', async () => {
    await aClass()
    await look(exams, [examMark('501', 'exam')], 16)
    for (const only of ['lessons', { subject: '301' }] as const) {
      const { resultMarks, looks } = await classAt(only)
      expect(resultMarks).toEqual([])
      expect(looks.filter(({ resource }) => resource === 'exam-marks')).toEqual([])
    }
  })

  test('whose value was changed have a version more; as of a past moment they are what they were', async () => {
    await aClass()
    await look(exams, [examMark('501', 'exam', { value: '4' }), examMark('502', 'exam')], 16)
    const changed = [examMark('501', 'exam', { value: '5' }), examMark('502', 'exam')]
    expect(await look(exams, changed, 22)).toMatchObject({ complete: true, changed: 1, gone: 0 })
    const valueAt = async (at: number | null) =>
      (await classAt('final-marks', at)).resultMarks.find(({ personId }) => personId === '501')
    expect(await valueAt(null)).toMatchObject({
      ...{ value: '5', appeared: { absentAt: null, presentAt: noon(16) + 1000 } },
    })
    expect(await valueAt(noon(20))).toMatchObject({ value: '4' })
    expect(await valueAt(noon(12))).toBeUndefined()
    const { rows } = await opened().handle.pool.query(
      `select seq, content->>'value' as value from mirror.version where record = '501:301:exam' order by seq`,
    )
    expect(rows).toEqual([
      { seq: 1, value: '4' },
      { seq: 2, value: '5' },
    ])
    const looks = [{ windowKey: `${school}/exam-marks/${classId}/-`, askedAt: noon(22) }]
    expect(await opened().mirror.difference({ school, looks })).toEqual({
      'final-mark': { added: 0, changed: 1, gone: 0 },
    })
  })

  test('that all vanish at once are believed gone only when a second look confirms it', async () => {
    await aClass()
    await look(exams, [examMark('501', 'exam')], 16)
    expect(await look(exams, [], 17)).toMatchObject({ suspect: true, gone: 0 })
    expect((await classAt('final-marks')).resultMarks).toHaveLength(1)
    expect(await look(exams, [], 18)).toMatchObject({ suspect: false, gone: 1 })
    expect((await classAt('final-marks')).resultMarks).toEqual([])
  })
})

describe('a slice', () => {
  const year = { school, from: '2027-05-01', to: '2027-06-30' }
  const judged = { mayEnd: () => false, sheets: false }
  const read = (more: Partial<SliceRequest> = {}) => opened().mirror.slice({ ...year, ...more }, zone)
  const changed = async () => {
    await aClass()
    await look(exams, [], 10)
    const result = examMark('502', 'result', { value: 'н/а' })
    await look(exams, [examMark('501', 'exam', { value: '4' }), result, examMark('503', 'exam')], 16)
    await look(exams, [examMark('501', 'exam', { value: '5' }), result], 22)
  }

  test('has them, their former values, and when they were last read completely', async () => {
    await changed()
    const { resultMarks, formerResultMarks, looks, finalMarks, formerFinalMarks } = await read()
    const [tenth, sixteenth] = [noon(10), noon(16) + 1000]
    const common = { classId, subjectId: '301' }
    expect(resultMarks).toEqual([
      {
        ...{ ...common, personId: '501', line: 'exam', value: '5', meaning: 'number' },
        appeared: { absentAt: tenth, presentAt: sixteenth },
      },
      {
        ...{ ...common, personId: '502', line: 'result', value: 'н/а', meaning: 'not-attested' },
        appeared: { absentAt: tenth, presentAt: sixteenth },
      },
    ])
    const left = { absentAt: noon(16), presentAt: noon(22) + 1000 }
    expect(formerResultMarks).toEqual([
      { ...common, personId: '501', line: 'exam', value: '4', meaning: 'number', left },
      { ...common, personId: '503', line: 'exam', value: '4', meaning: 'number', left },
    ])
    expect(looks).toContainEqual({
      ...{ resource: 'exam-marks', groupId: classId, week: null },
      ...{ at: noon(22), quarantined: 0 },
    })
    expect([finalMarks.length, formerFinalMarks]).toEqual([1, []])
    const text = [...sliceText(await read())].join('')
    expect(text).toBe(`${canonicalize(JSON.parse(text))}\n`)
  })

  test('that is only judged has them where sheets are printed', async () => {
    await changed()
    const { resultMarks, formerResultMarks } = await read()
    expect(await read({ judged: { ...judged, sheets: true } })).toMatchObject({
      resultMarks,
      formerResultMarks,
    })
    expect(await read({ judged })).toMatchObject({ resultMarks: [], formerResultMarks: [] })
  })

  test('for rules that read nothing of them has none', async () => {
    await changed()
    const of = (only: readonly Resource[]) =>
      opened().mirror.slices(year, { timeZone: zone }, slices => slices.read({ classIds: null, only }))
    expect((await of(['lessons', 'final-marks'])).slice).toMatchObject({
      ...{ resultMarks: [], formerResultMarks: [] },
      finalMarks: [{ personId: '501' }],
    })
    expect((await of(['exam-marks'])).slice).toMatchObject({
      ...{ resultMarks: [{}, {}], formerResultMarks: [{}, {}] },
      finalMarks: [],
    })
  })

  test('was read from other looks when another look at them was made', async () => {
    await aClass()
    const looksHash = async () =>
      (await opened().mirror.slices(year, { timeZone: zone }, slices => slices.read({ classIds: null })))
        .looksHash
    await look(exams, [], 10)
    const before = await looksHash()
    expect(await looksHash()).toBe(before)
    await look(exams, [], 11)
    expect(await looksHash()).not.toBe(before)
  })

  test('of which a look couldn’t read everything says so, and has what it did show', async () => {
    await changed()
    await look(exams, [examMark('501', 'exam', { value: '3' })], 23, [unreadable])
    const { resultMarks, looks } = await read()
    expect(resultMarks.map(({ personId, value }) => [personId, value])).toEqual([
      ['501', '3'],
      ['502', 'н/а'],
    ])
    expect(looks.find(({ resource }) => resource === 'exam-marks')).toMatchObject({
      at: noon(22),
      quarantined: 1,
    })
  })
})

describe('what is missing', () => {
  test('nobody has read them since the last period ended', async () => {
    await aClass()
    expect(await gaps()).toEqual([
      {
        ...{ resource: 'exam-marks', groupId: classId, week: null },
        ...{ state: 'never', errorCode: null, lastComplete: null },
      },
    ])
    await look(exams, [], 19)
    expect(await gaps()).toEqual([])
    await opened().mirror.recordFailedLook(exams, noon(20), 'DNEVNIK_FORBIDDEN')
    expect(await gaps()).toMatchObject([
      { state: 'failed', errorCode: 'DNEVNIK_FORBIDDEN', lastComplete: noon(19) },
    ])
  })

  test('is nothing before, nor of a class whose year ends without exams, even where it was asked', async () => {
    await aClass()
    expect(await gaps({ school, from: '2026-11-16', to: '2027-05-26' })).toEqual([])
    await opened().clear()
    await aClass(7)
    await opened().mirror.recordFailedLook(exams, noon(10), 'DNEVNIK_FORBIDDEN')
    expect(await gaps()).toEqual([])
  })

  test('one that can’t be read is in quarantine: the others stand there, and the look proves nothing', async () => {
    await aClass()
    await look(exams, [examMark('501', 'exam'), examMark('502', 'exam')], 16)
    expect(await look(exams, [examMark('501', 'exam', { value: '5' })], 17, [unreadable])).toMatchObject({
      ...{ complete: false, changed: 1, gone: 0, quarantined: 1 },
    })
    const { resultMarks } = await classAt('final-marks')
    expect(resultMarks.map(({ personId, value }) => [personId, value])).toEqual([
      ['501', '5'],
      ['502', '4'],
    ])
    expect(await gaps()).toMatchObject([{ state: 'failed', lastComplete: noon(16) }])
    expect(await opened().mirror.quarantine(school)).toMatchObject([{ elements: 1, window: exams }])
    expect(await opened().mirror.coverage(june)).toMatchObject({ quarantined: 1 })
  })

  test('a value that the mappings don’t translate is told as of other marks', async () => {
    await aClass()
    await look(exams, [examMark('501', 'exam', { value: 'УДВ' })], 16)
    expect((await opened().mirror.coverage(june)).unknownWords).toEqual(['marks: УДВ'])
    expect((await classAt('final-marks')).resultMarks).toMatchObject([{ value: 'УДВ', meaning: 'unknown' }])
  })
})

test('a pupil whom only they name is one whom the list of the class should know', async () => {
  await look(exams, [examMark('509', 'exam')], 16)
  expect(await opened().mirror.mentions([exams])).toEqual([
    { what: 'person', id: '509', seenAt: noon(16) + 1000 },
  ])
})
