import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { evaluate } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-20T23:00:00+03:00')
  await house.run('sync', { from: '2026-10-19', to: '2026-10-20' })
})
afterAll(() => house.close())

test('a check that is told to stop stops between two rules, so that a stop takes seconds', async () => {
  const request = { school: house.school.id, from: '2026-10-19', to: '2026-10-20', classIds: null }
  const stop = new AbortController()
  const whole = await evaluate(house.app.deps, request, stop.signal)
  expect(whole.result.verdicts.length).toBeGreaterThan(0)
  stop.abort()
  await expect(evaluate(house.app.deps, request, stop.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
})
