import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { aReport, aVerdict, moscow, wholeCoverage } from '../support/report.js'
import { aRun, nobody, type Served, school, serve } from './served.js'

describe('pages', () => {
  let served: Served
  beforeEach(async () => {
    served = await serve()
  })
  afterEach(() => served.close())

  test('the first address leads to the first school, shown for the last seven days', async () => {
    const first = await served.get('/')
    expect(first.status).toBe(302)
    const { status, text, headers } = await served.get(String(first.headers.location))
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(text).toContain('<html lang="ru">')
    expect(served.asked).toEqual([{ from: '2026-11-14', to: '2026-11-20' }])
  })

  test('says what was not read before it says what is wrong', async () => {
    const { text } = await served.get(`/schools/${school}`)
    expect(text).toContain('Прочитано не всё')
    expect(text).toContain('117 из 120')
    expect(text).toContain('DNEVNIK_FORBIDDEN')
    expect(text.indexOf('Прочитано не всё')).toBeLessThan(text.indexOf('Что нарушено'))
  })

  test('shows a breach with its deadline, its evidence and the teacher, in the zone of the school', async () => {
    const { text } = await served.get(`/schools/${school}`)
    expect(text).toContain('на 157 мин позже срока')
    expect(text).toContain('16.11.2026 15:25')
    expect(text).toContain('при чтении 16.11.2026 15:41 ещё не было')
    expect(text).toContain('Петрова М. И.')
  })

  test('every number of the heat map leads to exactly its own list', async () => {
    const { text } = await served.get(`/schools/${school}?from=2026-11-16&to=2026-11-20`)
    const links = [...text.matchAll(/href="(\/schools\/\d+\/findings\?[^"]*class=[^"]*)"/g)].map(match =>
      String(match[1]).replaceAll('&amp;', '&'),
    )
    expect(links).toHaveLength(4)
    for (const link of links) {
      const list = await served.get(link)
      expect(list.status).toBe(200)
      expect(list.text.match(/<h1>[^<]*: 1<\/h1>/)).not.toBeNull()
    }
  })

  test('lists are filtered by kind, class and rule', async () => {
    const list = (filter: string) =>
      served
        .get(`/schools/${school}/findings?from=2026-11-16&to=2026-11-20&${filter}`)
        .then(({ text }) => text)
    expect(await list('kind=mended')).toContain('Исправлено после срока: 1')
    expect(await list('kind=broken')).toContain('Нарушено: 2')
    expect(await list('kind=broken&class=101')).toContain('Нарушено: 1')
    expect(await list('kind=broken&rule=2.6-homework-in-time')).toContain('Нарушено: 1')
    expect(await list('kind=broken&class=999')).toContain('таких случаев нет')
  })

  test('dates that make no sense are kept in the form and explained at the field; nothing is asked', async () => {
    const cases = [
      ['from=2026-11-20&to=2026-11-16', 'Последний день раньше первого.'],
      ['from=2025-01-01&to=2026-11-16', 'Не больше 370 дней за раз.'],
      ['from=2026-02-30&to=2026-11-16', 'Нужна дата в виде ГГГГ-ММ-ДД. Введено: «2026-02-30»'],
      ['from=1999-01-01&to=1999-01-02', 'Дата вне разумных границ'],
      ['from=&to=', 'Нужна дата'],
    ]
    for (const [query, problem] of cases) {
      const { status, text } = await served.get(`/schools/${school}?${query}`)
      expect([status, text.includes(String(problem))]).toEqual([422, true])
    }
    const { text } = await served.get(`/schools/${school}?from=2026-11-20&to=2026-11-16`)
    expect(text).toMatch(/value="2026-11-20"[^>]*/)
    expect(text).toMatch(/name="to"[^>]*aria-invalid="true"/)
    expect(served.asked).toEqual([])
    expect((await served.get(`/schools/${school}?from=2026-01-01&to=2027-01-05`)).status).toBe(200)
    expect((await served.get(`/schools/${school}?from=2026-01-01&to=2027-01-06`)).status).toBe(422)
  })

  test('long ranges are shown by weeks', async () => {
    const { text } = await served.get(`/schools/${school}?from=2026-09-01&to=2026-11-30`)
    expect(text.match(/<th scope="col">\d\d\.\d\d<small>/g)).toHaveLength(14)
  })

  test('what the platform wrote is text, never markup', async () => {
    const evil = '<script>alert(1)</script>'
    const other = await serve({ report: async () => aReport({ verdicts: [aVerdict({ message: evil })] }) })
    const { text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(text).not.toContain(evil)
    expect(text).toContain('&lt;script>alert(1)')
  })

  test('says that all is well only of what was read', async () => {
    const other = await serve({ report: async () => aReport({ verdicts: [], coverage: wholeCoverage }) })
    const { text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(text).toContain('Прочитано всё')
    expect(text).toContain('В том, что прочитано, доказанных нарушений нет.')
    expect(text).toContain('Ничего не найдено: 7А, 7Б, 10А.')
  })

  test('a run shows how far it is; only an unfinished one asks again', async () => {
    const { text } = await served.get(`/schools/${school}/runs/sync%2Fweb%2F1`)
    expect(text).toContain('идёт: чтение журнала')
    expect(text).toContain('<progress max="12" value="5"')
    expect(text).toContain('hx-trigger="every 1s"')
    expect(text).toContain('http-equiv="refresh"')
    expect(text).toContain('классы: 7А')
    const ended = aRun({ state: 'done-with-gaps', complete: 11, finishedAt: aRun().createdAt + 60_000 })
    const other = await serve({ run: async () => ended })
    const [whole, fragment] = [
      await other.get(`/schools/${school}/runs/x`),
      await other.get(`/schools/${school}/runs/x/progress`),
    ]
    await other.close()
    for (const page of [whole.text, fragment.text]) {
      expect(page).toContain('готово, но прочитано не всё')
      expect(page).not.toContain('hx-trigger')
    }
    expect(whole.text).not.toContain('http-equiv="refresh"')
    expect(fragment.text).not.toContain('<html')
  })

  test('a failed run says why, with the code', async () => {
    const failed = aRun({
      state: 'failed',
      errorCode: 'DNEVNIK_TOKEN_DEAD',
      errorMessage: 'Токен недействителен.',
    })
    const other = await serve({ run: async () => failed, recentRuns: async () => [failed] })
    const [page, list] = [
      await other.get(`/schools/${school}/runs/x`),
      await other.get(`/schools/${school}/runs`),
    ]
    await other.close()
    expect(page.text).toContain('Токен недействителен.')
    expect(page.text).toContain('DNEVNIK_TOKEN_DEAD')
    expect(list.text).toContain('не удалось')
  })

  test('recent runs are listed with a link to each', async () => {
    const list = await served.get(`/schools/${school}/runs`)
    expect(list.text).toContain(`href="/schools/${school}/runs/sync%2Fweb%2F1"`)
  })

  test('unknown addresses, schools and runs get a page of ours', async () => {
    for (const path of [
      '/nowhere',
      '/schools/5',
      `/schools/${school}/runs/5`,
      `/schools/${school}/runs/5/progress`,
      '/schools/5/resync',
      '/%',
    ]) {
      const { status, text } = await served.get(path)
      expect([path, status >= 400 && status < 500, text.includes('<html lang="ru">')]).toEqual([
        path,
        true,
        true,
      ])
    }
  })

  test('a failure inside is told without its text', async () => {
    const other = await serve({ report: () => Promise.reject(new TypeError('Иванова Анна at row 5')) })
    const { status, text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(status).toBe(500)
    expect(text).toContain('Внутренняя ошибка')
    expect(text).not.toMatch(/Иванова|TypeError|at /)
  })

  test('a failure with a code is told with what to do', async () => {
    const failure = new BridgeError('DATABASE_FAILED', { message: 'База молчит.', hint: 'Запустите её.' })
    const other = await serve({ report: () => Promise.reject(failure) })
    const { status, text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(status).toBe(503)
    expect(text).toContain('База молчит.')
    expect(text).toContain('Запустите её.')
  })
})

describe('health', () => {
  test('tells whether it lives and whether it is ready, part by part', async () => {
    const well = await serve()
    expect(await well.get('/healthz')).toMatchObject({ status: 200 })
    expect((await well.get('/readyz')).status).toBe(200)
    await well.close()
    const parts = [
      { part: 'база данных', problem: null },
      { part: 'токен', problem: 'Токен недействителен.' },
    ]
    const ill = await serve({ health: async () => parts })
    const { status, text } = await ill.get('/readyz')
    await ill.close()
    expect(status).toBe(503)
    expect(JSON.parse(text)).toEqual({ ready: false, parts })
  })
})

describe('while the platform is not read', () => {
  const since = moscow('2026-11-20T15:05')
  const dead = { kind: 'dead', since, notifiedAt: null, untried: false } as const
  const everyPage = [
    `/schools/${school}`,
    `/schools/${school}/runs`,
    `/schools/${school}/resync`,
    '/queues',
    '/no',
  ]

  test('every page says so, since when, and what to do', async () => {
    const served = await serve({ access: async () => dead })
    for (const path of everyPage) {
      const { text } = await served.get(path)
      expect([path, text]).toEqual([path, expect.stringContaining('20.11.2026 15:05')])
      expect(text).toContain('dnevnik-bridge auth login')
    }
    await served.close()
  })

  test('a new token that nobody has tried is not asked for again; without trouble nothing is said', async () => {
    const served = await serve({ access: async () => ({ ...dead, untried: true }) })
    const { text } = await served.get(`/schools/${school}`)
    expect(text).toContain('программа проверит его')
    expect(text).not.toContain('auth login')
    await served.close()
    const well = await serve()
    for (const path of everyPage) expect((await well.get(path)).text).not.toContain('role="alert"')
    await well.close()
  })

  test('who is not let in hears nothing of it', async () => {
    const people = { ...nobody(), anybody: async () => true }
    const served = await serve({ access: async () => dead, people })
    for (const [path, status] of [
      ['/', 303],
      ['/login', 200],
      ['/nowhere', 404],
    ] as const) {
      const answer = await served.get(path)
      expect([path, answer.status]).toEqual([path, status])
      expect(answer.text).not.toContain('токен')
    }
    await served.close()
  })
})
