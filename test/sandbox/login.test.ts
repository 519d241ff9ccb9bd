import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { chromium } from 'playwright-core'
import { stringify } from 'yaml'
import { z } from 'zod'
import { authCommand } from '../../src/cli/commands/auth.js'
import type { SwitchesGiven } from '../../src/sandbox/index.js'
import { run } from '../access/command.js'
import { temporaryFolder } from '../cli/program.js'
import { describeWith } from '../support/programs.js'
import { type Asking, ask } from './asking.js'

/** The browser's login and what a code gives, as the platform's clients know them. */

const home = 'http://127.0.0.1:8422/'
const open: { close(): Promise<void> }[] = []

async function at(switches: SwitchesGiven = {}): Promise<Asking> {
  const asking = await ask({ classes: 1, to: '2026-11-16', switches })
  open.push(asking.sandbox)
  return asking
}
afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close()
})

/** Where the human's answer sends the browser. */
async function sent({ raw }: Asking, type: 'token' | 'code', answer: 'agree' | 'deny' = 'agree') {
  const query = new URLSearchParams({ response_type: type, client_id: 'a-client', state: 'S+1', answer })
  const path = `/oauth2?${query}&redirect_uri=${encodeURIComponent(home)}&scope=CommonInfo,EducationalInfo`
  const { status, headers } = await raw(path, { redirect: 'manual' })
  const url = new URL(headers.get('location') ?? '')
  const said = Object.fromEntries(new URLSearchParams(type === 'token' ? url.hash.slice(1) : url.search))
  return { status, url, said }
}

const Grant = z.object({
  accessToken: z.string(),
  expiresIn: z.number().nullable(),
  refreshToken: z.string().nullable(),
  user_str: z.string(),
})

function exchange({ raw }: Asking, fields: Readonly<Record<string, string>>) {
  const body = { client_id: 'a-client', client_secret: 'its secret', ...fields }
  const headers = { 'Access-Token': '', 'Content-Type': 'application/json' }
  return raw('authorizations', { method: 'POST', body: JSON.stringify(body), headers })
}

/** Whether a call with this token is answered. */
async function lives({ raw }: Asking, token: string): Promise<boolean> {
  return (await raw('users/me/context', { headers: { 'Access-Token': token } })).status === 200
}

describe('the login page', () => {
  test('asks the human, and shows nothing as markup that a client says of itself', async () => {
    const { raw } = await at()
    const query = new URLSearchParams({
      response_type: 'token',
      client_id: '<b>"me"</b>',
      scope: 'CommonInfo',
    })
    const page = await raw(`/oauth2?${query}&redirect_uri=${encodeURIComponent(home)}`)
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
    expect(page.text).toContain('Разрешить')
    expect(page.text).not.toContain('<b>"me"')
  })

  test('sends a token back in the fragment, which lives beside the first one', async () => {
    const asking = await at()
    const { status, url, said } = await sent(asking, 'token')
    expect({ status, search: url.search, state: said.state }).toEqual({
      status: 302,
      search: '',
      state: 'S+1',
    })
    expect(said.access_token).toMatch(/^[a-zA-Z0-9]{32}$/)
    expect(said.access_token).not.toBe(asking.sandbox.token)
    expect(await lives(asking, said.access_token ?? '')).toBe(true)
    expect(await lives(asking, asking.sandbox.token)).toBe(true)
  })

  test('says so where the human denies it, or the client has no right to the code flow', async () => {
    expect((await sent(await at(), 'token', 'deny')).said).toMatchObject({ error: 'access_denied' })
    const refusing = await at({ codeFlow: 'refused' })
    expect((await sent(refusing, 'code')).said).toEqual({ error: 'unauthorized_client', state: 'S+1' })
  })

  test('names what it can’t work with', async () => {
    const { raw } = await at()
    const page = await raw('/oauth2?response_type=password&redirect_uri=javascript:alert(1)&scope=A')
    expect(page.status).toBe(400)
    expect(page.text).toContain('response_type, client_id, redirect_uri')
  })
})

