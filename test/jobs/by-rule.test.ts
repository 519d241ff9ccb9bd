import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { nothing, recordByClass } from '../../jobs/steps/judge-again.js'
import { amendableRules, rulesConcernedBy, wholeSchool } from '../../src/regulation/index.js'
import { type Installation, installation } from './installation.js'

/** Some rules judged without the others read only what they need, and say what they say among all. */

const at = (text: string) => Date.parse(`${text}+03:00`)
const days = { from: '2026-10-12', to: '2026-10-31' }
let house: Installation
let request: { school: string; from: string; to: string; classIds: null }
beforeAll(async () => {
  const all = { from: '2026-10-05', to: '2026-11-03' }
  house = await installation('2026-10-21T12:00:00+03:00', { school: { seed: 7, classes: 3, ...all } })
  await house.run('sync', { ...all, to: '2026-10-21' })
  house.clock.set(at('2026-11-03T23:00'))
  await house.run('sync', all)
  const { deps, database } = house.app
  const busiest = await database.pool.query<{ author: string }>(
    `select content->>'createdBy' as author from mirror.version where kind = 'work' group by 1 order by count(*) desc limit 1`,
  )
  const told = at('2026-10-20T10:00')
  const incident = {
    ...{ personId: busiest.rows[0]?.author ?? '', learnedAt: told, headToldAt: told, supportToldAt: told },
    ...{ passwordChangedAt: null, confirmedWorkIds: [] },
  }
  await deps.statements.enter(house.school.id, 'incident', incident, { author: 'Иванова', at: told })
  request = { school: house.school.id, ...days, classIds: null }
  await recordByClass(deps, request, { runId: null })
})
afterAll(() => house.close())

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await house.app.database.pool.query(text)).rows
}

async function ledgerNow() {
  return {
    entries: await rows('select verdict_key, kind, content_hash from ledger.entry order by verdict_key'),
    kept: await rows(
      'select rule, class_id, date, kept from ledger.rule_day where kept > 0 order by rule, class_id, date',
    ),
    figures: await rows('select * from ledger.figure_day order by date, class_id, subject_id, teachers'),
  }
}

test('the rules that a setting concerns say the same alone as among all', async () => {
  const before = await ledgerNow()
  expect(before.figures.length).toBeGreaterThan(0)
  expect(new Set(before.entries.map(({ kind }) => kind))).toEqual(
    new Set(['broken', 'kept', 'pending', 'unproven', 'void']),
  )
  for (const { id } of amendableRules) {
    const only = rulesConcernedBy(id)
    const change = await recordByClass(house.app.deps, { ...request, only }, { runId: null })
    expect({ id, ...change, ...(await ledgerNow()) }).toEqual({ id, ...nothing, ...before })
  }
})

test('a day of the whole school is closed by the looks at all of it, not at one class', async () => {
  const rule = '2.5-marks-in-place'
  await recordByClass(house.app.deps, { ...request, only: [rule] }, { runId: null })
  const looks = async (of: string) =>
    (
      await rows(
        `select distinct looks_hash from ledger.rule_day
          where rule = '${rule}' and class_id ${of} '${wholeSchool}' and date between '${days.from}' and '${days.to}'`,
      )
    ).map(row => row.looks_hash)
  const [closed, ofClasses] = [await looks('='), await looks('<>')]
  expect(closed).toHaveLength(1)
  expect(ofClasses.length).toBeGreaterThan(1)
  expect(ofClasses).not.toContain(closed[0])
})
