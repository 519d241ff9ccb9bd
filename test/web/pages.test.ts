import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { moscow } from '../support/report.js'
import { quietFindings } from './found.js'
import { aRun, nobody, type Served, school, serve } from './served.js'

const archiveless = {
  ...{ object: async () => null, file: async () => null, check: async () => null },
  startCheck: async () => 'check',
}

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
    expect(text).toContain('value="2026-11-14"')
    expect(text).toContain('value="2026-11-20"')
  })

  test('schools are told apart in the menu, whatever their full names begin with', async () => {
    const usual = 'Муниципальное бюджетное общеобразовательное учреждение'
    const names = [
      `${usual} «Гимназия № 9 имени Героя Советского Союза И. И. Иванова»`,
      `${usual} «Средняя школа с углублённым изучением отдельных предметов № 12»`,
      `${usual} Средняя школа № 1`,
      'Муниципальное бюджетное общеобразовательное и культурное заведение, школа № 15',
      'МБОУ «СОШ № 3»',
    ]
    const other = await serve({
      schools: [
        { id: school, name: 'МБОУ «СОШ № 7»', timeZone: 'Europe/Moscow' },
        ...names.map((name, index) => ({ id: String(index + 1), name, timeZone: 'Europe/Moscow' })),
      ],
    })
    const { text } = await other.get(`/schools/${school}`)
    await other.close()
    const [menu = ''] = /<nav aria-label="Школы"[\s\S]*?<\/nav>/.exec(text) ?? []
    expect([...menu.matchAll(/>([^<]+)<\/a>/g)].map(([, shown]) => shown)).toEqual([
      'Гимназия № 9 имени Героя Советского Союза И.…',
      'Средняя школа с углублённым изучением о… № 12',
      'Средняя школа № 1',
      'Муниципальное бюджетное общеобразовател… № 15',
      'МБОУ «СОШ № 3»',
    ])
    for (const name of names) expect(menu).toContain(`aria-label="${name}" title="${name}"`)
  })

  test('an archive with nothing in it has no checkpoint to write down', async () => {
    const empty = {
      ...{ objects: [], scrubs: [], copies: [], holds: [], check: null },
      checkpoint: { archive: 'urn:x', seq: '00000000', head: '0'.repeat(128) },
    }
    const other = await serve({ archive: { ...archiveless, overview: async () => empty } })
    const { text } = await other.get(`/schools/${school}/archive`)
    await other.close()
    expect(text).toContain('Архива ещё нет')
    expect(text).not.toContain('Контрольная точка')
  })

  test('the days of a page that were checked at several times say so in plain words', async () => {
    const found = {
      ...quietFindings.found,
      checked: async () => ({ oldest: moscow('2026-11-18T00:20'), newest: moscow('2026-11-20T00:20') }),
    }
    const other = await serve({ findings: { ...quietFindings, found } })
    const { text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(text).toContain(
      'Проверено 20.11.2026 00:20 (Europe/Moscow), часть дней — раньше: самое раннее 18.11.2026 00:20.',
    )
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
    const fails = () => Promise.reject(new TypeError('Иванова Анна at row 5'))
    const other = await serve({ findings: { ...quietFindings, names: fails } })
    const { status, text } = await other.get(`/schools/${school}`)
    await other.close()
    expect(status).toBe(500)
    expect(text).toContain('Внутренняя ошибка')
    expect(text).not.toMatch(/Иванова|TypeError|at /)
  })

  test('a failure with a code is told with what to do', async () => {
    const failure = new BridgeError('DATABASE_FAILED', { message: 'База молчит.', hint: 'Запустите её.' })
    const other = await serve({ findings: { ...quietFindings, names: () => Promise.reject(failure) } })
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
