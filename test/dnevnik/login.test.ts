import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { authoriseUrl, loginUrlOf, readPasted, readRedirect } from '../../src/dnevnik/index.js'

const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz012345'

describe('where a human is sent to log in', () => {
  test('the login page of a known platform is known, another must be named', () => {
    expect(loginUrlOf({ url: 'https://api.dnevnik.ru/v2', login: {} })).toBe('https://login.dnevnik.ru')
    expect(loginUrlOf({ url: 'https://a.example.org', login: { url: 'https://l.example.org' } })).toBe(
      'https://l.example.org',
    )
    expect(() => loginUrlOf({ url: 'https://a.example.org', login: {} })).toThrow(/a\.example\.org/)
    // A host that only looks like the platform's gets nobody's login.
    expect(() => loginUrlOf({ url: 'https://api.dnevnik.ru.example.org', login: {} })).toThrow()
  })

  test('the address asks for what the settings say, scopes separated by commas', () => {
    const address = authoriseUrl({
      loginUrl: 'https://login.example.org/',
      flow: 'implicit',
      clientId: 'id & more',
      scopes: ['CommonInfo', 'EducationalInfo'],
      redirectUrl: 'http://127.0.0.1:8421/',
      state: 'abc',
    })
    expect(address).toMatch(/^https:\/\/login\.example\.org\/oauth2\?/)
    expect(address).toContain('scope=CommonInfo,EducationalInfo')
    expect(Object.fromEntries(new URL(address).searchParams)).toEqual({
      response_type: 'token',
      client_id: 'id & more',
      redirect_uri: 'http://127.0.0.1:8421/',
      state: 'abc',
      scope: 'CommonInfo,EducationalInfo',
    })
  })
})

describe('what comes back in the address', () => {
  test('a token stands in the fragment, a code in the query, a refusal in either', () => {
    expect(readRedirect('result=success', `access_token=${token}&state=s&expires_in=3600`)).toEqual({
      kind: 'token',
      token,
      expiresIn: 3600,
      state: 's',
    })
    expect(readRedirect('code=c1&state=s', '')).toEqual({ kind: 'code', code: 'c1', state: 's' })
    for (const [query, fragment] of [
      ['error=access_denied', ''],
      ['', 'error=access_denied'],
    ] as const) {
      expect(readRedirect(query, fragment)).toEqual({ kind: 'refused', reason: 'access_denied', state: null })
    }
    expect(readRedirect('', 'state=s')).toBeNull()
  })

  test('pasted as a whole address, as its end, or as the bare token', () => {
    const pasted = [
      `https://login.example.org/oauth2/success?result=success#access_token=${token}&state=s`,
      `#access_token=${token}&state=s`,
      `  access_token=${token}&state=s\n`,
    ]
    for (const text of pasted) expect(readPasted(text)).toMatchObject({ kind: 'token', token, state: 's' })
    expect(readPasted(`${token}\n`)).toMatchObject({ kind: 'token', token, state: null })
    expect(readPasted('http://127.0.0.1:8421/?code=c1&state=s')).toMatchObject({ kind: 'code', code: 'c1' })
    for (const text of ['', 'short', 'https://login.example.org/', 'токен по-русски'])
      expect(readPasted(text)).toBeNull()
  })

  test('never crashes, and words of strangers are not repeated', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, fragment) => {
        readRedirect(query, fragment)
        readPasted(query)
      }),
    )
    const refused = readRedirect(new URLSearchParams({ error: '<b>Иванов</b>' }).toString(), '')
    expect(refused).toMatchObject({ kind: 'refused', reason: 'other' })
  })

  test('any state and token survive the way there and back', () => {
    const word = fc
      .string({ minLength: 8, maxLength: 60, unit: 'grapheme-ascii' })
      .map(text => text.replace(/\s/g, '_'))
    fc.assert(
      fc.property(word, word, (access, state) => {
        const fragment = new URLSearchParams({ access_token: access, state }).toString()
        expect(readRedirect('', fragment)).toMatchObject({ kind: 'token', token: access, state })
      }),
    )
  })
})
