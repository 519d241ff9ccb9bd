import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createFindings, createLedger, type FindingFilter, keepFindings } from '../../src/ledger/index.js'
import { rules, type Verdict } from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, aVerdict, judgedOf, noon, school } from './verdicts.js'

let database: TestDatabase
let handle: DatabaseHandle
beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
})
beforeEach(() =>
  handle.pool.query('truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day cascade'),
)
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const everyRule = rules.map(({ id }) => id)
const days = { from: '2026-11-16', to: '2026-11-22' }
const all = (more: Partial<FindingFilter> = {}): FindingFilter => ({ school, ...days, within: null, ...more })

async function record(verdicts: readonly Verdict[], asOf = noon) {
  await createLedger(handle).record(aScope({ rules: everyRule, asOf }), judgedOf(verdicts))
}

describe('answers that pages keep', () => {
  const worst = { limit: 10, order: 'worst' } as const

  test('stand until the next check is recorded', async () => {
    await record([aVerdict({ verdict: 'broken' }, '1')])
    const found = keepFindings(handle, createFindings(handle))
    const questions = () =>
      Promise.all([found.counts(all(), ['kind']), found.list(all(), worst), found.checked(all())])
    const first = await questions()
    const again = await questions()
    for (const [index, answer] of first.entries()) expect(again[index]).toBe(answer)
    await record([aVerdict({ verdict: 'broken' }, '1'), aVerdict({ verdict: 'broken' }, '2')], noon + 1)
    expect(await found.counts(all(), ['kind'])).toEqual([{ kind: 'broken', count: 2 }])
    expect(await found.list(all(), worst)).toHaveLength(2)
    expect(await found.checked(all())).toEqual({ oldest: noon + 1, newest: noon + 1 })
  })

  test('are never given to who asked for something else', async () => {
    await record([aVerdict({ verdict: 'broken' }, '1')])
    const found = keepFindings(handle, createFindings(handle))
    expect(await found.list(all(), worst)).toHaveLength(1)
    expect(await found.list(all({ within: { classIds: [], teacher: null } }), worst)).toEqual([])
    expect(await found.list(all({ school: '1000000000002' }), worst)).toEqual([])
    expect(await found.list(all(), { ...worst, offset: 1 })).toEqual([])
  })

  test('aren’t kept where they hang on the clock', async () => {
    await record([aVerdict({ verdict: 'pending', deadline: noon }, '1')])
    const found = keepFindings(handle, createFindings(handle))
    const due = { limit: 10, order: 'deadline', due: { after: 0, until: noon } } as const
    const first = await found.list(all(), due)
    expect(first).toHaveLength(1)
    expect(await found.list(all(), due)).not.toBe(first)
  })
})
