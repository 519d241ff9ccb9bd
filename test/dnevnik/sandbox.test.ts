import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { ManualClock } from '../../src/clock.js'
import { createDnevnikSource } from '../../src/dnevnik/index.js'
import type { Id, JournalSource, Resource, Window } from '../../src/journal/index.js'
import { silentLogger } from '../../src/log.js'
import { createOwnPace } from '../../src/pace/index.js'
import { type Sandbox, startSandbox, type Switches } from '../../src/sandbox/index.js'
import { failureOf } from './a-source.js'

/** Client and sandbox were written apart from the same knowledge of the platform: here they meet. */
const clock = new ManualClock(Date.parse('2026-10-24T20:00:00+03:00'))
const week = '2026-10-19'

const limits = { requestsPerSecond: 10_000, requestsAtOnce: 4, openAfter: 100 }
const pace = createOwnPace({ limits, clock, log: silentLogger })

async function start(switches: Partial<Switches> = {}) {
  const made = { seed: 7, classes: 2, pupilsPerClass: 25, clock, from: '2026-10-12', to: '2026-10-23' }
  const sandbox = await startSandbox({ ...made, switches })
  const source = createDnevnikSource({
    baseUrl: sandbox.url,
    token: sandbox.token,
    clock,
    log: silentLogger,
    timeoutMs: 10_000,
    pace,
    attempts: 2,
    sleep: async () => {},
  })
  return { sandbox, source }
}

let sandbox: Sandbox
let source: JournalSource

beforeAll(async () => {
  const started = await start()
  sandbox = started.sandbox
  source = started.source
})

afterAll(async () => {
  await source.close()
  await pace.close()
  await sandbox.close()
})

function window(resource: Resource, group: Id | null, inWeek = false): Window {
  return { school: sandbox.school.id, resource, group, week: inWeek ? week : null }
}

async function parsed(asked: Window) {
  return (await source.read(asked)).parse()
}

async function firstClass(): Promise<Id> {
  const { records } = await parsed(window('groups', null))
  const found = records.find(record => record.kind === 'group' && record.groupKind === 'class')
  if (!found) throw new Error('the sandbox has no class')
  return found.id
}

const ofSchool = ['groups', 'teachers', 'subjects', 'work-types', 'mark-values'] as const
const ofClass = ['members', 'class-subjects', 'class-teacher', 'periods', 'bells', 'final-marks'] as const
const ofWeek = ['lessons', 'marks', 'attendance'] as const

describe('the whole of a sandbox school is read', () => {
  test('its school is visible, with its name', async () => {
    const visible = await source.visibleSchool(sandbox.school.id)
    expect(visible).toMatchObject({ id: sandbox.school.id, name: sandbox.school.name })
    expect((await failureOf(source.visibleSchool('1000009999999'))).code).toBe('SCHOOL_NOT_VISIBLE')
  })

  test.each(ofSchool)('%s: every element a record, no field unknown', async resource => {
    const { records, quarantined, drift } = await parsed(window(resource, null))
    expect(records.length).toBeGreaterThan(0)
    expect({ quarantined, drift }).toEqual({ quarantined: [], drift: [] })
  })

  test.each([...ofClass, ...ofWeek])(
    '%s of a class: every element a record, no field unknown',
    async resource => {
      const inWeek = ofWeek.some(weekly => weekly === resource)
      const { records, quarantined, drift } = await parsed(window(resource, await firstClass(), inWeek))
      expect(records.length).toBeGreaterThan(0)
      expect({ quarantined, drift }).toEqual({ quarantined: [], drift: [] })
    },
  )

  test('an unknown class is not found, a wrong token is dead', async () => {
    expect((await failureOf(source.read(window('lessons', '5', true)))).code).toBe('DNEVNIK_NOT_FOUND')
    const stranger = createDnevnikSource({
      baseUrl: sandbox.url,
      token: 'x'.repeat(32),
      clock,
      log: silentLogger,
      timeoutMs: 10_000,
      pace,
      attempts: 1,
    })
    expect((await failureOf(stranger.read(window('groups', null)))).code).toBe('DNEVNIK_TOKEN_DEAD')
    await stranger.close()
  })

  test('attendance is the same where the platform gives it only by subject', async () => {
    const group = await firstClass()
    const lessons = (await parsed(window('lessons', group, true))).records.filter(
      record => record.kind === 'lesson',
    )
    const byGroup = await parsed(window('attendance', group, true))
    const strict = await start({ subjectRequired: true })
    const known = {
      lessonIds: async () => lessons.map(lesson => lesson.id),
      subjectIds: async () => [...new Set(lessons.flatMap(lesson => lesson.subjectId ?? []))],
    }
    const answer = await strict.source.read(window('attendance', group, true), known)
    await strict.source.close()
    await strict.sandbox.close()
    const sorted = (records: readonly { readonly id: string }[]) => records.map(record => record.id).sort()
    expect(sorted(answer.parse().records)).toEqual(sorted(byGroup.records))
  })

  test('homework is the same where the platform gives works by their ids only as homework', async () => {
    const group = await firstClass()
    const { records } = await parsed(window('lessons', group, true))
    const homework = records.flatMap(record =>
      record.kind === 'work' && record.kindWord === 'Homework' ? [record] : [],
    )
    expect(homework.length).toBeGreaterThan(0)
    const strict = await start()
    strict.sandbox.setFaults([{ kind: 'server-error', status: 404, match: /works\/many/ }])
    const unknownWorks = async () => homework.map(({ id }) => id)
    const answer = await strict.source.read(window('marks', group, true), { unknownWorks })
    await strict.source.close()
    await strict.sandbox.close()
    const envelope = z.object({ works: z.array(z.object({ works: z.array(z.unknown()) })) })
    const [batch] = envelope.parse(JSON.parse(answer.body)).works
    expect(batch?.works).toHaveLength(homework.length)
  })

  test('final marks are the same where the platform gives them only pupil by pupil', async () => {
    const group = await firstClass()
    const byClass = await parsed(window('final-marks', group))
    const members = (await parsed(window('members', group))).records
    const strict = await start({ finalMarks: 'pupil' })
    const pupilIds = async () =>
      members.flatMap(record => (record.kind === 'member' ? [record.personId] : []))
    const answer = await strict.source.read(window('final-marks', group), { pupilIds })
    await strict.source.close()
    await strict.sandbox.close()
    const { records, quarantined, drift } = answer.parse()
    const sorted = (list: readonly { readonly id: string }[]) =>
      [...list].sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(sorted(records)).toEqual(sorted(byClass.records))
    expect({ quarantined, drift }).toEqual({ quarantined: [], drift: [] })
  })
})
