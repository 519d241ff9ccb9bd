import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { type Verdict, verdictKey, verdictKinds } from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, aVerdict, ledgerOfVerdicts, noon, school } from './verdicts.js'

let database: TestDatabase
let handle: DatabaseHandle
let ledger: ReturnType<typeof ledgerOfVerdicts>

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  ledger = ledgerOfVerdicts(handle)
})

const clear = () =>
  handle.pool.query('truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.told')
beforeEach(clear)

afterAll(async () => {
  await handle.close()
  await database.drop()
})

/** Small worlds, so that runs meet the same duties again. */
const verdicts: fc.Arbitrary<Verdict[]> = fc.uniqueArray(
  fc
    .record({
      lesson: fc.integer({ min: 1, max: 6 }).map(String),
      verdict: fc.constantFrom(...verdictKinds),
      date: fc.constantFrom('2026-11-16', '2026-11-18', '2026-11-22'),
      message: fc.constantFrom('Первое «слово»', 'Второе, с "кавычками" {и} \\ чертой'),
    })
    .map(({ lesson, ...more }) => aVerdict(more, lesson)),
  { selector: verdictKey },
)

async function everything(): Promise<unknown> {
  const tables = ['entry', 'event', 'rule_day'].map(name =>
    handle.pool.query(`select * from ledger.${name} as t order by t::text`),
  )
  return (await Promise.all(tables)).map(({ rows }) => rows)
}

test('entering the same run twice changes nothing at all', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(verdicts, { minLength: 1, maxLength: 4 }), async story => {
        for (const [minute, found] of story.entries()) {
          const scope = aScope({ asOf: noon + minute * 60_000 })
          await ledger.record(scope, found)
          const before = await everything()
          expect(await ledger.record(scope, [...found].reverse())).toEqual({
            opened: 0,
            changed: 0,
            mended: 0,
            closed: 0,
          })
          expect(await everything()).toEqual(before)
        }
      })
      .beforeEach(clear),
    { numRuns: 25 },
  )
})

test('after any story the ledger holds what the last run found, and each entry ends where its events lead', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(verdicts, { minLength: 1, maxLength: 5 }), async story => {
        const seen = new Set<string>()
        for (const [minute, found] of story.entries()) {
          const { opened } = await ledger.record(aScope({ asOf: noon + minute * 60_000 }), found)
          expect(opened).toBeLessThanOrEqual(found.length)
        }
        const last = story.at(-1) ?? []
        const entries = await ledger.list({ school })
        const standing = last.filter(verdict => verdict.verdict !== 'kept')
        const byKey = (a: Verdict, b: Verdict) => (verdictKey(a) < verdictKey(b) ? -1 : 1)
        expect(entries.map(entry => entry.verdict).sort(byKey)).toEqual([...standing].sort(byKey))
        for (const { id, verdict } of entries) {
          const events = (await ledger.history(id))?.events ?? []
          expect(events.at(-1)?.to).toBe(verdict.verdict)
          for (const [index, event] of events.entries()) {
            const before = events[index - 1]?.to ?? null
            expect(event.from).toBe(before === 'closed' ? null : before)
            expect(event.to).not.toBe(event.from)
          }
          expect(seen.has(id)).toBe(false)
          seen.add(id)
        }
        const kept = (await ledger.keptCounts({ school })).reduce((sum, count) => sum + count.kept, 0)
        expect(kept).toBe(last.length - standing.length)
      })
      .beforeEach(clear),
    { numRuns: 25 },
  )
})

test('a school week of ten thousand verdicts is entered in seconds', async () => {
  const week = Array.from({ length: 10_000 }, (_, index) =>
    aVerdict({ verdict: index % 10 === 0 ? 'broken' : 'kept' }, String(index)),
  )
  expect(await ledger.record(aScope(), week)).toMatchObject({ opened: 1_000 })
  expect(await ledger.record(aScope({ asOf: noon + 1 }), week)).toMatchObject({
    opened: 0,
    changed: 0,
    closed: 0,
  })
  expect(await ledger.record(aScope({ asOf: noon + 2 }), [])).toMatchObject({ closed: 1_000 })
})
