import { afterEach, describe, expect, test } from '@jest/globals'
import { nobody, type Served, school, serve } from './served.js'

describe('who may use the pages', () => {
  const open: Served[] = []
  const opened = async (...parameters: Parameters<typeof serve>) => {
    const served = await serve(...parameters)
    open.push(served)
    return served
  }
  afterEach(async () => {
    for (const served of open.splice(0)) await served.close()
  })

  test('a foreign name that resolves to this computer is refused', async () => {
    const served = await opened()
    const port = new URL(served.url).port
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example']) {
      const answer = await served.get(`/schools/${school}`, { host })
      expect([host, answer.status >= 400]).toEqual([host, true])
      expect(answer.text).not.toContain('СОШ')
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await served.get('/healthz', { host })).status).toBe(200)
    }
  })

  test('a write from another page, another port or nowhere is refused before anything is done', async () => {
    const served = await opened()
    const address = `/schools/${school}/resync`
    const strangers: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'http://127.0.0.1:1' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of strangers) {
      const { status, text } = await served.post(address, [['from', '2026-11-16']], headers)
      expect([headers, status]).toEqual([headers, 403])
      expect(text).toContain('Запрос с чужой страницы')
    }
    expect(served.started).toEqual([])
  })

  test('other computers are served only when somebody has an account, and everybody so has to log in', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'school.example']) {
      await expect(serve({}, { host })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        hint: expect.stringContaining('users add'),
      })
    }
    const behind = { publicUrl: 'https://journal.school.example' }
    await expect(serve({}, behind)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    const people = { ...nobody(), anybody: async () => true }
    const served = await opened({ people }, { host: '0.0.0.0' })
    expect((await served.get('/healthz', { host: 'school.example' })).status).toBe(200)
    expect((await served.get(`/schools/${school}`, { host: 'school.example' })).status).toBe(303)
  })

  test('pages load nothing from elsewhere, and nobody may frame them', async () => {
    const served = await opened()
    const { headers, text } = await served.get(`/schools/${school}`)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(text).not.toMatch(/(src|href)="https?:/)
    for (const [, address] of text.matchAll(/(?:src|href)="(\/assets\/[^"]*)"/g)) {
      expect((await served.get(String(address))).status).toBe(200)
    }
  })

  test('a port in use is told with the remedy', async () => {
    const served = await opened()
    const port = Number(new URL(served.url).port)
    await expect(serve({}, { port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      hint: expect.stringContaining('--port'),
    })
  })
})
