import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { buildJournal, storeJournal } from '../../src/app.js'
import { BridgeError } from '../../src/errors.js'
import { journalLines } from '../../src/report/index.js'
import { insides } from '../support/pdf.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-12', to: '2026-10-25' }

let house: Installation
let classId: string
beforeAll(async () => {
  house = await installation('2026-10-24T12:00:00+03:00')
  await house.run('sync', days)
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  classId = classes[0]?.id ?? ''
})
afterAll(() => house.close())

const Line = z.looseObject({ record: z.string() })

function linesOf(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map(line => Line.parse(JSON.parse(line)))
}

async function journals() {
  const archive = await house.app.deps.archive()
  return (await archive.list()).filter(({ id }) => id.endsWith(':journal'))
}

test('before a period has ended nothing is archived, and the journal can be had all the same', async () => {
  const { deps } = house.app
  const request = { school: house.school, classId, periodId: null }
  await expect(buildJournal(deps, { ...request, ended: true })).rejects.toMatchObject({ code: 'USAGE' })
  const journal = await buildJournal(deps, request)
  expect(journal.sections.flatMap(({ lessons }) => lessons).length).toBeGreaterThan(20)
  const { periods } = await deps.mirror.directory(house.school.id)
  const later = periods.filter(period => period.classId === classId && period.start > '2026-11-01')
  await expect(buildJournal(deps, { ...request, periodId: later.at(-1)?.id ?? '' })).rejects.toMatchObject({
    code: 'USAGE',
  })
})

test('the night after a period archives each class’s journal once, with all that the mirror has', async () => {
  const { deps } = house.app
  house.clock.set(Date.parse('2026-10-27T02:30:00+03:00'))
  const { periods } = await deps.mirror.directory(house.school.id)
  const [first] = periods
    .filter(period => period.classId === classId)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  expect(first?.finish).toBe(days.to)
  const run = await house.run('report', days)
  expect(run.state).toMatch(/^done/)
  const stored = await journals()
  expect(stored.map(({ head }) => head)).toEqual(['v1', 'v1'])
  const object = stored.find(({ id }) => id.includes(classId))
  expect(object?.id).toBe(`urn:dnevnik-bridge:${house.school.id}:2026-2027:class-${classId}:journal`)
  expect(object?.versions.at(-1)?.message).toMatch(
    /^Классный журнал, 6А, 2026\/2027, уроки 01\.09\.2026–25\.10\.2026: снимок данных платформы$/,
  )
  expect(object?.files.map(({ path }) => path).sort()).toEqual([
    'README.txt',
    'journal.jsonl',
    'journal.pdf',
    'journal.xlsx',
    'meta/record.json',
  ])
  const archive = await deps.archive()
  const file = async (path: string) => (await archive.get(object?.id ?? '', path)) ?? Buffer.alloc(0)
  expect(JSON.parse((await file('meta/record.json')).toString())).toMatchObject({
    kind: 'journal',
    class: classId,
    studyYear: '2026-2027',
    retentionYears: 5,
  })
  const text = (await file('journal.jsonl')).toString('utf8')
  expect(insides(await file('journal.pdf')).streams).toContain(text)

  const slice = await deps.mirror.slice(
    { school: house.school.id, from: '2026-09-01', to: days.to, classIds: [classId] },
    house.school.timeZone,
  )
  const lines = linesOf(text)
  const ids = (record: string) =>
    lines
      .filter(line => line.record === record)
      .map(line => String(line.id))
      .sort()
  const inDays = slice.lessons.filter(({ date }) => date <= days.to)
  const ofLessons = new Set(inDays.map(({ id }) => id))
  expect(ids('lesson')).toEqual(inDays.map(({ id }) => id).sort())
  expect(ids('mark')).toEqual(
    slice.marks
      .filter(({ lessonId }) => ofLessons.has(lessonId ?? ''))
      .map(({ id }) => id)
      .sort(),
  )
  expect(lines.filter(({ record }) => record === 'final')).toHaveLength(
    slice.finalMarks.filter(({ periodId }) => periodId === first?.id).length,
  )
  // The first weeks of the year were never read: that is said, here and in each form.
  expect(lines[0]).toMatchObject({ complete: false, completeness: 'прочитано не полностью' })
  expect((await archive.verify()).findings).toEqual([])
})

test('the same journal read at another time makes no new version; a correction makes one', async () => {
  const { deps } = house.app
  house.clock.set(Date.parse('2026-10-27T02:40:00+03:00'))
  const journal = await buildJournal(deps, { school: house.school, classId, periodId: null, ended: true })
  expect(await storeJournal(deps, journal)).toMatchObject({ archiveVersion: 'v1', changed: false })
  const sections = journal.sections.map(section => ({
    ...section,
    lessons: section.lessons.map(lesson => ({ ...lesson, topic: 'Исправленная тема' })),
  }))
  const corrected = await storeJournal(deps, { ...journal, sections })
  expect(corrected).toMatchObject({ archiveVersion: 'v2', changed: true })
  const archive = await deps.archive()
  expect((await archive.get(corrected.archiveId, 'journal.jsonl'))?.toString('utf8')).toBe(
    journalLines({ ...journal, sections }),
  )
})

