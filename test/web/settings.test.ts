import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Browser, chromium, type Page } from 'playwright-core'
import { settingsDeps } from '../../src/cli/web-deps/settings.js'
import { type Installation, installation } from '../jobs/installation.js'
import { describeWith } from '../support/programs.js'
import { type Answer, type Served, serve } from './served.js'

/** The page of settings over a small school that was read for a week and a half. */

let house: Installation
let served: Served
let base: string
beforeAll(async () => {
  house = await installation('2026-10-20T23:00:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-20' })
  const { id, name, timeZone } = house.school
  served = await serve({
    schools: [{ id, name, timeZone }],
    now: () => house.clock.now(),
    settings: settingsDeps(house.app),
  })
  base = `/schools/${id}/settings`
})
afterAll(async () => {
  await served.close()
  await house.close()
})
beforeEach(() => house.app.database.pool.query('truncate ledger.statement'))

const topics = '2.3-topic-filled'
type Fields = Record<string, string>

/** Everything that the form of an answer holds, as a browser would send it. */
function formIn({ text }: Answer): Fields {
  const unescaped = (html: string) =>
    html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const form = /<form method="(?:get|post)" action="[^"]*\/change"[\s\S]*?<\/form>/.exec(text)?.[0] ?? ''
  const fields: Fields = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined) fields[name] = unescaped(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g,
  ))
    fields[name] = unescaped(value)
  for (const [, name = '', options = ''] of form.matchAll(
    /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  ))
    fields[name] =
      /<option[^>]*selected[^>]*value="([^"]*)"|value="([^"]*)"[^>]*selected/
        .exec(options)
        ?.slice(1)
        .find(Boolean) ?? ''
  return fields
}
const query = (fields: Fields) => new URLSearchParams(fields).toString()
const opened = async (rule = topics) => formIn(await served.get(`${base}/${rule}`))
const order = 'приказ № 12 от 16.10.2026'
const by = 'Иванова А. П., завуч'
const preview = (fields: Fields, rule = topics) => served.get(`${base}/${rule}/change?${query(fields)}`)
async function save(fields: Fields, rule = topics): Promise<Answer> {
  const shown = await preview(fields, rule)
  const cookie = String(shown.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  return served.post(`${base}/${rule}/change`, Object.entries(formIn(shown)), { cookie })
}
const standing = () => house.app.deps.statements.standing(house.school.id, 'settings')
const strict = async (): Promise<Fields> => ({
  ...(await opened()),
  ...{ 'set-minimumLetters': '40', from: '2026-10-14', order, by },
})
const broken = (from: string, to: string) =>
  house.app.deps.ledger.list({ school: house.school.id, from, to, kinds: ['broken'], rules: [topics] })

describe('settings of a rule', () => {
  test('are listed with what they mean, what is in force, and who set it', async () => {
    const { status, text } = await served.get(base)
    expect(status).toBe(200)
    expect(text).toContain('Тема, в которой меньше букв, считается незаполненной')
    expect(text).toContain('значение по умолчанию')
    expect(text).toContain('archive.reportYears')
    expect(text).toContain('mail.adminTo')
    expect(text).not.toContain('zavuch@example.org')
    expect(text).not.toContain(house.sandbox.token)
  })

  test('show what would change before they are saved; then days from the first on are judged anew, none before', async () => {
    const before = await broken('2026-10-12', '2026-10-13')
    const usual = (await broken('2026-10-14', '2026-10-20')).map(({ verdict }) => verdict)
    const shown = await preview(await strict())
    expect(shown.status).toBe(200)
    expect(shown.text).toMatch(/Если бы так было с 0?\d.\d\d.2026 по 20.10.2026: <b>\d+\s\S+ вместо \d+<\/b>/)
    expect(shown.text).toContain('Стало бы нарушением')
    expect(shown.text).toContain('4 → <b>40</b>')
    expect(await standing()).toEqual([])

    const saved = await save(await strict())
    expect([saved.status, saved.headers.location]).toEqual([303, `${base}?entered=1`])
    expect(await standing()).toMatchObject([
      { number: 1, content: { rule: topics, from: '2026-10-14', values: { minimumLetters: 40 }, order } },
    ])
    expect((await broken('2026-10-14', '2026-10-20')).length).toBeGreaterThan(usual.length + 5)
    expect(await broken('2026-10-12', '2026-10-13')).toEqual(before)
    const rule = await served.get(`${base}/${topics}`)
    expect(rule.text).toContain(`${order}, с 14.10.2026, изменение № 1`)
    expect(rule.text).toContain(by)
    expect(rule.text).toContain('Вернуть, как было')

    const withdraw = `${base}/${topics}/1/withdraw`
    const form = await served.get(withdraw)
    const cookie = String(form.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    const token = /name="_csrf" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const unsaid = await served.post(
      withdraw,
      [
        ['_csrf', token],
        ['by', by],
      ],
      { cookie },
    )
    expect([unsaid.status, unsaid.text.includes('Заполните.')]).toEqual([422, true])
    const back = await served.post(
      withdraw,
      [
        ['_csrf', token],
        ['by', by],
        ['why', 'Ошибка'],
      ],
      { cookie },
    )
    expect(back.status).toBe(303)
    expect(await standing()).toEqual([])
    expect((await broken('2026-10-14', '2026-10-20')).map(({ verdict }) => verdict)).toEqual(usual)
    expect((await served.get(`${base}/${topics}`)).text).toContain('отозвано')
  })

  test('of which a trial takes longer than people wait can be saved all the same; a day that no calendar knows cannot', async () => {
    const { id, name, timeZone } = house.school
    const real = settingsDeps(house.app)
    const slow = await serve({
      schools: [{ id, name, timeZone }],
      now: () => house.clock.now(),
      patienceMs: 50,
      settings: {
        ...real,
        async try(school, change, over, signal) {
          if (!signal.aborted) await once(signal, 'abort')
          return real.try(school, change, over, signal)
        },
      },
    })
    const path = `${base}/${topics}/change`
    const term = await slow.get(`${path}?${query(await strict())}`)
    expect(term.status).toBe(200)
    expect(term.text).toContain('Проба в этой школе длится дольше, чем ждёт страница.')
    expect(term.text).toContain('settings try --rule 2.3-topic-filled')
    expect(term.text).not.toContain('за весь учебный год')
    expect(formIn(term)).toMatchObject({ 'set-minimumLetters': '40', order })
    const year = await slow.get(`${path}?${query({ ...(await strict()), over: 'year' })}`)
    expect(year.text).toContain('За весь учебный год проба в этой школе длится дольше')
    await slow.close()

    const far = await preview({ ...(await strict()), from: '2062-10-14' })
    expect(far.status).toBe(422)
    expect(far.text).toMatch(/id="from-problem">Производственного календаря 2062 года нет/)
    expect(formIn(far)).toMatchObject({ 'set-minimumLetters': '40', from: '2062-10-14', order })
  })

  test('that begin later are announced, and change nothing that is written', async () => {
    const later = { ...(await strict()), from: '2026-11-09' }
    expect((await preview(later)).text).toContain('Это проба: действовать значение начнёт 09.11.2026')
    expect((await save(later)).status).toBe(303)
    expect((await served.get(base)).text).toContain('Впереди: п. 2.3')
    expect((await served.get(`${base}/${topics}?on=2026-11-09`)).text).toContain('изменение № 1')
  })

  test('say at the field what is wrong, and keep what was typed', async () => {
    const typed = { ...(await strict()), 'set-minimumLetters': 'много <b>', order: '' }
    const answer = await preview(typed)
    expect(answer.status).toBe(422)
    expect(answer.text).toMatch(/id="set-minimumLetters-problem">Нужно число\./)
    expect(answer.text).toMatch(/id="order-problem">Заполните\./)
    expect(answer.text).toContain('value="много &lt;b>"')
    const far = await preview({ ...(await strict()), 'set-minimumLetters': '-1' })
    expect([far.status, /id="set-minimumLetters-problem">/.test(far.text)]).toEqual([422, true])
    const none = await preview({ ...(await opened()), from: '2026-10-14', order, by })
    expect(none.text).toContain('Ни одно значение не изменено.')
    const rows = { ...(await opened('2.3-hours-held')), from: '2026-10-14', order, by }
    const badRow = await preview(
      { ...rows, 'set-plan': '{class: 7А, subject: алгебра, hours: [27]}\n{class: 7А}' },
      '2.3-hours-held',
    )
    expect(badRow.text).toMatch(/id="set-plan-problem">Строка 2: /)
    const apart = '\n\n{class: 7А, subject: алгебра, hours: [27]}\n\n'
    const afterEmpty = await preview({ ...rows, 'set-plan': `${apart}{class: 7А}` }, '2.3-hours-held')
    expect(afterEmpty.text).toMatch(/id="set-plan-problem">Строка 5: /)
    expect(formIn(afterEmpty)['set-plan']).toBe(`${apart}{class: 7А}`)
    const unread = await preview({ ...rows, 'set-plan': `${apart}*a` }, '2.3-hours-held')
    expect(unread.text).toMatch(/id="set-plan-problem">Строка 5 не читается: «\*a»/)
    expect(await standing()).toEqual([])
  })

  test('of all kinds come out of the form as they went in', async () => {
    for (const { rule } of await settingsDeps(house.app).book(house.school.id, '2026-10-20')) {
      const answer = await preview({ ...(await opened(rule.id)), from: '2026-10-14', order, by }, rule.id)
      expect([rule.id, answer.text.includes('Ни одно значение не изменено.')]).toEqual([rule.id, true])
    }
    const words = { ...(await opened('2.3-topics-by-plan')), from: '2026-11-09', order, by }
    const dozen = {
      ...words,
      'set-likeness': '0,6',
      'set-abbreviations': 'к/р = контрольная\nупр. = упражнение',
    }
    expect((await save(dozen, '2.3-topics-by-plan')).status).toBe(303)
    expect(await standing()).toMatchObject([
      {
        content: { values: { likeness: 0.6, abbreviations: { 'к/р': 'контрольная', 'упр.': 'упражнение' } } },
      },
    ])
  })
})

describe('two people who change one rule', () => {
  test('are told, and nothing that the slower one typed is lost', async () => {
    const slow = { ...(await strict()), 'set-minimumLetters': '30' }
    const looked = await preview(slow)
    const cookie = String(looked.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    const other = {
      ...(await opened()),
      'set-placeholders': 'тема\nурок',
      from: '2026-10-14',
      order,
      by: 'Петров, завуч',
    }
    expect((await save(other)).status).toBe(303)

    const late = await served.post(`${base}/${topics}/change`, Object.entries(formIn(looked)), { cookie })
    expect(late.status).toBe(409)
    expect(late.text).toContain('внесено изменение № 1 (Петров, завуч)')
    const again = formIn(late)
    expect([again['set-minimumLetters'], again['set-placeholders']]).toEqual(['30', 'тема\nурок'])
    expect((await standing()).length).toBe(1)
    // The form knows what is in force now, and takes back nothing of what the other has done.
    expect((await save(again)).status).toBe(303)
    expect((await standing())[1]).toMatchObject({ number: 2, content: { values: { minimumLetters: 30 } } })
    expect((await preview(slow)).status).toBe(409)
  })

  test('at the very same moment: one is written, the other is told', async () => {
    const shown = await preview(await strict())
    const cookie = String(shown.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    const send = () => served.post(`${base}/${topics}/change`, Object.entries(formIn(shown)), { cookie })
    const statuses = (await Promise.all([send(), send()])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([303, 409])
    expect((await standing()).length).toBe(1)
  })
})

test('what isn’t ours or isn’t there is refused', async () => {
  const foreign = await served.post(`${base}/${topics}/change`, Object.entries(await strict()))
  expect(foreign.status).toBe(403)
  expect(await standing()).toEqual([])
  expect((await served.get(`${base}/3-terms-end`)).status).toBe(404)
  expect((await served.get(`${base}/${topics}/7/withdraw`)).status).toBe(404)
})

describeWith('chromium', 'the settings in a browser', executablePath => {
  let browser: Browser
  let page: Page
  let axe: string
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())

  async function look(width: number): Promise<void> {
    await page.evaluate(axe)
    const found = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))',
    )
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    expect([page.url(), found, wide]).toEqual([page.url(), [], width])
  }

  for (const width of [360, 1280]) {
    test(`from the list to a saved change and back, ${width} px wide`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true })
      page = await context.newPage()
      const picture = process.env.PICTURES
      const shot = async (name: string) => {
        if (picture !== undefined)
          await page.screenshot({ path: `${picture}/${name}-${width}.png`, fullPage: true })
        await look(width)
      }
      await page.goto(new URL(base, served.url).href)
      await shot('list')
      await page.getByRole('link', { name: 'п. 2.3 Тема урока записана' }).click()
      await page.getByLabel('Тема, в которой меньше букв').fill('40')
      await page.getByLabel('С какого дня').fill('2026-10-14')
      await page.getByLabel('Основание').fill(order)
      await page.getByLabel('Кто вносит').fill(by)
      await shot('rule')
      await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click()
      await page.getByText('Если бы так было').waitFor()
      await shot('preview')
      await page.getByRole('button', { name: 'Сохранить' }).click()
      await page.getByRole('status').filter({ hasText: 'изменение № 1' }).waitFor()
      await page.getByRole('link', { name: 'п. 2.3 Тема урока записана' }).click()
      await shot('history')
      await page.getByRole('link', { name: 'Вернуть, как было' }).click()
      await page.getByLabel('Почему').fill('Проба')
      await page.getByLabel('Кто вносит').fill(by)
      await shot('withdraw')
      await page.getByRole('button', { name: 'Вернуть' }).click()
      await page.getByText('отозвано', { exact: false }).first().waitFor()
      await context.close()
    })
  }
})
