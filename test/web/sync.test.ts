import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Directory } from '../../src/journal/index.js'
import { describeWith } from '../support/programs.js'
import { type House, house } from './house.js'

const now = '2026-10-23T20:00:00+03:00'
const week = { from: '2026-10-19', to: '2026-10-24' }

async function untilRead(home: House): Promise<void> {
  await home.queue.idle(AbortSignal.timeout(60_000))
}

describe('the pages on reading', () => {
  let home: House
  let base: string
  beforeAll(async () => {
    home = await house(now)
    base = `/schools/${home.inside.school.id}`
  })
  afterAll(() => home.close())

  /** Presses the only button of a page's form. */
  async function press(path: string, action: string) {
    const page = await home.get(path)
    const fields = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      match => [String(match[1]), String(match[2])] as const,
    )
    const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    return home.post(action, fields, { cookie })
  }

  test('before anything was read, they say so', async () => {
    const { status, text } = await home.get(`${base}/sync`)
    expect(status).toBe(200)
    expect(text).toContain('список учителей — не прочитано ни разу')
  })

  test('what was read when, what failed and why, stands by class and week', async () => {
    await home.inside.run('sync', week)
    home.inside.sandbox.setFaults([{ match: /edu-groups\/\d+\/marks\//, times: 1000, kind: 'html-200' }])
    home.inside.clock.set(Date.parse('2026-10-23T21:00:00+03:00'))
    expect((await home.inside.run('sync', week)).state).toBe('done-with-gaps')
    home.inside.sandbox.setFaults([])
    const { text } = await home.get(`${base}/sync?from=2026-10-19&to=2026-10-23`)
    expect(text).toContain('Прочитано не всё')
    expect(text).toContain('23.10 20:00')
    expect(text).toContain('не удалось')
    expect(text).toMatch(/Израсходовано<\/dt><dd>\d+/)
    const link = /href="([^"]*\/sync\/classes\/\d+[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const place = await home.get(link)
    expect(place.text).toContain('последнее чтение не удалось')
    expect(place.text).toContain('Неделя 19.10.2026–25.10.2026')
    expect((await home.get(`${base}/sync/classes/1`)).status).toBe(404)
    expect((await home.get(`${base}/sync?from=2026-10-25&to=2026-10-19`)).status).toBe(422)
  })

  test('a re-sync of one kind reads that kind and nothing else, for the price that was shown', async () => {
    const query = 'price=1&from=2026-10-19&to=2026-10-24&kind=marks'
    const { directory } = await directoryOf(home)
    const classId = directory.classes[0]?.id ?? ''
    const path = `${base}/resync?${query}&class=${classId}`
    expect((await home.get(path)).text).toContain('2\u00a0запроса')
    home.inside.clock.set(Date.parse('2026-10-23T22:00:00+03:00'))
    const before = home.inside.sandbox.requests()
    const started = await press(path, `${base}/resync`)
    expect(started.status).toBe(303)
    await untilRead(home)
    expect(home.inside.sandbox.requests() - before).toBe(2)
    const run = await home.get(String(started.headers.location))
    expect(run.text).toContain('только отметки')
    expect(run.text).toMatch(/Принесено: <b>(ничего нового|.*отмет)/)
    expect(
      (await home.get(`${base}/resync?price=1&from=2026-10-19&to=2026-10-24&kind=salaries`)).status,
    ).toBe(422)
  })

  test('a run that ended isn’t cancelled, and a form of another page cancels nothing', async () => {
    const [run] = await home.inside.app.deps.runs.recent(home.inside.school.id, 1)
    const path = `${base}/runs/${encodeURIComponent(run?.id ?? '')}`
    expect((await home.get(path)).text).not.toContain('Отменить')
    expect((await home.post(`${path}/cancel`, [])).status).toBe(403)
    expect((await home.inside.app.deps.runs.get(run?.id ?? ''))?.state).toBe(run?.state)
  })

  test('what stands in quarantine is told without its content, and is read once more by a job', async () => {
    const { mirror } = home.inside.app.deps
    const { directory } = await directoryOf(home)
    const window = {
      school: home.inside.school.id,
      resource: 'lessons' as const,
      group: directory.classes[0]?.id ?? '',
      week: '2026-10-12',
    }
    // A body that the program of the day couldn't read, though this one can.
    home.inside.clock.set(Date.parse('2026-10-23T23:00:00+03:00'))
    const answer = await home.inside.app.deps.source.read(window, { signal: AbortSignal.timeout(10_000) })
    await mirror.recordLook(window, {
      ...answer,
      parse: () => ({
        ...answer.parse(),
        records: [],
        quarantined: [{ path: '[3].date', problem: 'date: нужна дата', raw: '{"secret":"Иванов"}' }],
      }),
    })
    const shown = await home.get(`${base}/sync/quarantine`)
    expect(shown.text).toContain('<code>[].date</code>: date: нужна дата')
    expect(shown.text).not.toContain('Иванов')
    const requests = home.inside.sandbox.requests()
    const started = await press(`${base}/sync/quarantine`, `${base}/sync/quarantine`)
    await untilRead(home)
    expect(home.inside.sandbox.requests()).toBe(requests)
    const run = await home.get(String(started.headers.location))
    expect(run.text).toContain('Повторный разбор отложенного')
    expect(run.text).toContain('готово')
    // Its records came with a look before it: that there is nothing new would be untrue.
    expect(run.text).toMatch(/Изменилось записей<\/dt><dd>[1-9]/)
    expect(run.text).not.toContain('Принесено')
    expect((await home.get(`${base}/sync/quarantine`)).text).toContain('разобрано.')
    expect(await mirror.lessonIds(window.school, window.group, window.week)).not.toEqual([])
    // Nothing is left: nothing is begun.
    const again = await press(`${base}/sync`, `${base}/sync/quarantine`)
    expect(again.status).toBe(403)
  })
})

async function directoryOf({ inside }: House): Promise<{ directory: Directory }> {
  return { directory: await inside.app.deps.mirror.directory(inside.school.id) }
}

describeWith('chromium', 'a re-sync in a browser', executablePath => {
  let browser: Browser
  let page: Page
  let home: House
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    home = await house(now, { platform: { requestsPerSecond: 4, requestsAtOnce: 2 } })
    page = await browser.newPage()
  })
  afterEach(async () => {
    await page.close()
    await home.close()
  })

  test('shows its price, starts, is watched live, and is cancelled', async () => {
    await page.goto(new URL(`/schools/${home.inside.school.id}/resync`, home.url).href)
    await page.getByLabel('С', { exact: true }).fill('2026-10-12')
    await page.getByLabel('По', { exact: true }).fill('2026-10-24')
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page.getByText('запрос', { exact: false }).first().waitFor()
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.getByRole('status').filter({ hasText: 'идёт' }).waitFor()
    await page.getByText(/[1-9]\d* из \d+\s+част/).waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await page.getByRole('status').filter({ hasText: 'отменено' }).waitFor()
    expect(await page.locator('[hx-trigger]').count()).toBe(0)
    await page.getByText('Принесено').waitFor()
    await home.queue.idle(AbortSignal.timeout(10_000))
    const before = home.inside.sandbox.requests()
    await page.waitForTimeout(1_000)
    expect(home.inside.sandbox.requests()).toBe(before)
  })
})