test('who stood in stands with the lesson, and with the ground', async () => {
  const { deps } = house.app
  const request = { school: house.school, classId, periodId: null }
  const before = await buildJournal(deps, request)
  const lesson = before.sections
    .flatMap(({ lessons }) => lessons)
    .find(({ number, teachers }) => number !== null && teachers.length === 1)
  const { teachers } = await deps.mirror.directory(house.school.id)
  const [other] = teachers.filter(({ lastName }) => !lesson?.teachers[0]?.startsWith(lastName ?? ' '))
  await deps.statements.enter(
    house.school.id,
    'substitution',
    {
      groupId: classId,
      date: lesson?.date ?? '',
      lesson: lesson?.number ?? 0,
      personId: other?.id ?? '',
      insteadOf: null,
      order: 'приказ № 45',
    },
    { author: 'Завуч', at: house.clock.now() },
  )
  const after = await buildJournal(deps, request)
  const told = after.sections.flatMap(({ lessons }) => lessons).find(({ id }) => id === lesson?.id)
  expect(told).toMatchObject({ substitution: 'приказ № 45', formerTeachers: lesson?.teachers })
  expect(told?.teachers).not.toEqual(lesson?.teachers)
})

test('a sheet that can’t be printed doesn’t keep the journal waiting', async () => {
  const { deps } = house.app
  const { classAt } = deps.mirror
  const before = (await journals()).find(({ id }) => id.includes(classId))?.head
  Object.assign(deps.mirror, {
    classAt: async (...asked: Parameters<typeof classAt>) => {
      const seen = await classAt(...asked)
      const members = seen.directory.members.map(member => ({
        ...member,
        person: { ...member.person, lastName: 'Ли😀' },
      }))
      return { ...seen, directory: { ...seen.directory, members } }
    },
  })
  try {
    house.clock.set(Date.parse('2026-10-27T03:30:00+03:00'))
    expect(await house.run('report', days)).toMatchObject({ state: 'failed', errorCode: 'SHEET_GLYPH' })
    const after = (await journals()).find(({ id }) => id.includes(classId))
    expect(after?.head).not.toBe(before)
  } finally {
    Object.assign(deps.mirror, { classAt })
  }
})

test('a journal that can’t be made keeps neither those of other classes nor any sheet waiting', async () => {
  const { deps } = house.app
  const { slice, classAt, directory } = deps.mirror
  const { classes } = await directory(house.school.id)
  const id = 'one-fails'
  const headsOf = async (kind: RegExp) => {
    const objects = await (await deps.archive()).list()
    return objects.filter(object => kind.test(object.id)).map(object => `${object.id} ${object.head}`)
  }
  const sheetsBefore = await headsOf(/:summary:/)
  const journalsBefore = await headsOf(/:journal$/)
  expect(sheetsBefore).toHaveLength(classes.length)
  Object.assign(deps.mirror, {
    slice: async (...asked: Parameters<typeof slice>) => {
      const step = (await deps.runs.get(id))?.step
      if (step === 'journals' && asked[0].classIds?.includes(classes[0]?.id ?? '')) {
        throw new BridgeError('SHEET_GLYPH', { message: 'Такой буквы нет' })
      }
      const seen = await slice(...asked)
      return { ...seen, lessons: seen.lessons.map(lesson => ({ ...lesson, topic: 'Тема этой ночи' })) }
    },
    classAt: async (...asked: Parameters<typeof classAt>) => {
      const seen = await classAt(...asked)
      const members = seen.directory.members.map(member => ({
        ...member,
        person: { ...member.person, lastName: 'Другая' },
      }))
      return { ...seen, directory: { ...seen.directory, members } }
    },
  })
  try {
    house.clock.set(Date.parse('2026-10-27T03:40:00+03:00'))
    const run = await house.run('report', { ...days, id })
    expect(run).toMatchObject({ state: 'failed', step: 'journals', errorCode: 'SHEET_GLYPH' })
    const same = (before: string[], after: string[]) => after.filter(one => before.includes(one))
    const kept = same(journalsBefore, await headsOf(/:journal$/))
    expect(kept.map(one => one.includes(`class-${classes[0]?.id}:`))).toEqual([true])
    expect(same(sheetsBefore, await headsOf(/:summary:/))).toEqual([])
  } finally {
    Object.assign(deps.mirror, { slice, classAt })
  }
})
