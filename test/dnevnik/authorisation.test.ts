import { afterEach, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { ManualClock } from '../../src/clock.js'
import { exchangeCode, refreshGrant } from '../../src/dnevnik/index.js'
import { closedPort, failureOf, host } from './a-source.js'

const clock = new ManualClock(Date.parse('2026-11-16T12:00:00Z'))
const options = {
  baseUrl: `${host}/prefix`,
  clientId: 'client',
  clientSecret: 'the-secret',
  clock,
  timeoutMs: 5_000,
}
const answer = {
  accessToken: 'NewToken',
  expiresIn: 3600,
  expiresIn_str: '3600',
  refreshToken: 'NextRefresh',
  scope: 'CommonInfo',
  user: 1000000000001,
  user_str: '1000000000001',
}

describe('POST authorizations', () => {
  afterEach(() => {
    const pending = nock.pendingMocks()
    nock.cleanAll()
    expect(pending).toEqual([])
  })
  const platform = (body: Record<string, string>) => nock(host).post('/prefix/v2/authorizations', body)
  const asked = { client_id: 'client', client_secret: 'the-secret' }
  const exchange = { ...asked, grant_type: 'AuthorizationCode', code: 'c1' }

  test('gives a token for a code, once asked, with its end by our clock', async () => {
    platform(exchange).reply(200, answer)
    expect(await exchangeCode('c1', options)).toEqual({
      token: 'NewToken',
      refreshToken: 'NextRefresh',
      obtainedAt: clock.now(),
      expiresAt: clock.now() + 3_600_000,
    })
  })

  test('keeps the refresh token where the platform gives no new one', async () => {
    platform({ ...asked, grant_type: 'RefreshToken', refreshToken: 'r1' }).reply(200, { accessToken: 'T2' })
    expect(await refreshGrant('r1', options)).toMatchObject({
      token: 'T2',
      refreshToken: 'r1',
      expiresAt: null,
    })
  })

  const refusals = [
    [400, { type: 'invalidRequest', description: 'bad code' }, 'LOGIN_REFUSED'],
    [401, { type: 'authorizationInvalidToken', description: 'no' }, 'LOGIN_REFUSED'],
    [200, { type: 'invalidRequest', description: 'an error with 200' }, 'LOGIN_REFUSED'],
    [200, '<html>works</html>', 'DNEVNIK_DOWN'],
    [503, 'x', 'DNEVNIK_DOWN'],
    [429, {}, 'DNEVNIK_RATE_LIMITED'],
    [200, { refreshToken: 'r' }, 'DNEVNIK_UNEXPECTED'],
    [200, '{"accessToken": "T', 'DNEVNIK_TRUNCATED'],
    [302, '', 'DNEVNIK_DOWN'],
  ] as const
  for (const [status, body, code] of refusals) {
    test(`${status} ${JSON.stringify(body).slice(0, 40)} is ${code}, and is asked once`, async () => {
      platform(exchange).reply(status, body, { location: 'https://elsewhere.example.org/' })
      const failure = await failureOf(exchangeCode('c1', options))
      expect(failure.code).toBe(code)
    })
  }

  test('no failure carries the secret, the code or the token', async () => {
    const failure = await failureOf(exchangeCode('c1', { ...options, baseUrl: closedPort }))
    expect(failure).toMatchObject({ code: 'DNEVNIK_NETWORK', details: { network: 'ECONNREFUSED' } })
    expect(failure.cause).toBeUndefined()
  })
})
