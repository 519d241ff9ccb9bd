import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { loadProductionCalendars } from '../../src/config/index.js'
import { type Served, school, serve } from './served.js'

const address = `/schools/${school}/resync`

describe('re-sync on demand', () => {
  let served: Served
  beforeEach(async () => {
    served = await serve()
  })
  afterEach(() => served.close())

  /** Opens the price page as a browser does, and gives what its form would send. */
  async function priced(query: string) {
    const page = await served.get(`${address}?price=1&${query}`)
    const fields = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      match => [String(match[1]), String(match[2])] as const,
    )
    const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    return { page, fields, cookie }
  }

  test('asks for days and classes, then shows the price, and only then starts', async () => {
    const form = await served.get(address)
    expect(form.text).toContain('value="2026-11-14"')
    expect(form.text.match(/name="class"/g)).toHaveLength(3)
    expect(form.text.match(/name="kind"/g)).toHaveLength(5)
    const { page, fields, cookie } = await priced('from=2026-11-16&to=2026-11-20&class=71&class=72')
    expect(page.status).toBe(200)
    expect(page.text).toContain('11\u00a0запросов')
    expect(page.text).toContain('7А, 7Б')
    expect(served.started).toEqual([])
    const { status, headers } = await served.post(address, fields, { cookie })
    expect([status, headers.location]).toEqual([303, `/schools/${school}/runs/sync%2Fweb%2F1`])
    expect(served.started).toEqual([
      { school, from: '2026-11-16', to: '2026-11-20', classIds: ['71', '72'], kinds: null },
    ])
  })

  test('no class ticked means all of them', async () => {
    const { page, fields, cookie } = await priced('from=2026-11-16&to=2026-11-20')
    expect(page.text).toContain('<dd>все</dd>')
    await served.post(address, fields, { cookie })
    expect(served.started).toEqual([
      { school, from: '2026-11-16', to: '2026-11-20', classIds: null, kinds: null },
    ])
  })

  test('keeps what was typed and says what is wrong at the field', async () => {
    const { status, text } = await served.get(
      `${address}?price=1&from=2026-11-20&to=2026-11-16&class=71&class=555`,
    )
    expect(status).toBe(422)
    expect(text).toContain('Последний день раньше первого.')
    expect(text).toContain('Выбран класс, которого в школе нет.')
    expect(text).toMatch(/value="71" checked/)
    expect(text).toContain('value="2026-11-16"')
  })

  test('says at its field of which day no calendar tells, before and after the price', async () => {
    const { requireKnown } = await loadProductionCalendars()
    const strict = await serve({
      price: async request => {
        requireKnown(request)
        return { requests: 5, windows: 1 }
      },
    })
    const { status, text } = await strict.get(`${address}?price=1&from=2024-11-18&to=2024-11-20&class=71`)
    await strict.close()
    expect(status).toBe(422)
    expect(text).toMatch(/id="from-problem"[^>]*>Производственного календаря 2024 года нет/)
    expect(text).toContain('value="2024-11-20"')
    expect(text).toMatch(/value="71" checked/)
    expect(text).not.toContain('.yaml')
  })

  test('a form without the token of its cookie starts nothing, and offers to go on', async () => {
    const { fields, cookie } = await priced('from=2026-11-16&to=2026-11-20')
    const forged = fields.map(
      ([name, value]) => [name, name === '_csrf' ? `x${value.slice(1)}` : value] as const,
    )
    for (const [sent, sentCookie] of [
      [fields, ''],
      [forged, cookie],
      [fields.filter(([name]) => name !== '_csrf'), cookie],
    ] as const) {
      const { status, text } = await served.post(address, sent, { cookie: sentCookie })
      expect(status).toBe(403)
      expect(text).toContain('Чтение не начато')
      expect(text).toContain('value="2026-11-16"')
    }
    expect(served.started).toEqual([])
  })

  test('the same visitor keeps one token over several pages', async () => {
    const { cookie } = await priced('from=2026-11-16&to=2026-11-20')
    const again = await served.get(`${address}?price=1&from=2026-11-16&to=2026-11-20`, { cookie })
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(cookie).toMatch(/^bridge_form=/)
    expect(again.text).toContain(cookie.split('=')[1] ?? 'no token')
  })

  test('a changed or unreadable body starts nothing', async () => {
    const { fields, cookie } = await priced('from=2026-11-16&to=2026-11-20')
    const wrongDay = fields.map(([name, value]) => [name, name === 'to' ? '2026-99-99' : value] as const)
    expect((await served.post(address, wrongDay, { cookie })).status).toBe(422)
    const json = await served.post(address, fields, { cookie, 'content-type': 'application/xml' })
    expect(json.status).toBe(415)
    expect(json.text).toContain('Запрос не принят')
    expect(served.started).toEqual([])
  })
})
