import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createLedger } from '../../src/ledger/index.js'
import {
  type FigureBasis,
  type FigureDay,
  figureBases,
  figureBasesOf,
  figureGroups,
  noFigures,
  rules,
} from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, judgedOf, noon, school } from './verdicts.js'

/** Of what is counted, each check replaces what its rules decide, on its days, unless a later one has. */

let database: TestDatabase
let handle: DatabaseHandle
beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
})
beforeEach(() => handle.pool.query('truncate ledger.rule_day, ledger.checked_day, ledger.figure_day'))
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const everyRule = rules.map(({ id }) => id)
const deciding = figureBases.filter(basis => basis !== 'journal')

interface Check {
  readonly rules: readonly string[]
  readonly asOf: number
  readonly classIds: readonly string[] | null
  readonly to: string
  /** By class, day and subject what it counts of everything; it says what its rules decide. */
  readonly counts: ReadonlyMap<string, number>
}

const place = fc.tuple(
  fc.constantFrom('11', '12'),
  fc.constantFrom('2026-11-16', '2026-11-18'),
  fc.constantFrom('', '501'),
)
const aCheck: fc.Arbitrary<Check> = fc.record({
  rules: fc.oneof(
    fc.constant(everyRule),
    fc.subarray([...deciding, '2.1-class-teacher-set'], { minLength: 1 }),
  ),
  asOf: fc.integer({ min: noon, max: noon + 4 }),
  classIds: fc.constantFrom(null, ['11'], ['12']),
  to: fc.constantFrom('2026-11-17', '2026-11-22'),
  counts: fc
    .array(fc.tuple(place, fc.integer({ min: 1, max: 9 })), { maxLength: 6 })
    .map(places => new Map(places.map(([key, count]) => [key.join('/'), count]))),
})

function isOf({ classIds, to }: Check, key: string): boolean {
  const [classId = '', date = ''] = key.split('/')
  return (classIds?.includes(classId) ?? true) && date <= to
}

function aDay(key: string, bases: readonly FigureBasis[], count: number): FigureDay {
  const [classId = '', date = '', subjectId = ''] = key.split('/')
  const counts = noFigures()
  for (const basis of bases) for (const name of figureGroups[basis].counts) counts[name] = count
  const pupils = bases.includes('journal') ? count : null
  return { classId, date, subjectId: subjectId || null, teacherIds: ['31'], pupils, counts }
}

async function run(check: Check): Promise<void> {
  const { rules: run, asOf, classIds, to, counts } = check
  const bases = figureBasesOf(run)
  const figures = [...counts]
    .filter(([key]) => isOf(check, key))
    .map(([key, count]) => aDay(key, bases, count))
  await createLedger(handle).record(aScope({ rules: run, asOf, classIds, to }), {
    ...judgedOf([]),
    ...(bases.length > 0 && { figures: async () => figures }),
  })
}

const nameOf = (count: string) => count.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** By place and basis, what is counted there; rows in which nothing is aren't there at all. */
async function counted(): Promise<Map<string, number>> {
  const { rows } = await handle.pool.query<Record<string, unknown>>('select * from ledger.figure_day')
  const found = new Map<string, number>()
  for (const row of rows) {
    const before = found.size
    for (const basis of figureBases) {
      const columns = [...figureGroups[basis].counts.map(nameOf), ...(basis === 'journal' ? ['pupils'] : [])]
      const values = new Set(columns.map(name => Number(row[name] ?? 0)))
      expect(values.size).toBe(1)
      const [value = 0] = values
      if (value > 0) found.set(`${row.class_id}/${row.date}/${row.subject_id}/${basis}`, value)
    }
    expect(found.size).toBeGreaterThan(before)
  }
  return found
}

/** Of each class, day and basis the newest check says what is counted; of those of one moment the last. */
function expected(checks: readonly Check[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const classId of ['11', '12'])
    for (const date of ['2026-11-16', '2026-11-18'])
      for (const basis of figureBases) {
        const telling = checks.filter(
          check => isOf(check, `${classId}/${date}`) && figureBasesOf(check.rules).includes(basis),
        )
        const newest = Math.max(...telling.map(({ asOf }) => asOf))
        const last = telling.findLast(({ asOf }) => asOf === newest)
        for (const subject of ['', '501']) {
          const key = `${classId}/${date}/${subject}`
          const count = last?.counts.get(key)
          if (count !== undefined) found.set(`${key}/${basis}`, count)
        }
      }
  return found
}

describe('what is counted', () => {
  test('is of each count the newest word, whichever rules were judged, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aCheck, { minLength: 1, maxLength: 5 }), async checks => {
        await handle.pool.query('truncate ledger.rule_day, ledger.checked_day, ledger.figure_day')
        for (const check of checks) await run(check)
        expect(new Map([...(await counted())].sort())).toEqual(new Map([...expected(checks)].sort()))
      }),
      { numRuns: 150 },
    )
  })

  test('isn’t written again where it stands already', async () => {
    const versions = async () =>
      (await handle.pool.query('select ctid, xmin from ledger.figure_day order by date, class_id')).rows
    const check: Check = {
      ...{ rules: everyRule, asOf: noon, classIds: null, to: '2026-11-22' },
      counts: new Map([
        ['11/2026-11-16/501', 3],
        ['12/2026-11-18/501', 2],
      ]),
    }
    await run(check)
    const before = await versions()
    await run({ ...check, asOf: noon + 1 })
    await run({ ...check, asOf: noon + 2, rules: ['2.3-topic-filled'] })
    expect(before).toHaveLength(2)
    expect(await versions()).toEqual(before)
  })

  test('keeps its days apart by school', async () => {
    const day = aDay('11/2026-11-16/501', figureBases, 3)
    const ledger = createLedger(handle)
    const figures = async () => [day]
    await ledger.record(aScope({ rules: everyRule }), { ...judgedOf([]), figures })
    await ledger.record(aScope({ rules: everyRule, school: '9' }), {
      ...judgedOf([]),
      figures: async () => [],
    })
    const { rows } = await handle.pool.query('select school, lessons from ledger.figure_day')
    expect(rows).toEqual([{ school, lessons: 3 }])
  })
})
