import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { chromium } from 'playwright-core'
import { stringify } from 'yaml'
import { z } from 'zod'
import { systemClock } from '../../src/clock.js'
import { dataFolder, readStoredAccess, storeToken } from '../../src/config/index.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { authCommand } from '../../src/cli/commands/auth.js'
import { temporaryFolder } from '../cli/program.js'
import { describeWith } from '../support/programs.js'
import { run } from './command.js'
import { type Platform, startPlatform } from './platform.js'

const Invitation = z.object({ open: z.url(), redirect: z.url() })
const before = 'TokenFromBefore00000000000000000'

let sandbox: Sandbox
let platform: Platform
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const stored = async () => readStoredAccess(dataFolder(folder.path).secrets)

beforeAll(async () => {
  const day = { from: '2026-10-19', to: '2026-10-19' }
  sandbox = await startSandbox({ seed: 7, classes: 1, ...day, clock: systemClock })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  platform = await startPlatform(sandbox)
  folder = await temporaryFolder()
  await settings(sandbox.school.id)
  await storeToken(dataFolder(folder.path).secrets, before)
})
afterEach(async () => {
  await platform.close()
  await folder.remove()
})

async function settings(school: string): Promise<void> {
  const login = { url: platform.url, clientId: platform.clientId }
  const schools = [{ id: school, timeZone: 'Europe/Moscow' }]
  const text = stringify({ version: 1, platform: { url: platform.url, login }, schools })
  await writeFile(join(folder.path, 'bridge.yaml'), text)
}

const login = (args: readonly string[], given: Parameters<typeof run>[2] = {}) =>
  run(authCommand, ['login', '--data', folder.path, '--json', '--no-browser', ...args], given)

/** Starts a login; the human gets the address once the program has shown it. */
async function started(...args: string[]) {
  const environment = { DNEVNIK_CLIENT_SECRET: platform.clientSecret }
  const running = login(['--redirect-port', '0', ...args], { environment })
  const [line] = (await running.said(/"open".*\n/)).split('\n')
  return { ...Invitation.parse(JSON.parse(line ?? '')), ...running }
}

/** What a browser does: it follows the platform's redirect, and its page hands on what the address says. */
async function landed(open: string): Promise<URL> {
  const answer = await fetch(open, { redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}
async function handOn(address: URL, headers: Record<string, string> = {}) {
  const page = await fetch(new URL('/', address))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('location.hash')
  const body = new URLSearchParams({ query: address.search.slice(1), fragment: address.hash.slice(1) })
  return fetch(new URL('/', address), {
    method: 'POST',
    body,
    headers: { origin: address.origin, ...headers },
  })
}
async function walked(open: string) {
  return z.object({ title: z.string() }).parse(await (await handOn(await landed(open))).json())
}

describe('auth login', () => {
  test('the token comes back in the fragment, is tried, and only then replaces the old one', async () => {
    const { open, end } = await started()
    expect(new URL(open).searchParams.get('response_type')).toBe('token')
    expect(await walked(open)).toMatchObject({ title: 'Вход выполнен' })
    const result = await end
    expect(result).toMatchObject({ code: 0, lines: [{ schools: [sandbox.school.id], refreshable: false }] })
    const kept = await stored()
    expect(kept?.token).toMatch(/^Token/)
    expect(platform.asked).toContain('users/me/context')
    expect(result.written).not.toContain(kept?.token)
  })

  test('a code is exchanged, and what refreshes it is kept', async () => {
    platform.expiresIn = 7200
    const { open, end } = await started('--flow', 'code')
    await walked(open)
    const result = await end
    expect(result).toMatchObject({ code: 0, lines: [{ refreshable: true, expiresAt: expect.any(String) }] })
    const kept = await stored()
    expect(kept).toMatchObject({
      clientId: platform.clientId,
      refreshToken: expect.stringMatching(/^Refresh/),
    })
    expect(result.written).not.toMatch(/Refresh[0-9a-f]|Code[0-9a-f]|secret-of/)
  })

  test('strangers are passed over: another state, another page, another host; then the human comes', async () => {
    const { open, redirect, end } = await started()
    const forged = new URL(redirect)
    forged.hash = `access_token=${platform.issue()}&state=guessed`
    expect(await (await handOn(forged)).json()).toMatchObject({ title: 'Это другой вход' })
    forged.hash = `access_token=${platform.issue()}`
    expect(await (await handOn(forged)).json()).toMatchObject({ title: 'Это другой вход' })
    const right = await landed(open)
    expect((await handOn(right, { origin: 'https://evil.example.org' })).status).toBe(403)
    expect((await fetch(new URL('/else', redirect))).status).toBe(404)
    await handOn(right)
    expect(await end).toMatchObject({ code: 0 })
    expect((await stored())?.token).toBe(new URLSearchParams(right.hash.slice(1)).get('access_token'))
  })

  test('a refusal, a dead token or a school that is not seen leave the old token where it was', async () => {
    platform.answer = 'deny'
    const denied = await started()
    expect(await walked(denied.open)).toMatchObject({ title: 'Доступ не дан' })
    expect(await denied.end).toMatchObject({ code: 4, error: 'LOGIN_REFUSED' })
    platform.answer = 'agree'

    const dead = await started()
    const address = await landed(dead.open)
    platform.kill(new URLSearchParams(address.hash.slice(1)).get('access_token') ?? '')
    await handOn(address)
    expect(await dead.end).toMatchObject({ code: 4, error: 'DNEVNIK_TOKEN_DEAD' })

    await settings('1000009999999')
    const elsewhere = await started()
    await walked(elsewhere.open)
    expect(await elsewhere.end).toMatchObject({ code: 4, error: 'SCHOOL_NOT_VISIBLE' })
    expect((await stored())?.token).toBe(before)
  })

  test('interrupted while it waits, it ends with 130 and nothing changed', async () => {
    const { end, stop } = await started()
    stop()
    expect(await end).toMatchObject({ code: 130, error: 'INTERRUPTED' })
    expect((await stored())?.token).toBe(before)
  })

  test('with --paste an address or a bare token is piped in; nonsense and foreign addresses are refused', async () => {
    const paste = (input: string) => login(['--paste'], { input }).end
    const token = platform.issue()
    expect(await paste(`https://login.example.org/ok#access_token=${token}&state=other`)).toMatchObject({
      code: 4,
      error: 'LOGIN_REFUSED',
    })
    expect(await paste('привет')).toMatchObject({ code: 2, error: 'USAGE' })
    expect((await stored())?.token).toBe(before)
    expect(await paste(`${token}\n`)).toMatchObject({ code: 0 })
    expect((await stored())?.token).toBe(token)
  })

  test('what is missing is told before anybody is sent to a login page', async () => {
    const code = await login(['--flow', 'code']).end
    expect(code).toMatchObject({ code: 2, error: 'CONFIG_INVALID' })
    expect(code.hint).toContain('DNEVNIK_CLIENT_SECRET')
  })
})

describeWith('chromium', 'auth login in a browser', executablePath => {
  test('the page hands the token on and wipes it from the address', async () => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    try {
      const { open, redirect, end } = await started()
      const page = await browser.newPage()
      await page.goto(open)
      await page.getByRole('heading', { name: 'Вход выполнен' }).waitFor()
      expect(page.url()).toBe(redirect)
      expect(await end).toMatchObject({ code: 0 })
    } finally {
      await browser.close()
    }
  })
})
