import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createStatements, RecordedOutage, type Statements } from '../../src/ledger/index.js'
import { type Exemption, usualLimits, type WrittenLimits } from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

const school = '1000001234567'
const other = '1000007654321'
const exemption: Exemption = {
  rules: ['2.3-topic-filled'],
  classIds: null,
  teacherIds: ['9001'],
  subjectIds: null,
  lessonIds: null,
  personIds: null,
  from: '2026-11-16',
  to: '2026-11-20',
  reason: 'Курсы',
  order: 'приказ № 12 от 13.11.2026',
}
const signature = { author: 'Иванова А. П., завуч', at: Date.parse('2026-11-15T12:00:00Z') }
const later = { author: 'Петров Б. В., директор', at: Date.parse('2026-11-18T12:00:00Z') }

let database: TestDatabase
let handle: DatabaseHandle
let statements: Statements

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  statements = createStatements(handle)
})
beforeEach(() => handle.pool.query('truncate ledger.statement'))
afterAll(async () => {
  await handle.close()
  await database.drop()
})

describe('what people state', () => {
  test('is numbered in each school and kind, whoever enters it at the same time', async () => {
    const outage = { from: 1, to: 2, source: 'письмо' }
    const entered = await Promise.all([
      ...Array.from({ length: 5 }, () => statements.enter(school, 'exemption', exemption, signature)),
      statements.enter(school, 'outage', outage, signature),
      statements.enter(other, 'exemption', exemption, signature),
    ])
    expect(entered.slice(0, 5).sort()).toEqual([1, 2, 3, 4, 5])
    expect(entered.slice(5)).toEqual([1, 1])
    expect(await statements.standing(school, 'outage')).toEqual([{ number: 1, content: outage }])
  })

  test('of which several come at once is numbered in their order, and all or none', async () => {
    const week = (on: string) => ({ classId: '71', week: '2026-11-09', on })
    const contents = ['2026-11-10', '2026-11-11', '2026-11-12'].map(week)
    expect(await statements.enterAll(school, 'acquaintance', contents.slice(0, 1), signature)).toEqual([1])
    expect(await statements.enterAll(school, 'acquaintance', contents.slice(1), signature)).toEqual([2, 3])
    const standing = await statements.standing(school, 'acquaintance')
    expect(standing).toEqual(contents.map((content, index) => ({ number: index + 1, content })))
    expect(await statements.enterAll(school, 'acquaintance', [], signature)).toEqual([])
    const unsigned = { ...signature, at: Number.NaN }
    await expect(statements.enterAll(school, 'acquaintance', contents, unsigned)).rejects.toThrow()
    expect(await statements.standing(school, 'acquaintance')).toEqual(standing)
  })

  test('is superseded with author, time and reason, and never changed', async () => {
    await statements.enter(school, 'exemption', exemption, signature)
    const shorter = { ...exemption, to: '2026-11-18' }
    const why = 'Вернулась раньше'
    const revision = { ...later, content: shorter, why }
    expect(await statements.revise(school, 'exemption', 1, revision)).toEqual(exemption)
    expect(await statements.standing(school, 'exemption')).toEqual([{ number: 1, content: shorter }])
    expect(await statements.list(school, 'exemption')).toEqual([
      {
        number: 1,
        revisions: [
          { revision: 1, content: exemption, why: null, author: signature.author, enteredAt: signature.at },
          { revision: 2, content: shorter, why, author: later.author, enteredAt: later.at },
        ],
      },
    ])
  })

  test('that was taken back stands no more, can’t be revised, and its number isn’t given again', async () => {
    await statements.enter(school, 'exemption', exemption, signature)
    const back = { ...later, content: null, why: 'Не тот учитель' }
    await statements.revise(school, 'exemption', 1, back)
    expect(await statements.standing(school, 'exemption')).toEqual([])
    await expect(statements.revise(school, 'exemption', 1, back)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(statements.revise(school, 'exemption', 7, back)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await statements.enter(school, 'exemption', exemption, signature)).toBe(2)
  })

  test('an act with grades the wrong way round, as it was taken once, is listed and can be taken back', async () => {
    const [row] = usualLimits
    const act: WrittenLimits = {
      ...{ act: 'Положение', number: '5', date: '2026-08-28', from: '2026-09-01', pauseOnDaysOff: true },
      limits: row ? [{ ...row, grades: [8, 5] }] : [],
    }
    await statements.enter(school, 'written-limits', act, signature)
    expect(await statements.standing(school, 'written-limits')).toEqual([{ number: 1, content: act }])
    const back = { ...later, content: null, why: 'Классы не в том порядке' }
    expect(await statements.revise(school, 'written-limits', 1, back)).toEqual(act)
    expect(await statements.standing(school, 'written-limits')).toEqual([])
  })

  test('an outage ends after it began', () => {
    expect(RecordedOutage.safeParse({ from: 2, to: 1, source: 'письмо' }).success).toBe(false)
  })
})
