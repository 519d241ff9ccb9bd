import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { describeWith } from '../support/programs.js'
import { aVerdict } from '../support/report.js'
import { entryOf, type Found, found, school, someFigures } from './found.js'
import type { ControlDeps } from '../../src/web/index.js'
import { type Served, serve } from './served.js'

const at = (path: string) => `/schools/${school}${path}`
const verdict = `/verdicts/${entryOf(aVerdict())}`
const days = '?from=2026-11-09&to=2026-11-20'
const pages = [
  '',
  '/findings',
  '/classes',
  '/classes/71',
  '/teachers/31',
  '/subjects/500',
  '/clauses',
  '/clauses/2.6',
  '/readiness',
  '/certificate',
  '/remind',
].map(path => `${path}${days}`)
const reminder = '/remind?teacher=31'
/** Of a pixel: what lies side by side may touch. */
const hair = 0.1

/** Two teachers who owe something, one letter, one that went. */
const aControl: ControlDeps = {
  deputy: () => 'Заместитель директора по УВР, А. П. Иванова',
  certificate: async () => new Uint8Array(),
  quietHours: null,
  owing: async () => [
    { teacher: '31', name: 'Петрова М. И.', count: 3 },
    { teacher: '32', name: 'Ли В.', count: 1 },
  ],
  reminder: async () => ({
    teacher: 'Петрова М. И.',
    address: 'ochen.dlinny.adres.uchitelya.srednei.shkoly@gorod.example.org',
    count: 3,
    content: { subject: 'Напоминание о журнале: ещё не записано: 3', html: '<p>Письмо</p>', text: 'Письмо' },
    obstacle: null,
    seen: '1',
  }),
  remind: async () => null,
  reminders: async () => [
    {
      ...{ teacher: '31', by: 'Иванова А. П.', entries: ['1', '2'], kind: 'reminder-31-all' },
      ...{ period: '2026-11-19', at: Date.parse('2026-11-19T12:00:00+03:00') },
    },
  ],
}

describeWith('chromium', 'the pages about findings in a browser', executablePath => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let of: Found
  let served: Served
  let axe: string
  const trouble: string[] = []
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    of = await found({ figures: someFigures() })
    served = await serve({ findings: of.deps, control: aControl })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(async () => {
    await browser.close()
    await served.close()
    await of.close()
  })

  async function opened(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    context = await browser.newContext(options)
    page = await context.newPage()
    trouble.splice(0)
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
    })
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && origin !== new URL(served.url).origin) trouble.push(request.url())
    })
    await go(path)
  }
  const go = (path: string) => page.goto(new URL(path, served.url).href)

  /** What axe finds, in words; it is put into the page by the browser, so the page's own policy stands. */
  async function faults(): Promise<unknown> {
    await page.evaluate(axe)
    return page.evaluate(
      'axe.run().then(({ violations }) => violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))',
    )
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on any page, by ${colorScheme}`, async () => {
      await opened(at(''), { colorScheme, bypassCSP: true })
      for (const path of [...pages, verdict, reminder]) {
        await go(at(path))
        for (const details of await page.locator('details').all())
          await details.evaluate(node => node.setAttribute('open', ''))
        expect([path, await faults()]).toEqual([path, []])
      }
      await context.close()
    })
  }

  for (const width of [360, 1280]) {
    test(`no page is wider than a screen of ${width} px`, async () => {
      await opened(at(''), { viewport: { width, height: 800 } })
      for (const path of [...pages, verdict, reminder]) {
        await go(at(path))
        for (const details of await page.locator('details').all())
          await details.evaluate(node => node.setAttribute('open', ''))
        expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width])
      }
      await context.close()
    })
  }

  /** Where parts of the time line lie within it, without the width of their strokes. */
  const drawn = (what: string) =>
    page.locator(`.time-line ${what}`).evaluateAll(nodes =>
      nodes.map(node => {
        const { y, height } = (node as SVGGraphicsElement).getBBox()
        return { y, height }
      }),
    )

  for (const width of [360, 1280]) {
    test(`on a screen of ${width} px the time line’s deadline crosses each axis and no word`, async () => {
      await opened(at(verdict), { viewport: { width, height: 800 } })
      const [lines, axes, words] = await Promise.all(['.deadline line', '.axis', 'text'].map(drawn))
      if (!lines || !axes || !words) throw new Error('nothing is drawn')
      expect(axes.length).toBeGreaterThan(2)
      expect(lines).toHaveLength(axes.length)
      for (const [index, line] of lines.entries()) {
        const axis = axes[index]?.y ?? 0
        expect([line.y < axis, line.y + line.height > axis]).toEqual([true, true])
      }
      expect(words).toHaveLength(axes.length + 3)
      for (const word of words)
        for (const line of lines)
          expect(line.y + line.height <= word.y + hair || line.y >= word.y + word.height - hair).toBe(true)
      for (const word of await page.locator('.time-line text').all()) {
        const { x = -1, width: wide = 0 } = (await word.boundingBox()) ?? {}
        expect(x >= 0 && x + wide <= width).toBe(true)
      }
      await context.close()
    })
  }

  test('from a number to its list, to a verdict, to a reply, without scripts', async () => {
    await opened(at(days), { javaScriptEnabled: false })
    await page.getByRole('link', { name: '2 Нарушено' }).click()
    await page.getByRole('heading', { name: 'Нарушено: 2' }).waitFor()
    await page.getByRole('link', { name: /на 157 мин позже срока/ }).click()
    await page.getByText('Ответить', { exact: true }).click()
    await page.getByLabel('Ответ', { exact: true }).fill('Был сбой сети')
    await page.getByLabel('Кто отвечает').fill('Петрова М. И.')
    await page.getByRole('button', { name: 'Записать ответ' }).click()
    await page.getByText('Был сбой сети').waitFor()
    expect(of.replies).toHaveLength(1)
    expect(trouble).toEqual([])
    await context.close()
  })

  test('an exemption is tried and entered by keyboard alone', async () => {
    await opened(at(verdict))
    await page.getByText('Оформить исключение').focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Причина').focus()
    await page.keyboard.type('Курсы')
    await page.keyboard.press('Tab')
    await page.keyboard.type('приказ № 12')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Иванова А. П.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Будет исключено случаев: 2').waitFor()
    await page.getByRole('button', { name: 'Оформить' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${verdict}`)
    expect(of.exemptions).toHaveLength(1)
    expect(trouble).toEqual([])
    await context.close()
  })

  test('what is chosen in the filter stays chosen, and narrows what is shown', async () => {
    await opened(at(days))
    await page.getByText('Отобрать').click()
    await page.getByLabel('Класс', { exact: true }).selectOption({ label: '10А' })
    await page.getByRole('button', { name: 'Показать' }).click()
    await page.getByRole('link', { name: '1 Нарушено' }).waitFor()
    expect(await page.getByLabel('Класс', { exact: true }).inputValue()).toBe('101')
    expect(await page.getByRole('rowheader', { name: '7А' }).count()).toBe(0)
    await context.close()
  })

  test('a whole page and what it loads are small', async () => {
    await opened(at(''))
    for (const path of [...pages, verdict, reminder]) {
      const answer = await go(at(path))
      expect((await answer?.body())?.length ?? 0).toBeLessThan(150 * 1024)
    }
    expect(trouble).toEqual([])
    await context.close()
  })
})
