import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDueRuns, buildReport, evaluate, planOfDay } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

const schedule = { nightAt: '00:20', digestAt: '23:59', plannedLooks: true, requestsADay: 10_000 }

/** The program is off from Tuesday noon until Friday evening, while teachers go on. */
describe('days on which the program was off', () => {
  let house: Installation
  let started: string[]
  const tick = async (now: string) => {
    house.clock.set(Date.parse(now))
    const added = await addDueRuns(house.app.deps, house.queue, { schools: house.app.schools, schedule })
    await house.queue.idle()
    return added.map(id => id.replace(`-${house.school.id}`, ''))
  }
  const looks = (date: string) =>
    house.app.deps.plan.looks({ school: house.school.id, from: date, to: date }, house.clock.now())

  beforeAll(async () => {
    house = await installation('2026-10-18T20:00:00+03:00', { classes: 3 })
    await house.run('sync', { from: '2026-10-19', to: '2026-10-23' })
    await tick('2026-10-20T12:00:00+03:00')
    started = await tick('2026-10-23T19:00:00+03:00')
  })
  afterAll(() => house.close())

  test('are read again at once and in one run, and the night asks for nothing of them twice', async () => {
    expect(started).toEqual(['catch-up-2026-10-23'])
    const run = await house.app.deps.runs.get(`catch-up-${house.school.id}-2026-10-23`)
    expect(run).toMatchObject({ from: '2026-10-21', to: '2026-10-22', state: 'done', classIds: null })
    expect(await tick('2026-10-23T19:01:00+03:00')).toEqual(['night-2026-10-23'])
    const night = await house.app.deps.runs.get(`night-${house.school.id}-2026-10-23`)
    // The two weeks before, three windows a class.
    expect(night?.requests).toBe(3 * 2 * 3)
    expect(await tick('2026-10-23T19:02:00+03:00')).toEqual([])
  })

  test('have a plan of which all is known as missed', async () => {
    for (const date of ['2026-10-21', '2026-10-22']) {
      const missed = await looks(date)
      expect(missed.map(look => look.kind)).toContain('homework-due')
      for (const look of missed) expect(look).toMatchObject({ state: 'missed', reason: 'not-running' })
    }
    const tuesday = (await looks('2026-10-20')).map(look => `${look.kind} ${look.state}`)
    expect(tuesday).toEqual(expect.arrayContaining(['night taken', 'before-midnight missed']))
  })

  test('accuse nobody of what was entered meanwhile: that is unproven unless a stamp proves it', async () => {
    const days = { from: '2026-10-21', to: '2026-10-22', classIds: null }
    const evaluation = await evaluate(house.app.deps, { school: house.school.id, ...days })
    const { verdicts } = evaluation.result
    const seen = verdicts.filter(verdict => verdict.evidence.presentAt !== null)
    expect(seen.filter(verdict => verdict.verdict === 'broken')).toEqual([])
    expect(seen.filter(verdict => verdict.verdict === 'mended')).toEqual([])
    expect(seen.filter(verdict => verdict.verdict === 'unproven').length).toBeGreaterThan(0)
    // What is still not there is proof enough.
    const broken = verdicts.filter(verdict => verdict.verdict === 'broken')
    for (const verdict of broken)
      expect(verdict.evidence.absentAt).toBeGreaterThan(verdict.deadline ?? Infinity)
    const report = await buildReport(house.app.deps, evaluation)
    expect(report.coverage.missedLooks).toBeGreaterThanOrEqual(6)
  })

  test('a day that nobody has planned shows the plan that it would have', async () => {
    const monday = await planOfDay(house.app.deps, house.school, { date: '2026-10-26', schedule })
    expect(monday.map(({ kind, state, run }) => ({ kind, state, run }))).toEqual([
      { kind: 'night', state: 'unplanned', run: null },
      { kind: 'digest', state: 'unplanned', run: null },
    ])
    // Nor has anybody missed what nobody had planned.
    const before = await planOfDay(house.app.deps, house.school, { date: '2026-10-14', schedule })
    expect(before.map(({ state }) => state)).toContain('unplanned')
    for (const look of before) expect(look).toMatchObject({ state: 'unplanned', reason: null, run: null })
  })

  test('lessons that are cancelled late change the looks ahead and none that has passed', async () => {
    const before = await looks('2026-10-23')
    await house.app.database.pool.query(
      `update mirror.version set content = jsonb_set(content, '{statusWord}', '"Cancelled"')
       where kind = 'lesson' and content->>'date' = '2026-10-23'`,
    )
    await tick('2026-10-23T19:05:00+03:00')
    const now = house.clock.now()
    const after = await looks('2026-10-23')
    expect(after.filter(look => look.at <= now)).toEqual(before.filter(look => look.at <= now))
    // The last study day of the quarter: without lessons its final marks are due all the same.
    const deciding = (list: typeof after) =>
      list.filter(({ at, kind }) => at > now && kind !== 'digest').map(look => look.decides)
    expect(deciding(after)).toEqual([['2.7'], ['2.7']])
    expect(deciding(before)[0]).toEqual(['2.3', '2.5', '2.7'])
  })
})

/** Longer than the nights look back, and longer than is read again. */
describe('weeks on which the program was off', () => {
  let house: Installation
  const tick = async (now: string) => {
    house.clock.set(Date.parse(now))
    await addDueRuns(house.app.deps, house.queue, { schools: house.app.schools, schedule })
    await house.queue.idle()
  }
  const statesOf = async (date: string) => {
    const days = { school: house.school.id, from: date, to: date }
    const looks = await house.app.deps.plan.looks(days, house.clock.now())
    return looks.map(({ kind, state, reason }) => `${kind} ${state} ${reason}`)
  }

  beforeAll(async () => {
    const school = { seed: 11, classes: 1, from: '2026-09-07', to: '2026-10-25' }
    house = await installation('2026-09-13T20:00:00+03:00', { school })
    await house.run('sync', { from: '2026-09-07', to: '2026-09-13' })
    await tick('2026-09-14T12:00:00+03:00')
    await tick('2026-10-23T19:00:00+03:00')
    await tick('2026-10-23T19:01:00+03:00')
  })
  afterAll(() => house.close())

  test('have a plan of which all is known as missed, as far as their lessons are', async () => {
    const caughtUp = ['2026-09-24', '2026-10-01', '2026-10-08', '2026-10-22']
    for (const date of caughtUp) {
      const states = await statesOf(date)
      expect(states).toContain('homework-due missed not-running')
      expect(states).toContain('after-midnight missed not-running')
    }
    for (const date of ['2026-09-15', '2026-09-22', ...caughtUp])
      expect(await statesOf(date)).toContain('night missed not-running')
  })
})
