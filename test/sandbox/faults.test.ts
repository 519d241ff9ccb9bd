import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Clock, systemClock } from '../../src/clock.js'
import { type Fault, startSandbox } from '../../src/sandbox/index.js'
import { type Asking, ask } from './asking.js'

let asking: Asking

beforeEach(async () => {
  asking = await ask({ classes: 1 })
})
afterEach(() => asking.sandbox.close())

function order(kind: Fault['kind'], more: Partial<Fault> = {}): void {
  asking.sandbox.setFaults([{ match: /users\/me\/context/, times: 1, kind, ...more }])
}

describe('faults', () => {
  test.each<[Fault['kind'], number, RegExp]>([
    ['html-200', 200, /^<!DOCTYPE html>[\s\S]*error__description/],
    ['rate-limit', 429, /"type":"apiRequestLimit"/],
    ['rate-limit-433', 433, /"type":"apiRequestLimit"/],
    ['server-error', 500, /"type":"apiServerError"/],
    ['error-200', 200, /^\{"type":"apiUnknownError","description":"/],
    ['token-dead', 401, /"type":"invalidToken"/],
  ])('%s strikes once, then the answer comes', async (kind, status, body) => {
    order(kind)
    const struck = await asking.raw('users/me/context')
    expect(struck.status).toBe(status)
    expect(struck.text).toMatch(body)
    expect(struck.type).toMatch(kind === 'html-200' ? /^text\/html/ : /^application\/json; charset=utf-8$/)
    const next = await asking.raw('users/me/context')
    expect(next.text).toContain(asking.sandbox.school.id)
    expect(asking.sandbox.requests()).toBe(2)
  })

  test('a limit says how long to wait, unless it is a 433', async () => {
    order('rate-limit', { retryAfter: 7 })
    expect((await asking.raw('users/me/context')).headers.get('retry-after')).toBe('7')
    order('rate-limit-433')
    expect((await asking.raw('users/me/context')).headers.get('retry-after')).toBeNull()
  })

  test('a truncated answer breaks off in the middle of its body', async () => {
    order('truncated')
    const response = await fetch(`${asking.sandbox.url}/v2/users/me/context`, {
      headers: { 'Access-Token': asking.sandbox.token },
    })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect((await asking.raw('users/me/context')).status).toBe(200)
  })

  test('a hanging request gets no answer until the caller gives up, and does not keep the sandbox open', async () => {
    order('hang', { times: 2 })
    const url = `${asking.sandbox.url}/v2/users/me/context`
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
    const hanging = fetch(url).then(
      () => 'answered',
      () => 'broken',
    )
    while (asking.sandbox.requests() < 2) await new Promise(resolve => setImmediate(resolve))
    await asking.sandbox.close()
    expect(await hanging).toBe('broken')
    asking = await ask({ classes: 1 })
  })

  test('strike only what they match, in their order, and can be called off', async () => {
    asking.sandbox.setFaults([
      { match: /context/, times: 1, kind: 'server-error' },
      { match: /users/, times: Number.POSITIVE_INFINITY, kind: 'rate-limit' },
    ])
    expect((await asking.raw('users/me/context')).status).toBe(500)
    expect((await asking.raw('users/me/context')).status).toBe(429)
    expect((await asking.raw('marks/values')).status).toBe(200)
    asking.sandbox.setFaults([])
    expect((await asking.raw('users/me/context')).status).toBe(200)
  })
})

describe('control', () => {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } }

  test('another process may move the clock and read the truth', async () => {
    const body = JSON.stringify({ now: '2026-11-17T09:00:00+03:00' })
    expect((await asking.raw('/_sandbox/clock', { ...post, body })).status).toBe(200)
    expect(asking.clock.now()).toBe(Date.parse('2026-11-17T06:00:00Z'))
    expect(JSON.parse((await asking.raw('/_sandbox/truth')).text)).toEqual(asking.sandbox.truth)
    expect(asking.sandbox.requests()).toBe(0)
    asking.sandbox.setClock(Date.parse('2026-11-18T06:00:00Z'))
    expect(asking.clock.now()).toBe(Date.parse('2026-11-18T06:00:00Z'))
  })

  test.each(['{"now":"2026-11-17T09:00:00"}', '{"now":5}', 'now', ''])('refuses %p', async body => {
    const before = asking.clock.now()
    expect((await asking.raw('/_sandbox/clock', { ...post, body })).status).toBe(400)
    expect(asking.clock.now()).toBe(before)
  })

  test.each<[string, Clock]>([['the system’s', systemClock]])('cannot move %s clock', async (_, clock) => {
    const sandbox = await startSandbox({ seed: 1, classes: 1, from: '2026-11-16', to: '2026-11-16', clock })
    const answer = await fetch(`${sandbox.url}/_sandbox/clock`, {
      ...post,
      body: '{"now":"2026-11-17T09:00:00Z"}',
    })
    expect(answer.status).toBe(409)
    expect(() => sandbox.setClock(0)).toThrow(expect.objectContaining({ code: 'USAGE' }))
    await sandbox.close()
  })

  test('a port that is taken is told by its own code', async () => {
    const port = Number(new URL(asking.sandbox.url).port)
    await expect(ask({ classes: 1, port })).rejects.toMatchObject({ code: 'PORT_IN_USE', details: { port } })
  })

  test('the token can be given', async () => {
    const other = await ask({ classes: 1, token: 'a'.repeat(32) })
    expect(other.sandbox.token).toBe('a'.repeat(32))
    expect((await other.raw('users/me')).status).toBe(200)
    await other.sandbox.close()
    expect(asking.sandbox.token).toMatch(/^[A-Za-z0-9]{32}$/)
  })
})
