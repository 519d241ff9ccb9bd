import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-19', to: '2026-10-24' }
let house: Installation

beforeEach(async () => {
  house = await installation('2026-10-19T20:00:00+03:00')
})
afterEach(() => house.close())

/** What the ledger of requests holds. */
async function entered() {
  return house.app.requests.read({ from: 0, to: Number.MAX_SAFE_INTEGER })
}

test('an outage in the middle of a sweep is not hammered; it leaves gaps, and the next run reads all', async () => {
  await house.run('sync', days)
  const windows = 12
  house.clock.set(Date.parse('2026-10-19T21:00:00+03:00'))
  house.sandbox.setFaults([{ match: /edu-groups|lesson-log-entries/, times: 10_000, kind: 'server-error' }])
  const before = house.sandbox.requests()
  const run = await house.run('sync', days)
  expect(run).toMatchObject({ state: 'done-with-gaps', incomplete: windows, complete: 0 })
  // Two tries a window, if nobody noticed that the platform is away.
  expect(house.sandbox.requests() - before).toBeLessThan(2 * windows)
  expect((await house.app.pace.standing(house.sandbox.url))?.outage).toMatchObject({ code: 'DNEVNIK_DOWN' })
  house.sandbox.setFaults([])
  house.clock.set(Date.parse('2026-10-19T21:05:00+03:00'))
  expect(await house.run('sync', days)).toMatchObject({ state: 'done', incomplete: 0 })
  expect((await house.app.pace.standing(house.sandbox.url))?.outage).toBeNull()
})

test('every request that the platform saw is charged to school and purpose, retries included', async () => {
  await house.run('report', days)
  house.sandbox.setFaults([{ match: /marks/, times: 1, kind: 'server-error' }])
  house.clock.set(Date.parse('2026-10-19T21:00:00+03:00'))
  await house.run('sync', days)
  // Written with the next exchange after the answer at the latest, and the run has ended since.
  await house.app.pace.close()
  const lines = await entered()
  expect(lines.reduce((sum, line) => sum + line.calls, 0)).toBe(house.sandbox.requests())
  expect(lines.every(line => line.school === house.school.id)).toBe(true)
  expect([...new Set(lines.map(line => line.purpose))].sort()).toEqual(['report', 'sync'])
  expect(lines.filter(line => line.outcome !== 'OK')).toMatchObject([
    { purpose: 'sync', endpoint: 'edu-groups/{group}/marks/{from}/{to}', outcome: 'DNEVNIK_DOWN', calls: 1 },
  ])
})
