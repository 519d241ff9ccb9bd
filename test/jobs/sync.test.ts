import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { evaluate, priceOf, resumeRuns } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-19', to: '2026-10-23' }

describe('a run that reads a school', () => {
  let house: Installation
  beforeEach(async () => {
    house = await installation('2026-10-19T20:00:00+03:00')
  })
  afterEach(() => house.close())

  const verdicts = async (kind: string) => {
    const { result } = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
    return result.verdicts.filter(verdict => verdict.verdict === kind).length
  }

  test('reads what its price said, plans all its windows and finishes them', async () => {
    await house.run('sync', days)
    const price = await priceOf(house.app.deps, { school: house.school.id, ...days, classIds: null })
    const before = house.sandbox.requests()
    const again = await house.run('sync', days)
    expect(again).toMatchObject({ state: 'done', incomplete: 0, changed: 0 })
    expect(again.complete).toBe(again.windows)
    expect(house.sandbox.requests() - before).toBe(price.requests)
  })

  test('taken up after a stop, it asks only what it had not finished', async () => {
    const whole = await house.run('sync', days)
    const { deps } = house.app
    const finished = [...(await deps.runs.finishedWindows(whole.id))]
    // A run that stopped after all its windows but one class's marks.
    const left = finished.find(key => key.includes('/marks/')) ?? ''
    const request = {
      kind: 'sync' as const,
      school: house.school.id,
      ...days,
      classIds: null,
      askedBy: 'web',
    }
    await deps.runs.create({ id: 'stopped', ...request }, house.clock.now())
    for (const window of finished.filter(key => key !== left)) {
      const outcome = { requests: 1, complete: 1, incomplete: 0, changed: 0, gone: 0, quarantined: 0 }
      await deps.runs.windowDone('stopped', { window, errorCode: null, ...outcome })
    }
    const before = house.sandbox.requests()
    expect(await resumeRuns(deps, house.queue)).toBe(1)
    await house.queue.idle()
    expect(await deps.runs.get('stopped')).toMatchObject({ state: 'done' })
    // The check of the token, and the one window.
    expect(house.sandbox.requests() - before).toBe(2)
    expect(await deps.runs.finishedWindows('stopped')).toContain(left)
  })

  test('a maintenance page is no data: the window stays as it was, the run tells of the gap', async () => {
    await house.run('sync', days)
    const kept = await verdicts('kept')
    house.clock.set(Date.parse('2026-10-19T21:00:00+03:00'))
    house.sandbox.setFaults([{ match: /\/lessons\//, times: 1000, kind: 'html-200' }])
    const before = house.sandbox.requests()
    const run = await house.run('sync', days)
    // What failed is counted as it left, each try; the check of the token is no window's.
    expect(run.requests).toBe(house.sandbox.requests() - before - 1)
    expect(run).toMatchObject({ state: 'done-with-gaps', gone: 0 })
    expect(run.incomplete).toBeGreaterThan(0)
    expect(await verdicts('kept')).toBe(kept)
    expect(await verdicts('broken')).toBe(0)
  })

  test('of a week without lessons only these are asked for, and nothing is missing', async () => {
    const holidays = { from: '2026-10-26', to: '2026-11-01' }
    house.clock.set(Date.parse('2026-11-01T12:00:00+03:00'))
    const run = await house.run('sync', holidays)
    expect(run).toMatchObject({ state: 'done', incomplete: 0 })
    expect(run.complete).toBe(run.windows)
    const { mirror } = house.app.deps
    const [group] = (await mirror.directory(house.school.id)).classes
    const place = { school: house.school.id, group: group?.id ?? '', week: '2026-10-26' }
    expect(await mirror.lastLook({ ...place, resource: 'lessons' })).toMatchObject({
      complete: true,
      records: 0,
    })
    expect(await mirror.lastLook({ ...place, resource: 'marks' })).toBeNull()
    expect((await mirror.coverage({ school: house.school.id, ...holidays })).gaps).toEqual([])
  })

  test('of a week whose lessons could not be read, the marks are asked for and missed', async () => {
    const holidays = { from: '2026-10-26', to: '2026-11-01' }
    house.clock.set(Date.parse('2026-11-01T12:00:00+03:00'))
    house.sandbox.setFaults([{ match: /edu-groups\/\d+\/(lessons|marks)\//, times: 1000, kind: 'html-200' }])
    expect((await house.run('sync', holidays)).state).toBe('done-with-gaps')
    const { gaps } = await house.app.deps.mirror.coverage({ school: house.school.id, ...holidays })
    const missed = gaps.flatMap(({ resource, week }) => (week === '2026-10-26' ? [resource] : []))
    expect(missed.filter(resource => resource === 'lessons')).toHaveLength(2)
    expect(missed.filter(resource => resource === 'marks')).toHaveLength(2)
  })

  test('what was not looked at in time is never broken', async () => {
    await house.run('sync', days)
    // Nobody looks for days; then only the lists of the classes can be read.
    house.clock.set(Date.parse('2026-10-24T12:00:00+03:00'))
    house.sandbox.setFaults([
      { match: /\/(lessons|marks|lesson-log-entries|final-marks)/, times: 10_000, kind: 'server-error' },
    ])
    expect((await house.run('sync', days)).state).toBe('done-with-gaps')
    expect(await verdicts('broken')).toBe(0)
    expect(await verdicts('unproven')).toBeGreaterThan(0)
  })

  test('an old answer that a cache gives again makes nobody late whose stamp says otherwise', async () => {
    const look = async (now: string) => {
      house.clock.set(Date.parse(now))
      expect((await house.run('sync', days)).state).toMatch(/^done/)
    }
    await look('2026-10-20T08:00:00+03:00')
    house.sandbox.setFaults([{ match: /\/(lessons|marks)\//, times: 1000, kind: 'stale' }])
    await look('2026-10-21T00:20:00+03:00')
    house.sandbox.setFaults([])
    await look('2026-10-21T07:00:00+03:00')
    const { result } = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
    const inTime = result.verdicts.filter(
      ({ deadline, evidence: { platformAt } }) =>
        deadline !== null && platformAt !== null && platformAt <= deadline,
    )
    const accused = inTime.filter(({ verdict }) => verdict === 'broken' || verdict === 'mended')
    expect(accused.map(({ message }) => message)).toEqual([])
    expect(inTime.map(({ reason }) => reason)).toContain('unproven-stamp')
  })

  test('a dead token ends the run with its code, and asks no further', async () => {
    await house.run('sync', days)
    house.sandbox.setFaults([{ match: /./, times: 10_000, kind: 'token-dead' }])
    const before = house.sandbox.requests()
    const run = await house.run('sync', days)
    expect(run).toMatchObject({ state: 'failed', errorCode: 'DNEVNIK_TOKEN_DEAD' })
    expect(house.sandbox.requests() - before).toBeLessThanOrEqual(2)
  })

  test('a class that the school has not is named with those that it has', async () => {
    const run = await house.run('sync', { ...days, classIds: ['123'] })
    expect(run).toMatchObject({
      state: 'failed',
      errorCode: 'NOT_FOUND',
      errorMessage: 'Класса 123 в школе нет',
    })
  })
})
