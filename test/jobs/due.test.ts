import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDueRuns, plannedLooks, recoverLostRuns } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

/** What the scheduler adds as time goes by. */
describe('runs that are due', () => {
  let house: Installation
  beforeAll(async () => {
    house = await installation('2026-10-18T20:00:00+03:00')
    await house.run('sync', { from: '2026-10-19', to: '2026-10-23' })
  })
  afterAll(() => house.close())

  const due = async (now: string) => {
    house.clock.set(Date.parse(now))
    const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
    const added = await addDueRuns(house.app.deps, house.queue, { schools: house.app.schools, schedule })
    await house.queue.idle()
    return added.map(id => id.replace(`-${house.school.id}`, ''))
  }

  test('the looks of a day: after each homework deadline, before midnight and after it', async () => {
    const looks = await plannedLooks(house.app.deps, house.school, '2026-10-19')
    const times = looks.map(look => new Date(look.at + 3 * 3_600_000).toISOString().slice(5, 16))
    expect(times.slice(-2)).toEqual(['10-19T23:55', '10-20T00:20'])
    expect(times.length).toBeGreaterThan(2)
    for (const look of looks.slice(-2)) expect(look.classIds).toHaveLength(2)
    expect(looks.slice(0, -2).flatMap(look => look.classIds)).toHaveLength(2)
  })

  test('a day without lessons has no looks', async () => {
    expect(await plannedLooks(house.app.deps, house.school, '2026-10-25')).toEqual([])
  })

  test('nothing in the afternoon between two looks but what the morning missed, and that once', async () => {
    expect(await due('2026-10-19T12:00:00+03:00')).toEqual(['night-2026-10-19'])
    // The mail waits for what it tells of.
    expect(await due('2026-10-19T12:01:00+03:00')).toEqual(['digest-2026-10-19'])
    expect(await due('2026-10-19T12:02:00+03:00')).toEqual([])
  })

  test('a planned look at its minute, once, however many schedulers ask', async () => {
    const [look] = await plannedLooks(house.app.deps, house.school, '2026-10-19')
    const at = new Date(look?.at ?? 0).toISOString()
    expect(await due(at)).toEqual([`homework-due-${look?.at}`])
    expect(await due(at)).toEqual([])
    const run = await house.app.deps.runs.get(`homework-due-${house.school.id}-${look?.at}`)
    expect(run).toMatchObject({ state: 'done', classIds: look?.classIds })
  })

  test('a look that was slept through is not made up for, and known as missed', async () => {
    expect(await due('2026-10-19T23:50:00+03:00')).toEqual([])
    const [, second] = await plannedLooks(house.app.deps, house.school, '2026-10-19')
    const looks = await house.app.deps.plan.looks(
      { school: house.school.id, from: '2026-10-19', to: '2026-10-19' },
      house.clock.now(),
    )
    expect(looks.map(look => [look.kind, look.state, look.reason])).toEqual([
      ['night', 'taken', null],
      ['digest', 'taken', null],
      ['homework-due', 'taken', null],
      ...(second?.kind === 'homework-due' ? [['homework-due', 'missed', 'not-running']] : []),
      ['before-midnight', 'planned', null],
      ['after-midnight', 'planned', null],
    ])
  })

  test('the night makes a report and archives it, the morning sends one mail', async () => {
    const [look] = await due('2026-10-20T00:20:00+03:00')
    expect(look).toMatch(/^after-midnight-/)
    // The night waits until nothing else is being read.
    expect(await due('2026-10-20T00:21:00+03:00')).toEqual(['night-2026-10-20'])
    const before = house.sandbox.requests()
    expect(await due('2026-10-20T07:30:00+03:00')).toEqual(['digest-2026-10-20'])
    // The night has read all that it tells of: only the token is checked.
    expect(house.sandbox.requests() - before).toBe(1)
    expect(await due('2026-10-20T07:31:00+03:00')).toEqual([])
    const reports = await readdir(join(house.folder, 'reports', house.school.id))
    expect(reports).toContain('report-2026-10-06-2026-10-19.html')
    const archived = await (await house.app.deps.archive()).list()
    expect(archived.map(object => object.id).join()).toContain('2026-10-06:2026-10-19')
    const mails = (await readdir(join(house.folder, 'outbox'))).filter(file => file.endsWith('.eml'))
    expect(mails.filter(file => file.startsWith('2026-10-20'))).toHaveLength(1)
  })

  test('a night that failed is tried again once an hour until it comes through', async () => {
    house.sandbox.setFaults([{ match: /./, times: 10_000, kind: 'server-error' }])
    expect(await due('2026-10-21T00:40:00+03:00')).toEqual(['night-2026-10-21'])
    expect(await due('2026-10-21T00:50:00+03:00')).toEqual(['night-2026-10-21T00'])
    expect(await due('2026-10-21T00:55:00+03:00')).toEqual([])
    house.sandbox.setFaults([])
    expect(await due('2026-10-21T01:00:00+03:00')).toEqual(['night-2026-10-21T01'])
    expect(await due('2026-10-21T02:00:00+03:00')).toEqual([])
  })

  test('a mail that could not be made is tried again once an hour too', async () => {
    house.sandbox.setFaults([{ match: /./, times: 10_000, kind: 'server-error' }])
    expect(await due('2026-10-21T07:30:00+03:00')).toEqual(['digest-2026-10-21'])
    house.sandbox.setFaults([])
    expect(await due('2026-10-21T08:05:00+03:00')).toEqual(['digest-2026-10-21T08'])
    expect(await due('2026-10-21T09:05:00+03:00')).toEqual([])
  })

  test('a run that the queue has lost is taken up again', async () => {
    const days = { from: '2026-10-19', to: '2026-10-20', classIds: null }
    const lost = { id: 'lost', kind: 'sync' as const, school: house.school.id, ...days, askedBy: 'web' }
    await house.app.deps.runs.create(lost, house.clock.now())
    expect(await recoverLostRuns(house.app.deps, house.queue)).toBe(1)
    await house.queue.idle()
    expect(await house.app.deps.runs.get('lost')).toMatchObject({ state: 'done' })
    expect(await recoverLostRuns(house.app.deps, house.queue)).toBe(0)
  })
})
