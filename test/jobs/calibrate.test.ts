import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  calibrateEdit,
  calibrateHomework,
  calibrateStamps,
  effectiveSchool,
  type JobDeps,
} from '../../src/app.js'
import { parsersOf } from '../../src/dnevnik/index.js'
import type { JournalSource, MarkRecord } from '../../src/journal/index.js'
import { failureOf } from '../dnevnik/a-source.js'
import { type Installation, installation } from './installation.js'

let house: Installation
let deps: JobDeps
let classId: string
let mark: MarkRecord
let date: string

const week = '2026-10-12'
const minute = 60_000

beforeAll(async () => {
  house = await installation('2026-10-18T20:00:00+03:00')
  deps = house.app.deps
  await house.run('sync', { from: '2026-10-12', to: '2026-10-17' })
  classId = (await deps.mirror.directory(house.school.id)).classes[0]?.id ?? ''
  const slice = await deps.mirror.slice(
    { school: house.school.id, from: '2026-10-12', to: '2026-10-17', classIds: [classId] },
    'Europe/Moscow',
  )
  const lessons = new Map(slice.lessons.map(lesson => [lesson.id, lesson.date]))
  const window = { school: house.school.id, resource: 'marks', group: classId, week } as const
  const { records } = (await deps.source.read(window)).parse()
  const found = records.find(
    (record): record is MarkRecord =>
      record.kind === 'mark' && record.stampRaw !== null && lessons.has(record.lessonId ?? ''),
  )
  if (!found?.lessonId) throw new Error('the sandbox has no mark with a stamp')
  mark = found
  date = lessons.get(found.lessonId) ?? ''
})

afterAll(() => house.close())

const instantOf = (raw: string | null) => Date.parse(`${raw?.slice(0, 23)}Z`)

function aTest() {
  return {
    school: house.school.id,
    classId,
    date,
    personId: mark.personId,
    lessonId: mark.lessonId,
    byWhom: 'завуч',
    signal: new AbortController().signal,
  }
}

/** The platform after an edit of the mark. */
function afterEdit(change: Readonly<Record<string, string>>): JobDeps {
  const source: JournalSource = {
    ...deps.source,
    async read(window, options) {
      const answer = await deps.source.read(window, options)
      const isMark = (text: string) => text.includes(`"id":${mark.id},`)
      const body =
        window.resource === 'marks'
          ? answer.body.replace(/\{[^{}]*\}/g, text =>
              isMark(text)
                ? text.replace(/"(value|textValue|date)":"[^"]*"/g, (field, name) =>
                    change[name] === undefined ? field : `"${name}":"${change[name]}"`,
                  )
                : text,
            )
          : answer.body
      const sha256 = createHash('sha256').update(body).digest('hex')
      return { ...answer, body, sha256, ...parsersOf(window, body) }
    },
  }
  return { ...deps, source }
}

describe('the zone of stamps, proven by one mark at a known moment', () => {
  test('is refused for a moment at which nothing was put, and nothing is kept', async () => {
    const failure = await failureOf(
      calibrateStamps(deps, { ...aTest(), at: instantOf('2026-10-01T00:00:00.000') }),
    )
    expect(failure).toMatchObject({ code: 'CALIBRATION_UNPROVEN' })
    expect(await deps.calibrations.newest(house.school.id)).toEqual({})
    const early = await failureOf(calibrateEdit(deps, { ...aTest(), editedAt: 0 }))
    expect(early.code).toBe('CALIBRATION_UNPROVEN')
  })

  test('is kept with what it rests on, and does not count before the edit is tested too', async () => {
    const proved = await calibrateStamps(deps, { ...aTest(), at: instantOf(mark.stampRaw) + minute })
    expect(proved).toMatchObject({ what: 'stamps', result: 'utc', byWhom: 'завуч' })
    expect(proved.evidence).toMatchObject({ record: `mark/${mark.id}`, stampRaw: mark.stampRaw })
    expect((await deps.calibrations.newest(house.school.id)).stamps).toEqual(proved)
    expect((await effectiveSchool(deps, house.school.id)).regulation.stamps).toBe('uncalibrated')
  })

  test('an edit that nobody made proves nothing', async () => {
    const editedAt = instantOf(mark.stampRaw) + 60 * minute
    expect((await failureOf(calibrateEdit(deps, { ...aTest(), editedAt }))).code).toBe('CALIBRATION_UNPROVEN')
    const elsewhen = afterEdit({ value: '7', date: '2026-10-18T01:00:00' })
    expect((await failureOf(calibrateEdit(elsewhen, { ...aTest(), editedAt }))).code).toBe(
      'CALIBRATION_UNPROVEN',
    )
  })

  test('an edit that moves the stamp keeps it from counting; one that leaves it lets it count', async () => {
    const editedAt = instantOf('2026-10-18T15:00:00.000')
    const moved = await calibrateEdit(afterEdit({ value: '7', date: '2026-10-18T15:00:30' }), {
      ...aTest(),
      editedAt,
    })
    expect(moved.result).toBe('moved')
    expect((await effectiveSchool(deps, house.school.id)).regulation.stamps).toBe('uncalibrated')
    const kept = await calibrateEdit(afterEdit({ value: '7' }), { ...aTest(), editedAt })
    expect(kept.result).toBe('kept')
    expect((await effectiveSchool(deps, house.school.id)).regulation.stamps).toBe('utc')
  })
})

test('a moment to come and a class that is not there are told as such, before anybody is asked', async () => {
  const before = house.sandbox.requests()
  const ahead = house.clock.now() + minute
  for (const early of [
    calibrateStamps(deps, { ...aTest(), at: ahead }),
    calibrateEdit(deps, { ...aTest(), editedAt: ahead }),
  ]) {
    const { code, message, hint } = await failureOf(early)
    expect(code).toBe('USAGE')
    expect(message).toContain('18.10.2026 20:01')
    expect(hint).toContain('часы')
  }
  const stranger = { ...aTest(), classId: '999', at: house.clock.now() }
  const { code, hint } = await failureOf(calibrateStamps(deps, stranger))
  expect(code).toBe('NOT_FOUND')
  expect(hint).toContain(classId)
  expect(house.sandbox.requests()).toBe(before)
})

test('on which lesson homework hangs, from what was read, with the number of works', async () => {
  const days = { school: house.school.id, from: '2026-10-12', to: '2026-10-17', byWhom: 'завуч' }
  const proved = await calibrateHomework(deps, days)
  expect(proved.result).toBe('due')
  expect(proved.votes?.due).toBeGreaterThanOrEqual(3)
  const { regulation } = await effectiveSchool(deps, house.school.id)
  expect(regulation.editions.map(({ rules }) => rules['2.6-homework-in-time'].lesson)).toEqual(['due'])
  const holidays = { ...days, from: '2026-07-06', to: '2026-07-07' }
  expect((await failureOf(calibrateHomework(deps, holidays))).code).toBe('CALIBRATION_UNPROVEN')
})