describe('POST authorizations', () => {
  test('gives a token for a code, once and to the client that got it', async () => {
    const asking = await at({ tokenDays: 1 })
    const { said } = await sent(asking, 'code')
    const terms = { grant_type: 'AuthorizationCode', code: said.code ?? '' }
    expect((await exchange(asking, { ...terms, client_id: 'another' })).status).toBe(400)
    const answer = await exchange(asking, terms)
    const grant = Grant.parse(JSON.parse(answer.text))
    expect({ status: answer.status, expiresIn: grant.expiresIn }).toEqual({ status: 200, expiresIn: 86_400 })
    expect(answer.text).toContain(`"user":${grant.user_str}`)
    expect(await lives(asking, grant.accessToken)).toBe(true)
    expect(await exchange(asking, terms)).toMatchObject({ status: 400 })
  })

  test('a refresh token gives the next token when the first has died, and is replaced', async () => {
    const asking = await at({ tokenDays: 1 })
    const { said } = await sent(asking, 'code')
    const first = await exchange(asking, { grant_type: 'AuthorizationCode', code: said.code ?? '' })
    const { accessToken, refreshToken } = Grant.parse(JSON.parse(first.text))
    asking.at(asking.clock.now() + 86_400_000)
    expect(await lives(asking, accessToken)).toBe(false)
    const terms = { grant_type: 'RefreshToken', refreshToken: refreshToken ?? '' }
    const next = Grant.parse(JSON.parse((await exchange(asking, terms)).text))
    expect(await lives(asking, next.accessToken)).toBe(true)
    expect(next.refreshToken).not.toBe(refreshToken)
    expect((await exchange(asking, terms)).status).toBe(400)
  })

  test('by its switches gives no refresh token, and wants another word for a code', async () => {
    const asking = await at({ codeFlow: 'token', grantWord: 'Code' })
    const { said } = await sent(asking, 'code')
    const code = said.code ?? ''
    const refused = await exchange(asking, { grant_type: 'AuthorizationCode', code })
    expect(JSON.parse(refused.text)).toMatchObject({ type: 'parameterInvalid' })
    const grant = Grant.parse(JSON.parse((await exchange(asking, { grant_type: 'Code', code })).text))
    expect(grant).toMatchObject({ refreshToken: null, expiresIn: null })
  })

  test('is refused without secret, and other verbs than POST are', async () => {
    const asking = await at()
    const answer = await exchange(asking, { grant_type: 'AuthorizationCode', code: 'x', client_secret: '' })
    expect({ status: answer.status, text: answer.text }).toEqual({
      status: 400,
      text: '{"type":"parameterInvalid","description":"Parameter client_secret is invalid"}',
    })
    expect((await asking.raw('authorizations')).status).toBe(405)
  })
})

describeWith('chromium', 'auth login against the sandbox', executablePath => {
  test.each(['implicit', 'code'])('a human agrees in the browser: %s', async flow => {
    const { sandbox } = await at({ tokenDays: 30 })
    const folder = await temporaryFolder()
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    try {
      const platform = { url: sandbox.url, login: { url: sandbox.url, clientId: 'a-client' } }
      const schools = [{ id: sandbox.school.id, timeZone: 'Europe/Moscow' }]
      await writeFile(join(folder.path, 'bridge.yaml'), stringify({ version: 1, platform, schools }))
      const args = ['--data', folder.path, '--json', '--no-browser', '--redirect-port', '0', '--flow', flow]
      const environment = { DNEVNIK_CLIENT_SECRET: 'its secret' }
      const login = run(authCommand, ['login', ...args], { environment })
      const [line = ''] = (await login.said(/"open".*\n/)).split('\n')
      const page = await browser.newPage()
      await page.goto(z.object({ open: z.url() }).parse(JSON.parse(line)).open)
      await page.getByRole('button', { name: 'Разрешить' }).click()
      await page.getByRole('heading', { name: 'Вход выполнен' }).waitFor()
      const { code, lines } = await login.end
      expect({ code, lines }).toMatchObject({ code: 0, lines: [{ refreshable: flow === 'code' }] })
    } finally {
      await browser.close()
      await folder.remove()
    }
  })
})
