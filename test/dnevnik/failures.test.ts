import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { aSource, aWindow, closedPort, failureOf, fixture, group, host, school, token } from './a-source.js'

const path = `/v2/schools/${school}/edu-groups`
const json = { 'Content-Type': 'application/json; charset=utf-8' }
const html = { 'Content-Type': 'text/html; charset=utf-8' }

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => nock.restore())

/** What one try at the list of classes ends with. */
function failing(status: number, body: string, headers: Record<string, string> = json) {
  nock(host).get(path).reply(status, body, headers)
  const { source } = aSource({ attempts: 1 })
  return failureOf(source.read(aWindow('groups')))
}

function error(type: string): string {
  return JSON.stringify({ type, description: 'You must supply valid token to access method' })
}

describe('error objects are recognised by their type, whatever the status', () => {
  test.each([
    ['tokenRequired', 'DNEVNIK_TOKEN_DEAD'],
    ['invalidToken', 'DNEVNIK_TOKEN_DEAD'],
    ['authorizationInvalidToken', 'DNEVNIK_TOKEN_DEAD'],
    ['authorizationOutOfScope', 'DNEVNIK_FORBIDDEN'],
    ['NOTOWNER', 'DNEVNIK_FORBIDDEN'],
    ['ownerForbidden', 'DNEVNIK_FORBIDDEN'],
    ['authorizationSystemForbidden', 'DNEVNIK_FORBIDDEN'],
    ['apiResourceUnavailable', 'DNEVNIK_NOT_FOUND'],
    ['methodNotSupported', 'DNEVNIK_NOT_FOUND'],
    ['parameterInvalid', 'DNEVNIK_PARAMETER'],
    ['apiInvalidRequest', 'DNEVNIK_PARAMETER'],
    ['apiRequestLimit', 'DNEVNIK_RATE_LIMITED'],
    ['requestLimit', 'DNEVNIK_RATE_LIMITED'],
    ['apiServerError', 'DNEVNIK_DOWN'],
    ['apiUnknownError', 'DNEVNIK_DOWN'],
    ['httpsRequired', 'DNEVNIK_UNEXPECTED'],
    ['somethingNew', 'DNEVNIK_UNEXPECTED'],
  ])('%s with 200 is %s', async (type, code) => {
    expect(await failing(200, error(type))).toMatchObject({ code })
  })

  test('the type outweighs the status', async () => {
    expect((await failing(500, error('parameterInvalid'))).code).toBe('DNEVNIK_PARAMETER')
    expect((await failing(401, error('authorizationFailed'))).code).toBe('DNEVNIK_FORBIDDEN')
    expect((await failing(403, error('somethingNew'))).code).toBe('DNEVNIK_FORBIDDEN')
  })
})

describe('answers without an error object are judged by content, then status', () => {
  test.each([
    [401, '', 'DNEVNIK_TOKEN_DEAD'],
    [403, '', 'DNEVNIK_FORBIDDEN'],
    [403, '{}', 'DNEVNIK_FORBIDDEN'],
    [404, '{"Message":"No HTTP resource was found"}', 'DNEVNIK_NOT_FOUND'],
    [405, '{}', 'DNEVNIK_NOT_FOUND'],
    [405, 'Ведутся работы', 'DNEVNIK_DOWN'],
    [400, '{}', 'DNEVNIK_PARAMETER'],
    [429, '', 'DNEVNIK_RATE_LIMITED'],
    [429, '<html>Too many requests</html>', 'DNEVNIK_RATE_LIMITED'],
    [433, '{}', 'DNEVNIK_RATE_LIMITED'],
    [500, '[]', 'DNEVNIK_DOWN'],
    [502, '<html>502</html>', 'DNEVNIK_DOWN'],
    [503, 'Service Unavailable', 'DNEVNIK_DOWN'],
    [550, '', 'DNEVNIK_DOWN'],
    [302, '', 'DNEVNIK_DOWN'],
    [200, '  <!DOCTYPE html><div class="error__description"><p>Работы</p></div>', 'DNEVNIK_DOWN'],
    [200, 'Service Unavailable', 'DNEVNIK_DOWN'],
    [200, '', 'DNEVNIK_TRUNCATED'],
    [200, '[{"id":1,"name":"7-А"', 'DNEVNIK_TRUNCATED'],
    [200, '{"type":"inv', 'DNEVNIK_TRUNCATED'],
    [200, '{"id":1,"type":"Group","description":"no error: it has an id"}', 'DNEVNIK_UNEXPECTED'],
    [200, '{"items":[]}', 'DNEVNIK_UNEXPECTED'],
    [200, 'null', 'DNEVNIK_UNEXPECTED'],
    [200, '"строка"', 'DNEVNIK_UNEXPECTED'],
  ])('%d %s is %s', async (status, body, code) => {
    expect(await failing(status, body)).toMatchObject({ code, details: { status } })
  })

  test('HTML by its name is an outage even when it looks like data', async () => {
    expect((await failing(200, '[]', html)).code).toBe('DNEVNIK_DOWN')
  })

  test('data is data by its content: a missing content type is forgiven', async () => {
    nock(host).get(path).reply(200, fixture('edu-groups'))
    const { source } = aSource()
    expect((await source.read(aWindow('groups'))).parse().records).toHaveLength(3)
  })
})

