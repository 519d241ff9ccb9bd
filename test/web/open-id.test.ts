import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { packageRoot } from '../../src/package-root.js'
import { createOpenId, type Grant } from '../../src/people/index.js'
import { chief, type House, openHouse } from '../people/house.js'
import { type Served, school, serve } from './served.js'
import { fieldsOf, visitor } from './visitor.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** What a browser does at the organisation's pages: says who it is, agrees, and is sent back. */
async function signInThere(
  address: string,
  name: string,
  isBack: (location: string) => boolean,
): Promise<string> {
  const cookies = new Map<string, string>()
  let next = address
  let form: URLSearchParams | null = null
  for (let step = 0; step < 20; step++) {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const answer: Response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [key = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(key, value)
    }
    const location = answer.headers.get('location')
    form = null
    if (location !== null) {
      next = new URL(location, next).href
      if (isBack(next)) return next
      continue
    }
    const page = await answer.text()
    const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? ''
    const fields = fieldsOf(page, action).map(([key, value]) => [key, key === 'login' ? name : value || 'x'])
    form = new URLSearchParams(fields.map(([key = '', value = '']) => [key, value]))
    next = new URL(action, next).href
  }
  throw new Error('the provider never sent anybody back')
}

describe("the organisation's own log-in", () => {
  const deputy: Grant = { role: 'deputy', school, person: null }
  let house: House
  let served: Served
  let provider: ChildProcess
  let issuer: string
  let back: string
  const way = (secret: string, claim = 'email') =>
    createOpenId({
      ...{ name: 'школьный портал', issuer, clientId: 'dnevnik-bridge', claim, scopes: ['openid', 'email'] },
      ...{ secret: async () => secret, secrets: house.secrets, clock: house.clock },
    })

  beforeAll(async () => {
    house = await openHouse()
    await house.add('chief', chief)
    await house.people.add({
      ...{ login: 'm.petrova', name: 'Петрова М. И.', subject: 'petrova@school.example' },
      ...{ grants: [deputy], by: 'тест', password: 'none' },
    })
    const port = await freePort()
    back = `http://127.0.0.1:${port}/login/openid/back`
    const child = spawn(process.execPath, [join(packageRoot, 'test/support/open-id-provider.mjs'), back], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    provider = child
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    issuer = String(line)
    served = await serve(
      { people: house.people, now: () => house.clock.now(), openId: way('only a test') },
      { port },
    )
  })
  afterAll(async () => {
    await served.close()
    const ended = once(provider, 'exit')
    provider.kill()
    await ended
    await house.close()
  })

  const pathOf = (address: string) => {
    const { pathname, search } = new URL(address)
    return `${pathname}${search}`
  }
  async function signIn(name: string, next = `/schools/${school}?from=2026-11-16&to=2026-11-20`) {
    const guest = visitor(served)
    const form = await guest.get(`/login?next=${encodeURIComponent(next)}`)
    expect(form.text).toContain('Войти через школьный портал')
    const begun = await guest.get(`/login/openid?next=${encodeURIComponent(next)}`)
    const there = String(begun.headers.location)
    expect(there.startsWith(issuer)).toBe(true)
    const returned = await signInThere(there, name, location => location.startsWith(back))
    return { guest, there, returned, begun }
  }

  test('leads there and back to where one was, with PKCE, state and nonce', async () => {
    const { guest, there, returned, begun } = await signIn('petrova')
    const asked = new URL(there).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect([asked.get('state'), asked.get('nonce'), asked.get('redirect_uri')]).toEqual([
      expect.stringMatching(/^.{40,}$/),
      expect.stringMatching(/^.{40,}$/),
      back,
    ])
    expect(String(begun.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax; Max-Age=600/)
    const entered = await guest.get(pathOf(returned))
    expect([entered.status, entered.headers.location]).toEqual([
      303,
      `/schools/${school}?from=2026-11-16&to=2026-11-20`,
    ])
    expect((await guest.get(`/schools/${school}`)).text).toContain('Петрова М. И.')
    // Who has no password has none to change, and none to guess.
    expect((await guest.get('/account/password')).status).toBe(303)
    // A code is good once.
    const again = visitor(served)
    expect((await again.get(pathOf(returned))).status).toBe(401)
  })

  test('what was being sent when the session ended is kept on the way there and back, and sent by its sender', async () => {
    const fields = [
      ['from', '2026-11-16'],
      ['to', '2026-11-20'],
      ['note', 'Ёлки & палки "в кавычках" '.repeat(800)],
    ] as const
    const path = `/schools/${school}/resync`
    const guest = visitor(served)
    const expired = await guest.post(path, fields)
    expect([expired.status, expired.text.includes('сохранено')]).toEqual([401, true])
    const begun = await guest.submit('/login/openid')
    expect(begun.status).toBe(200)
    const link = /href="(\/login\/openid[^"]*)"/.exec(begun.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const there = String((await guest.get(link)).headers.location)
    // Neither address nor cookie has any of it.
    expect([there, ...guest.cookies.values()].join().length).toBeLessThan(4000)
    const isBack = (location: string) => location.startsWith(back)
    // Somebody without an account first: nothing is lost by that.
    const stranger = await guest.get(pathOf(await signInThere(there, 'stranger', isBack)))
    expect([stranger.status, stranger.text.includes('сохранено')]).toEqual([401, true])
    await guest.submit('/login/openid')
    const again = String((await guest.get(link)).headers.location)
    const entered = await guest.get(pathOf(await signInThere(again, 'petrova', isBack)))
    expect([entered.status, entered.text.includes('Вы снова вошли')]).toEqual([200, true])
    expect(guest.cookies.has('bridge_kept')).toBe(false)
    expect(fieldsOf(entered.text, path).filter(([name]) => name !== '_csrf')).toEqual(fields)
    const before = served.started.length
    expect((await guest.submit(path)).status).toBe(303)
    expect(served.started.slice(before)).toMatchObject([{ school, from: '2026-11-16', to: '2026-11-20' }])
  })

  test('a kept form is sealed, found by its cookie only, and gone after ten minutes', async () => {
    const { keptForms } = house.people
    const [now, text] = [house.clock.now(), JSON.stringify([['reason', 'Курсы повышения квалификации']])]
    const id = await keptForms.keep(text, now)
    expect(await keptForms.find(id, now + 60_000)).toBe(text)
    expect(await house.again().keptForms.find(id, now)).toBe(text)
    expect(await keptForms.find(`${id}x`, now)).toBeNull()
    expect(await keptForms.find(id, now + 10 * 60_000)).toBeNull()
    const { rows } = await sql<{ content: Buffer; id: string }>`
      select content, sha256 as id from people.kept_form`.execute(house.database.kysely)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row.content.toString('utf8')).not.toContain('Курсы')
      expect(row.id).not.toBe(id)
    }
    await keptForms.forgetOld(now + 10 * 60_000)
    expect((await sql`select from people.kept_form`.execute(house.database.kysely)).rows).toEqual([])
  })

  test('of forms that are kept at one moment the newest stay', async () => {
    const { keptForms } = house.people
    const now = house.clock.now()
    const ids: string[] = []
    for (let index = 0; index < 503; index += 1) ids.push(await keptForms.keep('[]', now))
    const found = await Promise.all([...ids.slice(0, 4), ids.at(-1) ?? ''].map(id => keptForms.find(id, now)))
    expect(found).toEqual([null, null, null, '[]', '[]'])
    await keptForms.forgetOld(now + 10 * 60_000)
  })

  test('a form of another page begins nothing', async () => {
    const guest = visitor(served)
    await guest.get('/login')
    const answer = await guest.post('/login/openid', [['kept', '[["a","b"]]']])
    expect([answer.status, guest.cookies.has('bridge_kept')]).toEqual([401, false])
  })

  test('who has no account here, or an address that nobody has confirmed, is told so', async () => {
    for (const [name, text] of [
      ['stranger', 'учётной записи для вас здесь нет'],
      ['liar', 'не сообщил, кто вошёл'],
    ] as const) {
      const { guest, returned } = await signIn(name)
      const answer = await guest.get(pathOf(returned))
      expect([name, answer.status, answer.text.includes(text)]).toEqual([name, 401, true])
      expect(guest.cookies.has('bridge_session')).toBe(false)
    }
  })

  test('who cancels there is told just that, and by the password still comes where he was going', async () => {
    const wanted = `/schools/${school}/resync`
    const guest = visitor(served)
    const begun = await guest.get(`/login/openid?next=${encodeURIComponent(wanted)}`)
    const state = new URL(String(begun.headers.location)).searchParams.get('state') ?? ''
    const refusal = new URLSearchParams({ error: 'access_denied', state, iss: issuer })
    const answer = await guest.get(`${pathOf(back)}?${refusal}`)
    expect([answer.status, answer.text.includes('вход там отменён')]).toEqual([401, true])
    expect(answer.text).not.toContain('не ответил')
    expect(fieldsOf(answer.text, '/login').find(([name]) => name === 'next')).toEqual(['next', wanted])
  })

  test('an answer that belongs to another browser, or comes too late, or was tampered with, is refused', async () => {
    const { returned, guest } = await signIn('petrova')
    expect((await visitor(served).get(pathOf(returned))).status).toBe(401)
    const forged = new URL(returned)
    forged.searchParams.set('state', 'x'.repeat(43))
    const kept = new Map(guest.cookies)
    expect((await guest.get(pathOf(forged.href))).status).toBe(401)
    for (const [name, value] of kept) guest.cookies.set(name, value)
    house.clock.set(house.clock.now() + 11 * 60_000)
    const late = await guest.get(pathOf(returned))
    expect([late.status, late.text.includes('слишком давно')]).toEqual([401, true])
    expect(guest.cookies.has('bridge_session')).toBe(false)
  })

  test('a locked account stays out this way too', async () => {
    await house.people.accounts.lock('m.petrova', house.clock.now())
    const { guest, returned } = await signIn('petrova')
    expect((await guest.get(pathOf(returned))).text).toContain('закрыта')
    await house.people.accounts.unlock('m.petrova')
  })

  test('a server that is away, or refuses this program, leaves the log-in by password', async () => {
    await way('only a test').probe()
    const nowhere = createOpenId({
      ...{ name: 'портал', issuer: 'http://127.0.0.1:9', clientId: 'x', claim: 'email', scopes: ['openid'] },
      ...{ secret: async () => null, secrets: house.secrets, clock: house.clock },
    })
    await expect(nowhere.probe()).rejects.toMatchObject({ code: 'OPENID_FAILED' })
    const other = await serve({ people: house.people, now: () => house.clock.now(), openId: nowhere })
    const answer = await visitor(other).get('/login/openid')
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('name="password"')
    await other.close()
    // A code for somebody who can't prove to be the client.
    const { returned } = await signIn('petrova')
    const wrong = way('a wrong secret')
    const begun = await wrong.begin({ redirect: back, next: '/' })
    await expect(wrong.end({ address: pathOf(returned), kept: begun.kept })).rejects.toMatchObject({
      code: 'OPENID_FAILED',
    })
  })
})
