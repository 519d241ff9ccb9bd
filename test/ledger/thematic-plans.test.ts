import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import {
  createThematicPlans,
  type PlanDraft,
  standingVersions,
  type ThematicPlans,
} from '../../src/ledger/index.js'
import type { PlanRow } from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

const school = '1000001234567'
const signature = { author: 'Иванова А. П., завуч', at: Date.parse('2026-09-01T12:00:00Z') }
const first = { ...signature, why: null }
const later = { ...signature, why: 'Карантин' }

const row = (number: string, topic: string): PlanRow => ({
  number,
  topic,
  section: null,
  hours: 1,
  date: null,
  homework: null,
})
const draft = (part: Partial<PlanDraft> = {}): PlanDraft => ({
  studyYear: 2026,
  classId: '101',
  subjectId: '501',
  groupId: null,
  teacherId: null,
  from: '2026-09-01',
  rows: [row('1', 'Сложение')],
  file: { name: 'алгебра.xlsx', sha256: 'a'.repeat(64) },
  ...part,
})

let database: TestDatabase
let handle: DatabaseHandle
let plans: ThematicPlans

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  plans = createThematicPlans(handle)
})
beforeEach(() => handle.pool.query('truncate ledger.thematic_plan'))
afterAll(async () => {
  await handle.close()
  await database.drop()
})

describe('plans by version', () => {
  test('what supersedes has a reason; both versions stay, with author, time and file', async () => {
    expect(await plans.enter(school, [draft()], first)).toMatchObject([
      { number: 1, version: 1, unchanged: false },
    ])
    const corrected = draft({ from: '2027-01-11', rows: [row('1', 'Вычитание')] })
    await expect(plans.enter(school, [corrected], first)).rejects.toMatchObject({
      code: 'PLAN_STANDS',
      details: { number: 1, version: 1 },
    })
    expect(await plans.enter(school, [corrected], later)).toMatchObject([{ number: 1, version: 2 }])
    const [plan] = await plans.list(school)
    expect(plan?.versions).toMatchObject([
      {
        version: 1,
        why: null,
        author: signature.author,
        enteredAt: signature.at,
        content: { from: '2026-09-01' },
      },
      {
        version: 2,
        why: 'Карантин',
        content: { from: '2027-01-11', rows: corrected.rows, file: corrected.file },
      },
    ])
  })

  test('the same again writes nothing', async () => {
    await plans.enter(school, [draft()], first)
    expect(await plans.enter(school, [draft()], first)).toMatchObject([
      { number: 1, version: 1, unchanged: true },
    ])
    expect((await plans.list(school))[0]?.versions).toHaveLength(1)
  })

  test('several classes get a plan each, or none does', async () => {
    await plans.enter(school, [draft({ classId: '102' })], first)
    const both = [draft(), draft({ classId: '102', rows: [row('1', 'Вычитание')] })]
    await expect(plans.enter(school, both, first)).rejects.toMatchObject({ code: 'PLAN_STANDS' })
    expect(await plans.list(school)).toMatchObject([{ number: 1, classId: '102' }])
    expect(await plans.enter(school, both, later)).toMatchObject([
      { number: 2, version: 1 },
      { number: 1, version: 2 },
    ])
    // A reason belongs to what supersedes.
    expect((await plans.list(school, { classIds: ['101'] }))[0]?.versions).toMatchObject([{ why: null }])
  })

  test('class, subject, subgroup, teacher and year tell plans apart', async () => {
    const own = [
      draft(),
      draft({ subjectId: '502' }),
      draft({ groupId: '201' }),
      draft({ teacherId: '9001' }),
      draft({ studyYear: 2027, from: '2027-09-01' }),
    ]
    const entered = await plans.enter(school, own, first)
    expect(entered.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(await plans.list(school, { studyYears: [2027] })).toMatchObject([{ number: 5 }])
    expect(await plans.list('1000007654321')).toEqual([])
  })

  test('of two who enter the same plan at once one is told that it stands', async () => {
    const entered = await Promise.allSettled(
      ['Сложение', 'Вычитание', 'Умножение'].map(topic =>
        plans.enter(school, [draft({ rows: [row('1', topic)] })], first),
      ),
    )
    expect(entered.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await plans.list(school))[0]?.versions).toHaveLength(1)
  })

  test('a plan that was taken back is kept and doesn’t count; a new one goes on after it without a reason', async () => {
    await plans.enter(school, [draft()], first)
    expect(await plans.withdraw(school, 1, later)).toMatchObject({ classId: '101' })
    for (const number of [1, 2]) {
      await expect(plans.withdraw(school, number, later)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const standing = async () =>
      (await plans.list(school)).flatMap(standingVersions).map(({ version }) => version)
    expect(await standing()).toEqual([])
    expect(await plans.enter(school, [draft()], first)).toMatchObject([
      { number: 1, version: 3, unchanged: false },
    ])
    expect(await standing()).toEqual([3])
    expect((await plans.list(school))[0]?.versions).toHaveLength(3)
  })
})
