import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { aSource, aWindow, failureOf, host, school } from './a-source.js'

const path = `/v2/schools/${school}/edu-groups`
const json = { 'Content-Type': 'application/json' }

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => nock.restore())

function answers(...replies: readonly { status: number; body?: string; headers?: Record<string, string> }[]) {
  for (const { status, body = '', headers = {} } of replies) {
    nock(host)
      .get(path)
      .reply(status, body, { ...json, ...headers })
  }
}

describe('trying again', () => {
  test('helps where the failure passes, with doubling waits; every try is counted', async () => {
    answers({ status: 500 }, { status: 200, body: '<html>' }, { status: 200, body: '[]' })
    const { source, waits } = aSource()
    expect(await source.read(aWindow('groups'))).toMatchObject({ body: '[]', requests: 3 })
    expect(waits).toEqual([300, 600])
    expect(source.requestsSent()).toBe(3)
  })

  test('jitter at most halves a wait', async () => {
    answers({ status: 500 }, { status: 200, body: '[]' })
    const { source, waits } = aSource({ random: () => 0 })
    await source.read(aWindow('groups'))
    expect(waits).toEqual([150])
  })

  test('ends with the last failure when the tries are used up', async () => {
    answers({ status: 500 }, { status: 200, body: '[' }, { status: 503 })
    const { source } = aSource({ attempts: 3 })
    expect(await failureOf(source.read(aWindow('groups')))).toMatchObject({ code: 'DNEVNIK_DOWN' })
    expect(source.requestsSent()).toBe(3)
  })

  test.each([
    { status: 401 },
    { status: 403 },
    { status: 404 },
    { status: 400 },
    { status: 200, body: 'null' },
  ])('is not done where it can not help: %j', async reply => {
    answers(reply)
    const { source, waits } = aSource()
    await failureOf(source.read(aWindow('groups')))
    expect(source.requestsSent()).toBe(1)
    expect(waits).toEqual([])
  })
})

describe('Retry-After', () => {
  const date = 'Mon, 16 Nov 2026 11:00:00 GMT'
  test.each([
    ['seconds', { 'Retry-After': '7' }, 7_000],
    [
      'a date, counted from the date of the answer',
      { Date: date, 'Retry-After': 'Mon, 16 Nov 2026 11:00:30 GMT' },
      30_000,
    ],
    ['a date, counted from our clock', { 'Retry-After': 'Mon, 16 Nov 2026 12:00:45 GMT' }, 45_000],
    ['a date of the old form', { Date: date, 'Retry-After': 'Monday, 16-Nov-26 11:00:20 GMT' }, 20_000],
    ['a date of the C library', { Date: date, 'Retry-After': 'Mon Nov 16 11:00:10 2026' }, 10_000],
    ['words that are no date: the usual wait', { 'Retry-After': 'soon 5' }, 300],
    ['nothing: the usual wait', {}, 300],
  ])('%s', async (_, headers, wait) => {
    answers({ status: 429, headers: headers as Record<string, string> }, { status: 200, body: '[]' })
    const { source, waits } = aSource()
    await source.read(aWindow('groups'))
    expect(waits).toEqual([wait])
  })

  test('a past date asks for no wait', async () => {
    answers(
      { status: 429, headers: { Date: date, 'Retry-After': 'Mon, 16 Nov 2026 10:00:00 GMT' } },
      { status: 200, body: '[]' },
    )
    const { source, waits } = aSource()
    await source.read(aWindow('groups'))
    expect(waits).toEqual([])
  })

  test('counts with an outage too', async () => {
    answers({ status: 503, headers: { 'Retry-After': '20' } }, { status: 200, body: '[]' })
    const { source, waits } = aSource()
    await source.read(aWindow('groups'))
    expect(waits).toEqual([20_000])
  })

  test('nobody asks anything before it is over, not even others', async () => {
    answers({ status: 433, headers: { 'Retry-After': '60' } }, { status: 200, body: '[]' })
    nock(host).get(`/v2/schools/${school}/subjects`).reply(200, '[]', json)
    const open = new Map<number, () => void>()
    const { source } = aSource({
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')))
          if (ms < 60_000) resolve()
          else open.set(ms, resolve)
        }),
    })
    const groups = source.read(aWindow('groups'))
    while (open.size === 0) await new Promise(setImmediate)
    const subjects = source.read(aWindow('subjects'))
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    expect(source.requestsSent()).toBe(1)
    open.get(60_000)?.()
    expect((await Promise.all([groups, subjects])).map(answer => answer.requests)).toEqual([2, 1])
  })

  test('of hours is not waited out: callers are told when to come back, and nothing is sent', async () => {
    answers({ status: 429, headers: { 'Retry-After': '7200' } })
    const { source } = aSource({ sleep: ms => (ms < 7_200_000 ? Promise.resolve() : new Promise(() => {})) })
    const later = { code: 'DNEVNIK_RATE_LIMITED', details: { retryAfterMs: 7_200_000 } }
    expect(await failureOf(source.read(aWindow('groups')))).toMatchObject(later)
    expect(await failureOf(source.read(aWindow('subjects')))).toMatchObject(later)
    expect(source.requestsSent()).toBe(1)
  })
})

describe('interruption', () => {
  test('by the caller ends the wait for another try', async () => {
    answers({ status: 500 })
    const controller = new AbortController()
    const { source } = aSource({
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (ms < 100) return resolve()
          signal.addEventListener('abort', () => reject(new Error('aborted')))
          controller.abort()
        }),
    })
    const failure = await failureOf(source.read(aWindow('groups'), { signal: controller.signal }))
    expect(failure.code).toBe('INTERRUPTED')
  })

  test('before it began, or after the source was closed, sends nothing', async () => {
    const { source } = aSource()
    const signal = AbortSignal.abort()
    expect((await failureOf(source.read(aWindow('groups'), { signal }))).code).toBe('INTERRUPTED')
    await source.close()
    expect((await failureOf(source.read(aWindow('groups')))).code).toBe('INTERRUPTED')
    expect(source.requestsSent()).toBe(0)
  })
})
