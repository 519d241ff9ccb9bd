import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Run } from '../../src/runs/index.js'
import { describeWith } from '../support/programs.js'
import { aRun, type Served, school, serve } from './served.js'

/** A run that gets one window further each time somebody looks. */
function progressingRun(): () => Run {
  let looks = 0
  return () => {
    looks += 1
    const complete = Math.min(looks - 1, 4)
    const ended = complete === 4
    return aRun({
      windows: looks === 1 ? null : 4,
      complete,
      incomplete: 0,
      requests: complete + 5,
      ...(ended && { state: 'done', finishedAt: aRun().createdAt + 60_000 }),
    })
  }
}

describeWith('chromium', 'the pages in a browser', executablePath => {
  let browser: Browser
  let page: Page
  let served: Served
  let trouble: string[]
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    const look = progressingRun()
    served = await serve({ run: async () => look() })
  })
  afterEach(async () => {
    await page.context().close()
    await served.close()
  })
  async function visit(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    trouble = []
    page = await (await browser.newContext(options)).newPage()
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
    })
    page.on('pageerror', error => trouble.push(String(error)))
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && origin !== new URL(served.url).origin) trouble.push(request.url())
    })
    await page.goto(new URL(path, served.url).href)
  }

  test('from «Сегодня» by way of the price to the end of a re-sync, watching its progress', async () => {
    await visit('/')
    await page.getByRole('link', { name: 'Перечитать эти дни' }).click()
    await page.getByLabel('С', { exact: true }).fill('2026-11-16')
    await page.getByLabel('7А').check()
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page.getByText('8 запросов').waitFor()
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.waitForURL('**/runs/**')
    await page.getByText('2 из 4 частей журнала').waitFor()
    await page.getByRole('status').filter({ hasText: 'готово' }).waitFor()
    expect(await page.locator('[hx-trigger]').count()).toBe(0)
    expect(served.started).toEqual([
      { school, from: '2026-11-16', to: '2026-11-20', classIds: ['71'], kinds: null },
    ])
    await page.getByRole('link', { name: 'Что нарушено за эти дни' }).click()
    await page.getByRole('heading', { name: 'Что нарушено', exact: true }).waitFor()
    expect(trouble).toEqual([])
  })

  test('works without scripts: the page reloads itself until the run has ended', async () => {
    await visit(`/schools/${school}/resync?price=1&from=2026-11-16&to=2026-11-20`, {
      javaScriptEnabled: false,
    })
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.getByRole('link', { name: 'Обновить' }).click()
    await page.getByText('1 из 4 частей журнала').waitFor()
    await page.getByText('2 из 4 частей журнала').waitFor()
    expect(served.started).toHaveLength(1)
    expect(trouble).toEqual([])
  })

  test('can be used by keyboard alone', async () => {
    await visit(`/schools/${school}`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('К содержанию')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('name')).toBe('from')
  })

  for (const width of [360, 768, 1280]) {
    test(`no page is wider than a screen of ${width} px`, async () => {
      const runPage = `/schools/${school}/runs/sync%2Fweb%2F1`
      const paths = [
        '',
        '/classes',
        '/classes/71',
        '/clauses',
        '/clauses/2.6',
        '/readiness',
        '/resync',
        '/resync?price=1&from=2026-11-16&to=2026-11-20',
        '/runs',
        '/findings?kind=broken',
      ]
      await visit(`/schools/${school}?from=2026-10-01&to=2026-11-20`, { viewport: { width, height: 800 } })
      for (const path of [
        ...paths.map(path => `/schools/${school}${path}`),
        runPage,
        '/queues',
        '/nowhere',
      ]) {
        await page.goto(new URL(path, served.url).href)
        const wide = await page.evaluate('document.documentElement.scrollWidth')
        expect([path, wide]).toEqual([path, width])
      }
    })
  }
})
