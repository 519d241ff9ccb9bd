import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { dropOldBodies } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-20T07:30:00+03:00')
})
afterAll(() => house.close())

async function dropBodies(id: string): Promise<void> {
  await house.queue.add({ name: 'drop-bodies', id, payload: { school: house.school.id } })
  await house.queue.idle(AbortSignal.timeout(60_000))
}

async function bodies(): Promise<number> {
  const { rows } = await house.app.database.pool.query<{ count: number }>(
    'select count(*)::int as count from mirror.body',
  )
  return rows[0]?.count ?? 0
}

test('raw answers stay through their study year and the next, then only what is still evidence stays', async () => {
  const days = { from: '2026-10-19', to: '2026-10-20' }
  // So often that no verdict rests on some of the looks.
  for (const hour of ['08', '09', '10', '11', '12', '13', '14', '23']) {
    house.clock.set(Date.parse(`2026-10-20T${hour}:00:00+03:00`))
    expect(await house.run('sync', days)).toMatchObject({ state: 'done' })
  }
  const kept = await bodies()

  house.clock.set(Date.parse('2028-08-20T03:00:00+03:00'))
  await dropBodies('too-early')
  expect(await bodies()).toBe(kept)

  house.clock.set(Date.parse('2028-09-03T03:00:00+03:00'))
  const trial = await dropOldBodies(house.app.deps, house.school, { dryRun: true })
  expect(trial.bodies).toBeGreaterThan(0)
  expect(await bodies()).toBe(kept)
  await dropBodies('in-time')
  expect(await bodies()).toBe(kept - trial.bodies)
  await dropBodies('again')
  expect(await bodies()).toBe(kept - trial.bodies)

  // What each window said last is still there to be compared with, and read again.
  const { rows } = await house.app.database.pool.query(
    `select c.window_key from mirror.chain c join mirror.observation o on o.school = c.school and o.id = c.data_look
     where not exists (select from mirror.body b where b.school = o.school and b.sha256 = o.sha256)`,
  )
  expect(rows).toEqual([])
})