describe('what a failure tells', () => {
  test('a person reads in Russian what happened and what to do', async () => {
    const dead = await failing(401, error('invalidToken'))
    expect(dead.message).toMatch(/токен/)
    expect(dead.hint).toMatch(/dnevnik-bridge auth login/)
  })

  test('neither token nor body is anywhere in it', async () => {
    nock.enableNetConnect('127.0.0.1')
    const { source } = aSource({ attempts: 1, baseUrl: closedPort })
    const network = await failureOf(source.read(aWindow('groups')))
    const truncated = await failing(200, '[{"lastName":"Вымышленный"')
    const odd = await failing(200, '{"type":"Вымышленный Лев","description":"Вымышленный"}')
    expect(network).toMatchObject({ code: 'DNEVNIK_NETWORK', details: { network: 'ECONNREFUSED' } })
    for (const failure of [network, truncated, odd]) {
      const all = [
        failure.message,
        failure.hint,
        failure.stack,
        JSON.stringify(failure),
        String(failure.cause),
      ].join()
      expect(all).not.toMatch(new RegExp(`${token}|Вымышленный`))
    }
    expect(odd.details).toMatchObject({ type: 'other', path: path.slice('/v2/'.length) })
  })
})

describe('what goes out', () => {
  test('the token in its own header, never in the address or as Authorization', async () => {
    nock(host, { reqheaders: { 'access-token': token }, badheaders: ['authorization'] })
      .get(path)
      .query({})
      .reply(200, '[]', json)
    const { source } = aSource()
    expect(await source.read(aWindow('groups'))).toMatchObject({ body: '[]', requests: 1 })
    expect(source.requestsSent()).toBe(1)
  })

  test.each([
    'https://aisgu.example.org/dnevnik',
    'https://aisgu.example.org/dnevnik/',
    'https://aisgu.example.org/dnevnik/v2',
    'https://aisgu.example.org/dnevnik/v2.0/',
  ])('an address with a path before the version: %s', async baseUrl => {
    nock('https://aisgu.example.org').get(`/dnevnik${path}`).reply(200, '[]', json)
    await aSource({ baseUrl }).source.read(aWindow('groups'))
  })

  test.each([
    '',
    'api.example.org',
    'ftp://api.example.org',
    'https://a:b@api.example.org',
    'https://a.org/?x=1',
  ])('an address that can not be one is refused at once: %s', baseUrl => {
    expect(() => aSource({ baseUrl })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  test('a token that can not be one is refused at once', () => {
    expect(() => aSource({ token: ' \n' })).toThrow(expect.objectContaining({ code: 'TOKEN_MISSING' }))
    expect(() => aSource({ token: 'токен' })).toThrow(expect.objectContaining({ code: 'DNEVNIK_TOKEN_DEAD' }))
  })

  test('a redirect is not followed, so the token stays with its host', async () => {
    const other = nock('https://login.example.org').get('/').reply(200, '[]', json)
    expect((await failing(302, '', { Location: 'https://login.example.org/' })).code).toBe('DNEVNIK_DOWN')
    expect(other.isDone()).toBe(false)
    nock.cleanAll()
  })

  test('each resource asks its own endpoint', async () => {
    const week = '2026-11-16/2026-11-22'
    const asked = {
      teachers: `schools/${school}/teachers`,
      subjects: `schools/${school}/subjects`,
      'work-types': `work-types/${school}`,
      'mark-values': 'marks/values',
      'class-subjects': `edu-groups/${group}/subjects`,
      'class-teacher': `edu-groups/${group}/classteacher`,
      lessons: `edu-groups/${group}/lessons/${week}`,
      marks: `edu-groups/${group}/marks/${week}`,
      'final-marks': `edu-groups/${group}/final-marks`,
    } as const
    const { source } = aSource()
    for (const [resource, address] of Object.entries(asked)) {
      nock(host)
        .get(`/v2/${address}`)
        .reply(200, fixture(resource === 'class-subjects' ? 'subjects' : resource), json)
      const answer = await source.read(aWindow(resource as keyof typeof asked))
      expect(answer.parse()).toMatchObject({
        records: expect.arrayContaining([expect.anything()]),
        quarantined: [],
      })
    }
  })
})
