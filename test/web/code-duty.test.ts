import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createPeople, type Grant, type People } from '../../src/people/index.js'
import { totpAt } from '../../src/people/totp.js'
import { chief, type House, openHouse, passwordOf } from '../people/house.js'
import { type Served, school, serve } from './served.js'
import { visitor } from './visitor.js'

/** Where a code of the telephone is a duty of some roles. */

describe('a code that is a duty', () => {
  let house: House
  let people: People
  let served: Served
  const deputy: Grant = { role: 'deputy', school, person: null }
  const auditor: Grant = { role: 'auditor', school, person: null }
  const page = `/schools/${school}`
  const codeNow = (secret: string) => totpAt(secret, Math.floor(house.clock.now() / 30_000))

  beforeAll(async () => {
    house = await openHouse()
    const { database, secrets, clock } = house
    const terms = { idleMs: 60 * 60_000, wholeMs: 12 * 3_600_000 }
    people = createPeople({
      database,
      secrets,
      clock,
      terms,
      cost: 4,
      codeRoles: ['deputy', 'administrator'],
    })
    await house.add('chief', chief)
    await house.add('m.petrova', deputy, auditor)
    await house.add('a.auditor', auditor)
    await people.add({
      ...{ login: 'by.portal', name: 'Портал П. П.', subject: 'portal@school.example' },
      ...{ grants: [deputy], by: 'тест', password: 'none' },
    })
    served = await serve({ people, now: () => clock.now() })
  })
  afterAll(async () => {
    await served.close()
    await house.close()
  })

  test('leads to its setting up, and shows nothing else before', async () => {
    const guest = visitor(served)
    expect((await guest.logIn('m.petrova', passwordOf('m.petrova'))).status).toBe(303)
    const guarded = served.routes.filter(
      ({ gate, method }) => gate !== 'open' && gate !== 'own-account' && method !== 'HEAD',
    )
    expect(guarded.length).toBeGreaterThan(20)
    for (const { method, path } of guarded) {
      const address = path.replace(':school', school).replace(/:\w+|\*/g, '1')
      const answer = method === 'GET' ? await guest.get(address) : await guest.post(address, [])
      expect([method, path, answer.status, answer.headers.location]).toEqual([
        method,
        path,
        303,
        '/account/code',
      ])
    }
    const proposed = await guest.get('/account/code')
    expect(proposed.text).toContain('Для вашей роли он обязателен')
    const secret = (await people.secondFactor.proposed('m.petrova')) ?? ''
    expect((await guest.submit('/account/code', { code: '000000' })).status).toBe(422)
    expect((await guest.get(page)).status).toBe(303)
    expect((await guest.submit('/account/code', { code: codeNow(secret) })).text).toContain('запасные коды')
    expect((await guest.get(page)).status).toBe(200)
    // Who takes it off has to put the next one on at once.
    house.clock.set(house.clock.now() + 60_000)
    const off = await guest.get('/account/code')
    expect(off.text).toContain('сразу нужно будет включить новый')
    expect((await guest.submit('/account/code/off', { code: codeNow(secret) })).status).toBe(303)
    expect((await guest.get(page)).headers.location).toBe('/account/code')
  })

  test('nobody else is asked for it, nor who comes by the organisation’s log-in', async () => {
    const guest = visitor(served)
    await guest.logIn('a.auditor', passwordOf('a.auditor'))
    expect((await guest.get(`${page}/decisions`)).status).toBe(200)
    const entered = await people.enterBySubject('portal@school.example')
    const session = 'session' in entered ? entered.session : ''
    expect(await people.viewer(session)).toMatchObject({ account: 'by.portal', mustSetUpCode: false })
    const byPassword = await people.logIn({
      ...{ login: 'chief', password: passwordOf('chief'), address: '127.0.0.1' },
    })
    expect(await people.viewer('session' in byPassword ? byPassword.session : '')).toMatchObject({
      mustSetUpCode: true,
    })
  })

  test('who lacks it is told on the page of people', async () => {
    const accounts = await people.accounts.list()
    expect(accounts.filter(people.lacksCode).map(({ login }) => login)).toEqual(['chief', 'm.petrova'])
    const guest = visitor(served)
    await guest.logIn('chief', passwordOf('chief'))
    await guest.get('/account/code')
    const secret = (await people.secondFactor.proposed('chief')) ?? ''
    await guest.submit('/account/code', { code: codeNow(secret) })
    const { text } = await guest.get('/people')
    const rows = [...text.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) => row)
    const lacking = rows.filter(row => row.includes('нет обязательного кода'))
    expect(lacking).toHaveLength(1)
    expect(lacking[0]).toContain('m.petrova')
    expect((await guest.get('/people/m.petrova')).text).toContain('нет обязательного кода')
    expect((await guest.get('/people/a.auditor')).text).not.toContain('нет обязательного кода')
    // A locked account owes nothing.
    await people.accounts.lock('m.petrova', house.clock.now())
    expect((await people.accounts.list()).filter(people.lacksCode)).toEqual([])
  })
})
