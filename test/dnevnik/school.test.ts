import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { aSource, failureOf, fixture, host, school } from './a-source.js'

const json = { 'Content-Type': 'application/json' }
const elsewhere = '{"schoolIds":[1000009999999],"schools":null}'

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => nock.restore())

function on(path: string, status: number, body: string) {
  nock(host).get(`/v2/${path}`).reply(status, body, json)
}

describe('a school is visible', () => {
  test('when it is among those of the token, with its name, for one request', async () => {
    on('users/me/context', 200, fixture('context'))
    const { source } = aSource()
    expect(await source.visibleSchool(school)).toEqual({ id: school, name: 'Школа № 17' })
    expect(source.requestsSent()).toBe(1)
  })

  test.each([
    [200, elsewhere],
    [403, '{}'],
    [404, '{}'],
  ])('when the platform answers with that very school (context: %d)', async (status, context) => {
    on('users/me/context', status, context)
    on(`schools/${school}`, 200, `{"id":${school},"name":"Школа № 17","timeZone":3}`)
    expect(await aSource().source.visibleSchool(school)).toEqual({ id: school, name: 'Школа № 17' })
  })
})

test('the offset of the owner is told where the platform tells it', async () => {
  on('users/me', 200, fixture('user'))
  expect(await aSource().source.utcOffset()).toBe('+3:00')
  on('users/me', 403, '{}')
  expect(await aSource().source.utcOffset()).toBeNull()
})

describe('a school is not visible', () => {
  test.each([
    [403, '{}'],
    [404, '{}'],
    [200, '{"id":1000009999999,"name":"Другая"}'],
    [200, '{}'],
  ])('when the platform does not answer with it: %d %s', async (status, body) => {
    on('users/me/context', 200, elsewhere)
    on(`schools/${school}`, status, body)
    const failure = await failureOf(aSource().source.visibleSchool(school))
    expect(failure).toMatchObject({ code: 'SCHOOL_NOT_VISIBLE', exit: 4 })
    expect(failure.message).toContain('1000009999999')
  })

  test('when its number is no number', async () => {
    expect((await failureOf(aSource().source.visibleSchool('../users'))).code).toBe('SCHOOL_NOT_VISIBLE')
  })
})

describe('other failures keep their own name', () => {
  test('a dead token', async () => {
    on('users/me/context', 401, '{"type":"invalidToken","description":"dead"}')
    expect((await failureOf(aSource().source.visibleSchool(school))).code).toBe('DNEVNIK_TOKEN_DEAD')
  })

  test('an outage', async () => {
    on('users/me/context', 200, '<html>Работы</html>')
    const { source } = aSource({ attempts: 1 })
    expect((await failureOf(source.visibleSchool(school))).code).toBe('DNEVNIK_DOWN')
  })

  test('a web server at the wrong address, which knows nothing of the token either', async () => {
    const page = () => nock(host).get('/v2/users/me/context').reply(404, '<html>404</html>')
    page()
    const { source } = aSource({ attempts: 1 })
    const failure = await failureOf(source.visibleSchool(school))
    expect(failure).toMatchObject({ code: 'DNEVNIK_DOWN', hint: expect.stringContaining('platform.url') })
    page()
    expect((await failureOf(source.probe())).code).toBe('DNEVNIK_DOWN')
  })
})
