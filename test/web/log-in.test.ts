import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Grant } from '../../src/people/index.js'
import { totpAt } from '../../src/people/totp.js'
import { chief, type House, openHouse, passwordOf } from '../people/house.js'
import { type Served, school, serve } from './served.js'
import { fieldsOf, type Visitor, visitor } from './visitor.js'

const deputy: Grant = { role: 'deputy', school, person: null }
const today = `/schools/${school}`
const minute = 60_000

describe('as soon as somebody has an account', () => {
  let house: House
  let served: Served
  let guest: Visitor
  beforeEach(async () => {
    house = await openHouse()
    served = await serve({ people: house.people, now: () => house.clock.now() })
    guest = visitor(served)
  })
  afterEach(async () => {
    await served.close()
    await house.close()
  })
  const enter = (login: string, next?: string) => guest.logIn(login, passwordOf(login), next)
  const people = async () => {
    await house.add('chief', chief)
    await house.add('petrova', deputy)
  }

  test('before, whoever sits here sees all; from then on nobody does without a name', async () => {
    expect((await guest.get(today)).status).toBe(200)
    expect((await guest.get('/account')).text).toContain('users add')
    await people()
    for (const path of [today, '/', '/queues', `/schools/5`, '/account', `${today}/runs`]) {
      const answer = await guest.get(path)
      expect([path, answer.status]).toEqual([path, 303])
      expect(answer.text).not.toContain('СОШ')
    }
    const unknown = await guest.get('/nowhere')
    expect([unknown.status, unknown.text.includes('СОШ')]).toEqual([404, false])
    expect((await guest.get('/healthz')).status).toBe(200)
    expect(JSON.parse((await guest.get('/readyz')).text)).toEqual({ ready: true })
    await enter('chief')
    expect(JSON.parse((await guest.get('/readyz')).text)).toHaveProperty('parts')
  })

  test('log-in leads back to where one was, log-out out', async () => {
    await people()
    const asked = await guest.get(`${today}?from=2026-11-16&to=2026-11-20`)
    const address = String(asked.headers.location)
    await guest.get(address)
    const entered = await guest.submit('/login', { login: ' Petrova ', password: passwordOf('petrova') })
    expect([entered.status, entered.headers.location]).toEqual([
      303,
      `${today}?from=2026-11-16&to=2026-11-20`,
    ])
    const page = await guest.get(today)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Некто petrova')
    expect((await guest.get('/login?next=/account')).headers.location).toBe('/account')
    const stolen = new Map(guest.cookies)
    expect((await guest.submit('/logout')).headers.location).toBe('/login')
    expect(guest.cookies.has('bridge_session')).toBe(false)
    for (const [name, value] of stolen) guest.cookies.set(name, value)
    expect((await guest.get(today)).status).toBe(303)
  })

  test('nobody is led elsewhere by a link', async () => {
    await people()
    for (const next of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/login?next=/',
    ]) {
      const { headers } = await enter('petrova', next)
      expect([next, headers.location]).toEqual([next, '/'])
      guest.cookies.clear()
    }
  })

  test('a wrong password, a wrong name and a locked account are told alike; what was typed as a name stays', async () => {
    await people()
    await house.people.accounts.lock('petrova', house.clock.now())
    const texts: string[] = []
    for (const login of ['chief', 'petrova', 'nobody']) {
      await guest.get('/login')
      const { status, text } = await guest.submit('/login', { login, password: 'угадываю' })
      expect(status).toBe(401)
      texts.push(text.replaceAll(login, ''))
    }
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toContain('Имя или пароль не подходят.')
    expect((await enter('petrova')).text).toContain('закрыта')
    for (let tries = 0; tries < 4; tries++)
      await guest.submit('/login', { login: 'chief', password: 'угадываю' })
    const held = await guest.submit('/login', { login: 'chief', password: passwordOf('chief') })
    expect(held.text).toMatch(/не раньше чем через \d+ с\./)
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('cookies are for this server only, and behind TLS for TLS only', async () => {
    await people()
    const plain = await enter('petrova')
    expect(String(plain.headers['set-cookie'])).toMatch(
      /^bridge_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const behind = await serve({ people: house.people }, { publicUrl: 'https://journal.school.example' })
    const far = visitor(behind)
    const host = { host: 'journal.school.example' }
    const form = await far.get('/login', host)
    expect(form.status).toBe(200)
    expect(String(form.headers['strict-transport-security'])).toContain('max-age=31536000')
    const entered = await far.submit('/login', { login: 'petrova', password: passwordOf('petrova') })
    expect(entered.status).toBe(303)
    expect(String(entered.headers['set-cookie'])).toMatch(
      /^__Host-bridge_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    expect((await far.get(today, { host: 'evil.example' })).status).toBe(421)
    await behind.close()
  })

  test('a form of another session, of another visitor or of none does nothing', async () => {
    await people()
    await enter('petrova')
    const price = `${today}/resync?price=1&from=2026-11-16&to=2026-11-20`
    const fields = fieldsOf((await guest.get(price)).text, `${today}/resync`)
    const other = visitor(served)
    await other.logIn('petrova', passwordOf('petrova'))
    expect((await other.post(`${today}/resync`, fields)).status).toBe(403)
    const anonymous = visitor(served)
    await anonymous.get('/login')
    expect(
      (
        await anonymous.post('/login', [
          ['login', 'petrova'],
          ['password', passwordOf('petrova')],
        ])
      ).status,
    ).toBe(401)
    expect(served.started).toEqual([])
    expect((await guest.post(`${today}/resync`, fields)).status).toBe(303)
    expect(served.started).toHaveLength(1)
  })

  test('who comes too late with a form keeps what was typed, logs in, and sends it himself', async () => {
    await people()
    await enter('petrova')
    await guest.get(`${today}/resync?price=1&from=2026-11-16&to=2026-11-20&class=71&class=72`)
    house.clock.set(house.clock.now() + 61 * minute)
    const late = await guest.submit(`${today}/resync`)
    expect([late.status, served.started]).toEqual([401, []])
    expect(late.text).toContain('сохранено')
    const wrong = await guest.submit('/login', { login: 'petrova', password: 'угадываю' })
    expect(wrong.status).toBe(401)
    const back = await guest.submit('/login', { login: 'petrova', password: passwordOf('petrova') })
    expect(back.text).toContain('Вы снова вошли')
    expect(back.text).toContain('2026-11-16')
    expect(served.started).toEqual([])
    expect((await guest.submit(`${today}/resync`)).status).toBe(303)
    expect(served.started).toEqual([
      { school, from: '2026-11-16', to: '2026-11-20', classIds: ['71', '72'], kinds: null },
    ])
  })

  test('a page that watches itself goes to the log-in, with the way back', async () => {
    await people()
    const fragment = await guest.get(`${today}/runs/x/progress`, {
      'hx-request': 'true',
      'hx-current-url': new URL(`${today}/runs/x?a=1`, served.url).href,
    })
    expect(fragment.status).toBe(401)
    expect(fragment.headers['hx-redirect']).toBe(`/login?next=${encodeURIComponent(`${today}/runs/x?a=1`)}`)
    expect((await guest.get('/queues', { 'sec-fetch-mode': 'cors' })).status).toBe(401)
  })

  test('a temporary password opens nothing but the choice of another one', async () => {
    await people()
    const made = await house.people.add({
      ...{
        login: 'nova',
        name: 'Новая А. А.',
        subject: null,
        grants: [deputy],
        by: 'тест',
        password: 'made',
      },
    })
    expect((await guest.logIn('nova', made ?? '')).status).toBe(303)
    expect((await guest.get(today)).headers.location).toBe('/account/password')
    const form = await guest.get('/account/password')
    expect(form.text).toContain('Придумайте свой пароль')
    const choose = (old: string, next: string, again = next) =>
      guest.submit('/account/password', { old, next, again })
    for (const [old, next, again, problem] of [
      [made, 'коротко', 'коротко', 'Нужно не меньше'],
      [made, 'свой длинный пароль', 'другой пароль', 'Не совпадает'],
      ['не тот', 'свой длинный пароль', 'свой длинный пароль', 'Пароль не подходит.'],
      [made, made, made, 'Это нынешний пароль'],
    ]) {
      const { status, text } = await choose(old ?? '', next ?? '', again ?? '')
      expect([problem, status, text.includes(problem ?? '')]).toEqual([problem, 422, true])
      expect(text).not.toContain('свой длинный')
    }
    const before = guest.cookies.get('bridge_session')
    const changed = await choose(made ?? '', 'свой длинный пароль')
    expect(changed.headers.location).toBe('/account?done=password')
    expect(guest.cookies.get('bridge_session')).not.toBe(before)
    expect((await guest.get(today)).status).toBe(200)
  })

  test('the code of a telephone: shown as a picture, asked for at log-in, taken back with a code', async () => {
    await people()
    const codeNow = (secret: string) => totpAt(secret, Math.floor(house.clock.now() / 30_000))
    await enter('petrova')
    const shown = await guest.get('/account/code')
    expect(shown.text).toContain('<svg')
    const secret = /<code>([^<]*)<\/code>/.exec(shown.text)?.[1]?.replaceAll(' ', '') ?? ''
    expect((await guest.submit('/account/code', { code: '123456' })).status).toBe(422)
    const on = await guest.submit('/account/code', { code: codeNow(secret) })
    const codes = [...on.text.matchAll(/<li>([A-Z2-7]{5}-[A-Z2-7]{5})<\/li>/g)].map(match => String(match[1]))
    expect(codes).toHaveLength(10)
    await guest.submit('/logout')
    house.clock.set(house.clock.now() + minute)
    const half = await enter('petrova', `${today}/runs`)
    expect(half.text).toContain('Код из телефона')
    expect((await guest.get(today)).status).toBe(303)
    expect((await guest.get('/login/code')).status).toBe(200)
    await enter('petrova', `${today}/runs`)
    expect((await guest.submit('/login/code', { code: '000000' })).status).toBe(401)
    const whole = await guest.submit('/login/code', { code: codeNow(secret) })
    expect([whole.status, whole.headers.location]).toEqual([303, `${today}/runs`])
    await guest.get('/account/code')
    expect((await guest.submit('/account/code/off', { code: 'AAAAA-AAAAA' })).status).toBe(422)
    expect((await guest.submit('/account/code/off', { code: codes[0] ?? '' })).headers.location).toBe(
      '/account?done=code-off',
    )
    await guest.submit('/logout').catch(() => guest.cookies.clear())
    guest.cookies.clear()
    expect((await enter('petrova')).status).toBe(303)
  })

  test('log-ins, refusals and changes are in the log of access, with whence', async () => {
    await people()
    await guest.logIn('petrova', 'угадываю')
    await guest.logIn('nobody', 'угадываю')
    await enter('petrova')
    const log = await house.people.log.read({
      from: 0,
      until: house.clock.now() + 1,
      schools: null,
      most: 10,
    })
    const comings = log.filter(({ act }) => act !== 'look')
    expect(comings.map(({ act, account, address }) => [act, account, address])).toEqual([
      ['log-in', 'petrova', '127.0.0.1'],
      ['refused-log-in', 'petrova', '127.0.0.1'],
    ])
  })
})
