import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { nothing, recordByClass } from '../../jobs/steps/judge-again.js'
import { amendableRules, rulesConcernedBy } from '../../src/regulation/index.js'
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
    kept: await rows('select rule, class_id, date, kept from ledger.rule_day order by rule, class_id, date'),
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

test('a day of a class names the looks at it that the rule was told from', async () => {
  const rule = '2.5-marks-in-place'
  const told = () =>
    rows(
      `select class_id, date, looks_hash from ledger.checked_day where rules = '{${rule}}' and as_of = ${house.clock.now()}
        order by class_id, date`,
    )
  house.clock.set(house.clock.now() + 60_000)
  await recordByClass(house.app.deps, { ...request, only: [rule] }, { runId: null })
  const ofRule = await told()
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  expect(ofRule.length % classes.length).toBe(0)
  expect(new Set(ofRule.map(({ class_id }) => class_id))).toEqual(new Set(classes.map(({ id }) => id)))
  expect(new Set(ofRule.map(({ looks_hash }) => looks_hash)).size).toBeGreaterThan(1)
  house.clock.set(house.clock.now() + 60_000)
  await recordByClass(house.app.deps, request, { runId: null })
  // A check of all rules says it once for all of them.
  expect(await rows(`select from ledger.checked_day where rules = '{${rule}}' and class_id <> ''`)).toEqual(
    [],
  )
  const all = await rows(
    `select class_id, date, looks_hash from ledger.checked_day where rules = '{}' and class_id <> '' and as_of = ${house.clock.now()}
      order by class_id, date`,
  )
  expect(all).toEqual(ofRule)
})
