import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { verdictStory } from '../../src/app.js'
import { webDeps } from '../../src/cli/web-deps.js'
import { startWeb, type WebServer } from '../../src/web/index.js'
import { type Installation, installation } from '../jobs/installation.js'

/** The pages over an installation that has read and checked a week of the sandbox's school. */

const days = { from: '2026-10-12', to: '2026-10-16' }
const query = 'from=2026-10-12&to=2026-10-16'

describe('pages of a school-week that was read and checked', () => {
  let house: Installation
  let web: WebServer
  beforeAll(async () => {
    house = await installation('2026-10-12T23:55:00+03:00')
    for (const date of ['2026-10-12', '2026-10-13', '2026-10-14', '2026-10-15', '2026-10-16']) {
      house.clock.set(Date.parse(`${date}T23:55:00+03:00`))
      await house.run('sync', days)
    }
    house.clock.set(Date.parse('2026-10-19T12:00:00+03:00'))
    await house.run('sync', days)
    web = await startWeb(webDeps(house.app, house.queue), {
      host: '127.0.0.1',
      port: 0,
      publicUrl: null,
      trustedProxies: [],
    })
  })
  afterAll(async () => {
    await web.close()
    await house.close()
  })

  const address = (path: string) => new URL(`/schools/${house.school.id}${path}`, web.url)
  async function get(path: string): Promise<string> {
    const answer = await fetch(address(path))
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }
  const entries = (kind: 'broken' | 'exempt') =>
    house.app.deps.ledger.list({ school: house.school.id, ...days, kinds: [kind] })

  test('count what the ledger has, and say when it was checked', async () => {
    const broken = await entries('broken')
    expect(broken.length).toBeGreaterThan(1)
    expect(await get(`?${query}`)).toContain('Проверено 19.10.2026 12:00')
    expect(await get(`/findings?${query}&kind=broken`)).toContain(`Нарушено: ${broken.length}`)
  })

  test('of the clauses show the regulation’s passport, and what to write where of what it lacks', async () => {
    const text = (await get('/clauses')).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(text).toMatch(
      /Паспорт регламента.*Редакция № 1 .*Дата приказа не указано — впишите date у редакции № 1/,
    )
    expect(text).toMatch(/АП-147\/07.*АК-3358\/08.*№ 704.*СК-403\/08/)
    expect(await get('/classes')).not.toContain('Паспорт')
  })

  test('have figures of each class that add up to those of the school', async () => {
    const { findings } = house.app.deps
    const { classes } = await house.app.deps.mirror.directory(house.school.id)
    const filter = { school: house.school.id, ...days, within: null }
    const whole = await findings.figures(filter)
    const parts = await Promise.all(classes.map(({ id }) => findings.figures({ ...filter, classId: id })))
    expect(whole.counts.lessons).toBeGreaterThan(20)
    expect(parts.reduce((sum, { counts }) => sum + counts.lessons, 0)).toBe(whole.counts.lessons)
    for (const { id, name } of classes) {
      const text = await get(`/classes/${id}?${query}`)
      expect(text).toContain(`<bdi>Класс ${name}</bdi>`)
      expect(text).toMatch(/Заполнение тем[\s\S]*?\d из \d/)
    }
  })

  test('an exemption entered at a verdict counts at once', async () => {
    const [first] = await entries('broken')
    const path = `/verdicts/${first?.id}`
    const page = await fetch(address(path))
    const token = (await page.text()).match(/name="_csrf" value="([^"]+)"/)?.[1] ?? ''
    const typed = {
      scope: 'one',
      from: first?.verdict.date ?? '',
      to: first?.verdict.date ?? '',
      reason: 'Курсы',
    }
    const send = (fields: Record<string, string>) =>
      fetch(address(`${path}/exempt`), {
        method: 'POST',
        body: new URLSearchParams({ _csrf: token, ...typed, order: 'приказ № 12', by: 'Иванова', ...fields }),
        redirect: 'manual',
        headers: {
          origin: new URL(web.url).origin,
          cookie: String(page.headers.get('set-cookie')).split(';')[0] ?? '',
        },
      })
    for (const step of ['preview', 'enter']) {
      const far = await send({ step, to: '2062-10-20' })
      expect(far.status).toBe(422)
      const told = await far.text()
      expect(told).toMatch(/id="[a-z-]*to-problem"[^>]*>Производственного календаря 2062 года нет/)
      expect(told).toContain('value="Курсы"')
    }
    expect((await send({ step: 'enter' })).status).toBe(303)
    const text = await get(path)
    expect(text).toContain('Исключение № 1')
    expect(text).toContain('приказ № 12')
    expect((await entries('exempt')).map(({ id }) => id)).toContain(first?.id)
  })

  test('an entry of one school is unknown to another', async () => {
    const [first] = await entries('broken')
    await expect(verdictStory(house.app.deps, '999', first?.id ?? '')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
