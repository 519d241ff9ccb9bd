import { afterEach, describe, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { FastClock, type Sandbox, startSandbox } from '../../src/sandbox/index.js'

let sandbox: Sandbox | null = null
afterEach(() => sandbox?.close())

const options = { seed: 1, classes: 1, from: '2026-11-16', to: '2026-11-16' }
const start = Date.parse('2026-11-16T08:00:00Z')

async function move(body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox?.url}/_sandbox/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

describe('the clock', () => {
  test.each([
    ['PT30M', '2026-11-16T08:30:00.000Z'],
    ['P1DT1H', '2026-11-17T09:00:00.000Z'],
    ['PT90S', '2026-11-16T08:01:30.000Z'],
  ])('goes on by %s', async (advance, now) => {
    sandbox = await startSandbox({ ...options, clock: new ManualClock(start) })
    expect(await move({ advance })).toEqual({ status: 200, body: { now } })
  })

  test.each(['P', 'PT', '30M', 'PT-5M', ''])('does not take %p for a duration', async advance => {
    sandbox = await startSandbox({ ...options, clock: new ManualClock(start) })
    expect((await move({ advance })).status).toBe(400)
  })

  test('may run faster than the machine’s, and be moved', async () => {
    const machine = new ManualClock(0)
    const clock = new FastClock(start, 60, machine)
    sandbox = await startSandbox({ ...options, clock })
    machine.set(1000)
    expect(clock.now()).toBe(start + 60_000)
    expect((await move({ now: '2026-11-16T15:00:00+03:00' })).status).toBe(200)
    machine.set(2000)
    expect(clock.now()).toBe(Date.parse('2026-11-16T12:01:00Z'))
    const answer = await fetch(`${sandbox.url}/v2/users/me`, { headers: { 'Access-Token': sandbox.token } })
    expect(answer.headers.get('date')).toBe('Mon, 16 Nov 2026 12:01:00 GMT')
  })
})
