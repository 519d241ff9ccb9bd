import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeXlsx } from 'hucre/xlsx'
import { type Browser, chromium } from 'playwright-core'
import { enteringPatiently } from '../../src/cli/web-deps/entering.js'
import { planDeps } from '../../src/cli/web-deps/plans.js'
import { webDeps } from '../../src/cli/web-deps.js'
import { packageRoot } from '../../src/package-root.js'
import { readPlanFile } from '../../src/plan-file/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { createLine, startWeb, type WebServer } from '../../src/web/index.js'
import { describeWith } from '../support/programs.js'
import { type House, house } from './house.js'
import { type Client, clientOf } from './served.js'
import { fieldsOf, visitor } from './visitor.js'

/** Plans from a file to the table, over a whole installation with two servers, as two processes of a region are. */

let home: House
let second: WebServer
let base: string
let classId: string
let className: string
let subjectId: string
let table: Buffer

const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const csv = (...lines: readonly string[]) => Buffer.from(['Тема;Часы;Дата', ...lines].join('\n'))

beforeAll(async () => {
  home = await house('2026-10-19T12:00:00+03:00')
  const { app, school } = home.inside
  await home.inside.run('sync', { from: '2026-10-12', to: '2026-10-16' })
  const deps = { ...webDeps(app, home.queue), boardQueues: [] }
  second = await startWeb(deps, { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] })
  base = `/schools/${school.id}/plans`
  const { classes, subjects } = await app.deps.mirror.directory(school.id)
  classId = classes[0]?.id ?? ''
  className = classes[0]?.name ?? ''
  subjectId = subjects.find(({ name }) => name === 'Математика')?.id ?? ''
  table = await readFile(join(packageRoot, 'fixtures/plans/algebra-7.xlsx'))
})
afterAll(async () => {
  await second.close()
  await home.close()
})

interface Sent {
  readonly status: number
  readonly location: string | null
  readonly text: string
}

interface Visitor {
  readonly cookies: Map<string, string>
  /** The form's token, as its page has it. */
  token(path?: string): Promise<string>
  send(file: { name: string; bytes: Uint8Array } | null, typed?: Record<string, string>): Promise<Sent>
  get(path: string): Promise<Sent>
  /** Presses «Записать» on the page at that address. */
  confirm(path: string, typed?: Record<string, string>): Promise<Sent>
}

/** Sends files as a browser does; everything else as `visitor`. */
function sender(server: Client = home): Visitor {
  const at = server.url
  const guest = visitor(server)
  const cookie = () => [...guest.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const short = ({ status, headers, text }: Awaited<ReturnType<typeof guest.get>>): Sent => ({
    ...{ status, text },
    location: typeof headers.location === 'string' ? headers.location : null,
  })
  const self: Visitor = {
    cookies: guest.cookies,
    async token(path = `${base}/new`) {
      const { text } = await guest.get(path)
      return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
    },
    async send(file, typed = {}) {
      const form = new FormData()
      form.set('_csrf', await self.token())
      if (file !== null) form.set('file', new File([Buffer.from(file.bytes)], file.name))
      for (const [name, value] of Object.entries({
        class: classId,
        subject: subjectId,
        year: '2026',
        ...typed,
      }))
        form.set(name, value)
      const answer = await fetch(new URL(`${base}/new`, at), {
        ...{ method: 'POST', body: form, redirect: 'manual' },
        headers: { origin: new URL(at).origin, cookie: cookie() },
      })
      return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
    },
    get: async path => short(await guest.get(path)),
    async confirm(path, typed = {}) {
      const action = path.split('?')[0] ?? ''
      const { text } = await guest.get(path)
      // Of the two forms with this address that one which is posted.
      const posted = text.slice(text.indexOf(`<form method="post" action="${action}"`))
      const fields = fieldsOf(posted, action).filter(([name]) => !(name in typed))
      return short(await guest.post(action, [...fields, ...Object.entries(typed)]))
    },
  }
  return self
}

const standing = () => home.inside.app.deps.thematicPlans.list(home.inside.school.id)

describe('a plan from a file', () => {
  test('is shown as it was understood, and entered only when that is confirmed, by whatever process', async () => {
    const guest = sender()
    const sent = await guest.send({ name: 'алгебра <7>.xlsx', bytes: table })
    expect([sent.status, sent.location]).toEqual([303, expect.stringContaining(`${base}/sent/`)])
    const elsewhere = sender(clientOf(second))
    const page = await elsewhere.get(sent.location ?? '')
    expect(page.status).toBe(200)
    const text = plainText(page.text)
    expect(text).toContain(`${className} : новый план, действует с 01.09.2026`)
    expect(text).toContain('алгебра &lt;7>.xlsx')
    expect(text).toMatch(/8 тем, \d+ ч, разделов \d+/)
    expect(text).toMatch(/у \d+ из 8, с \d\d\.\d\d\.2026 по/)
    expect(await standing()).toEqual([])
    const entered = await elsewhere.confirm(sent.location ?? '', { by: 'Иванова А. П., завуч' })
    expect([entered.status, entered.location]).toEqual([303, `${base}?year=2026&entered=1`])
    const list = plainText((await guest.get(`${base}?year=2026&entered=1`)).text)
    expect(list).toContain('Записано: план № 1')
    expect(list).toContain(`№ 1: ${className}, Математика, 2026/2027`)
    expect(await standing()).toMatchObject([
      {
        number: 1,
        versions: [{ author: 'Иванова А. П., завуч', content: { file: { name: 'алгебра <7>.xlsx' } } }],
      },
    ])
    // What is entered needs no file any more.
    expect((await guest.get(sent.location ?? '')).status).toBe(404)
  })

  test('the next file is a correction: shown topic by topic, with its reason, and its sheet', async () => {
    const guest = sender()
    const [plan] = await standing()
    const rows = plan?.versions[0]?.content?.rows ?? []
    const lines = rows.slice(1).map(({ topic, hours }) => `${topic.replaceAll(';', ',')};${hours};`)
    const sent = await guest.send({ name: 'план.csv', bytes: csv(...lines, 'Древний <b>Египет</b>;3;') })
    const page = await guest.get(sent.location ?? '')
    expect(plainText(page.text)).toContain('заменит план № 1, версия 1; действует с 19.10.2026')
    expect(page.text).toContain('тема исключена')
    expect(page.text).not.toContain('<b>Египет')
    const without = await guest.confirm(sent.location ?? '', { by: 'Завуч' })
    expect([without.status, without.text.includes('Заполните.')]).toEqual([422, true])
    const entered = await guest.confirm(sent.location ?? '', { by: 'Завуч', why: 'Карантин, приказ № 77' })
    expect(entered.status).toBe(303)
    const shown = await guest.get(`${base}/1`)
    expect(plainText(shown.text)).toMatch(
      /Версия 2 , действует с 19\.10\.2026.*Карантин.*Версия 1 , действует с 01\.09/,
    )
    const sheet = await guest.get(`${base}/1/versions/2/correction`)
    expect(plainText(sheet.text)).toContain('Причина: Карантин, приказ № 77')
    expect(sheet.text).toContain('тема добавлена')
    const file = await fetch(new URL(`${base}/1/versions/2/correction.xlsx`, home.url))
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect((await guest.get(`${base}/1/versions/1/correction`)).status).toBe(404)
  })

  test('a version that is taken along is read again as the same plan', async () => {
    const [plan] = await standing()
    for (const { version, content } of plan?.versions ?? []) {
      const answer = await fetch(new URL(`${base}/1/versions/${version}/plan.xlsx`, home.url))
      expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(
        `КТП ${className}, Математика, 2026-2027, версия ${version}.xlsx`,
      )
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const read = await readPlanFile({ bytes, studyYear: 2026, sheet: null, words: loadVocabulary() })
      expect(read).toMatchObject({ problems: [], remarks: [], unread: [], rows: content?.rows })
    }
  })

  test('what was shown is what is entered: another version meanwhile, and it is shown anew', async () => {
    const [one, other] = [sender(), sender(clientOf(second))]
    const [first, late] = [
      await one.send({ name: 'a.csv', bytes: csv('Первая;1;') }, { subject: subjectId }),
      await other.send({ name: 'b.csv', bytes: csv('Вторая;1;') }, { subject: subjectId }),
    ]
    const signature = { by: 'Завуч', why: 'Карантин' }
    const page = await other.get(late.location ?? '')
    const action = (late.location ?? '').split('?')[0] ?? ''
    const fields = fieldsOf(page.text.slice(page.text.indexOf('<form method="post"')), action)
    expect((await one.confirm(first.location ?? '', signature)).status).toBe(303)
    const cookie = [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await clientOf(second).post(
      action,
      [...fields.filter(([name]) => !(name in signature)), ...Object.entries(signature)],
      { cookie },
    )
    expect([answer.status, plainText(answer.text).includes('Проверьте ещё раз')]).toEqual([409, true])
    expect((await standing())[0]?.versions).toHaveLength(3)
  })

  test('faults are told by row and cell, and nothing of the file is entered', async () => {
    const guest = sender()
    const before = (await standing()).length
    const sent = await guest.send({
      name: 'план.csv',
      bytes: csv('Сложение;много;', 'Ёмкость;1;вчера', 'Хорошая;1;'),
    })
    const page = await guest.get(sent.location ?? '')
    expect(page.status).toBe(422)
    const text = plainText(page.text)
    expect(text).toContain('в файле ошибок 2')
    expect(text).toContain('строка 2, столбец 2 «много» вместо числа часов')
    expect(text).toContain('строка 3, столбец 3 дата записана текстом «вчера»')
    expect(page.text).not.toContain('>Записать<')
    expect((await standing()).length).toBe(before)
  })

  test('whose plan it is can be said anew without sending the file again', async () => {
    const guest = sender()
    const sent = await guest.send({ name: 'план.csv', bytes: csv('Сложение;1;') }, { class: '', subject: '' })
    const page = await guest.get(sent.location ?? '')
    expect([page.status, plainText(page.text).includes('Отметьте классы или выберите параллель')]).toEqual([
      422,
      true,
    ])
    const path = (sent.location ?? '').split('?')[0]
    const named = await guest.get(`${path}?class=${classId}&subject=${subjectId}&year=2026`)
    expect(plainText(named.text)).toContain('заменит план № 1')
    const strange = await guest.get(`${path}?class=${classId}&subject=нет-такого&year=2026`)
    expect([strange.status, plainText(strange.text).includes('Предмета нет-такого в школе нет')]).toEqual([
      422,
      true,
    ])
    const year = await guest.get(`${path}?class=${classId}&subject=${subjectId}&year=2027&from=2026-09-01`)
    expect([year.status, plainText(year.text).includes('день не того учебного года')]).toEqual([422, true])
  })

  test('what is no plan is refused in plain words', async () => {
    const guest = sender()
    const formula = await writeXlsx({
      sheets: [{ name: 'Лист', rows: [['=cmd|x', '<script>alert(1)</script>']] }],
    })
    for (const [name, bytes, words] of [
      ['план.docx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'старый формат .xls'],
      ['фото.xlsx', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'это не XLSX и не CSV'],
      ['<script>alert(2)</script>.xlsx', formula, 'нет строки заголовков'],
      ['пусто.csv', Buffer.alloc(0), 'пустой файл'],
    ] as const) {
      const sent = await guest.send({ name, bytes })
      const page = await guest.get(sent.location ?? '')
      expect([name, page.status, plainText(page.text).includes(words)]).toEqual([name, 422, true])
      expect(page.text).not.toContain('<script>alert')
    }
    const none = await guest.send(null)
    expect([none.status, none.text.includes('Выберите файл.')]).toEqual([422, true])
    // What was chosen is still there.
    expect(none.text).toContain(`value="${subjectId}" selected`)
  })

  test('fifty megabytes are told to be too many, and none of them is kept', async () => {
    const guest = sender()
    const sent = await guest.send({ name: 'большой.csv', bytes: Buffer.alloc(50 * 1024 * 1024, 'а;1\n') })
    expect([sent.status, sent.text.includes('Файл больше 10 МБ')]).toEqual([413, true])
    expect(sent.text).toContain(`value="${subjectId}" selected`)
    const { rows } = await home.inside.app.database.kysely
      .selectFrom('ledger.plan_upload' as never)
      .select(eb => eb.fn.max<number>('sent_at' as never).as('newest'))
      .execute()
      .then(found => ({ rows: found }))
    expect(rows).toHaveLength(1)
  })

  test('a form without the page’s token, cut off, or of another kind is refused', async () => {
    const guest = sender()
    const token = await guest.token()
    const cookie = [...guest.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const post = (body: string, type: string) =>
      fetch(new URL(`${base}/new`, home.url), {
        ...{ method: 'POST', body, redirect: 'manual' },
        headers: { origin: new URL(home.url).origin, cookie, 'content-type': type },
      })
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const file = '--x\r\nContent-Disposition: form-data; name="file"; filename="п.csv"\r\n\r\nТема;Часы\r\n'
    const whole = 'multipart/form-data; boundary=x'
    expect((await post(`${part('_csrf', 'x'.repeat(43))}${file}--x--\r\n`, whole)).status).toBe(403)
    const cut = await post(`${part('_csrf', token)}${file}`, whole)
    expect([cut.status, (await cut.text()).includes('не целиком')]).toEqual([422, true])
    expect((await post(`_csrf=${token}&file=x`, 'application/x-www-form-urlencoded')).status).toBe(422)
    expect((await post('{}', 'text/plain')).status).toBe(403)
    // No other page takes files.
    const other = await fetch(new URL(`/schools/${home.inside.school.id}/resync`, home.url), {
      ...{ method: 'POST', body: `${part('_csrf', token)}--x--\r\n` },
      headers: { origin: new URL(home.url).origin, cookie, 'content-type': whole },
    })
    expect(other.status).toBe(415)
  })

  test('a file that is sent is its sender’s, for a day, and only the last of them, also of one moment', async () => {
    const { planUploads } = home.inside.app
    const [school, now] = [home.inside.school.id, home.inside.clock.now()]
    const mine = { school, account: 'a.one' }
    const upload = { name: 'п.csv', bytes: Buffer.from('x') }
    const ids: string[] = []
    for (let index = 0; index < 8; index += 1) ids.push(await planUploads.keep(mine, upload, now))
    const found = await Promise.all(ids.map(id => planUploads.find(mine, id, now + 10)))
    expect(found.map(item => item?.name ?? null)).toEqual([null, null, ...Array(6).fill('п.csv')])
    const newest = ids.at(-1) ?? ''
    expect(await planUploads.find({ school, account: 'a.two' }, newest, now + 10)).toBeNull()
    expect(await planUploads.find({ school: '1', account: 'a.one' }, newest, now + 10)).toBeNull()
    expect(await planUploads.find(mine, newest, now + 25 * 3_600_000)).toBeNull()
    await planUploads.drop({ school, account: 'a.two' }, newest)
    expect(await planUploads.find(mine, newest, now + 10)).not.toBeNull()
  })

  test('subjects without a plan are listed, each with the way to its form; a plan is taken back', async () => {
    const guest = sender()
    const list = await guest.get(`${base}?year=2026`)
    expect(plainText(list.text)).toMatch(/Без плана: \d+/)
    expect(list.text).toContain(`${base}/new?class=${classId}&amp;subject=`)
    expect(list.text).not.toContain(`class=${classId}&amp;subject=${subjectId}"`)
    expect((await guest.confirm(`${base}/1/withdraw`, { why: 'Не тот класс', by: 'Завуч' })).status).toBe(303)
    expect(plainText((await guest.get(`${base}/1`)).text)).toContain('План отозван')
    expect((await guest.get(`${base}?year=2026`)).text).toContain(
      `class=${classId}&amp;subject=${subjectId}"`,
    )
    expect((await guest.get(`${base}/1/withdraw`)).status).toBe(404)
    expect((await guest.get(`${base}/77`)).status).toBe(404)
  })

  test('where its days take long to be judged, the next page says so, and that of taking it back too', async () => {
    const { app } = home.inside
    const { deps } = app
    // Somebody else is judged for, and goes on.
    const line = createLine(1)
    let end = () => {}
    const others = line.through(
      new AbortController().signal,
      () => new Promise<void>(resolve => (end = resolve)),
    )
    const begin = enteringPatiently({ deps, queue: home.queue, line, patienceMs: 50 })
    const busy = await startWeb(
      { ...webDeps(app, home.queue), boardQueues: [], plans: planDeps(app, begin) },
      { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] },
    )
    const guest = sender(clientOf(busy))
    const sent = await guest.send({ name: 'план.csv', bytes: csv('Сложение;1;') })
    const entered = await guest.confirm(sent.location ?? '', { by: 'Завуч' })
    const number = /entered=(\d+)/.exec(entered.location ?? '')?.[1]
    const back = await guest.confirm(`${base}/${number}/withdraw`, { why: 'Не тот класс', by: 'Завуч' })
    end()
    await others
    await busy.close()
    for (const { location } of [entered, back]) {
      const run = new URL(location ?? '', home.url).searchParams.get('checking')
      expect(await deps.runs.get(run ?? '')).toMatchObject({ kind: 'check', classIds: [classId] })
    }
    await home.queue.idle(AbortSignal.timeout(600_000))
  })
})

describeWith('chromium', 'a plan in a browser without scripts', executablePath => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())

  test('is chosen, looked at and entered, at the width of a telephone', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    })
    const page = await context.newPage()
    await page.goto(new URL(base, home.url).href)
    await page.getByRole('link', { name: 'Внести план из файла' }).click()
    await page.getByLabel('Файл плана').setInputFiles(join(packageRoot, 'fixtures/plans/algebra-7.xlsx'))
    await page.getByLabel('Предмет').selectOption(subjectId)
    await page.getByLabel(className, { exact: true }).check()
    await page.getByRole('button', { name: 'Посмотреть, что прочитано' }).click()
    await page.getByRole('heading', { name: 'Что будет записано' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.getByLabel('Кто вносит').fill('Иванова А. П., завуч')
    await page.getByRole('button', { name: 'Записать' }).click()
    await page.getByText(/Записано: план № \d+/).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await context.close()
  })
})

describe('who has a role of a teacher', () => {
  test('sees the plans of what he teaches and of the class he leads, and changes none', async () => {
    const { app, school } = home.inside
    const { people, deps } = app
    const { lessons } = await deps.mirror.slice(
      { school: school.id, from: '2026-10-12', to: '2026-10-16' },
      school.timeZone,
    )
    const own = lessons.find(lesson => lesson.classId === classId && lesson.subjectId === subjectId)
    const stranger = lessons.flatMap(({ teacherIds }) => teacherIds).find(id => !own?.teacherIds.includes(id))
    const password = { chosen: 'длинный пароль для проверки' }
    const add = (login: string, role: 'administrator' | 'subject-teacher', person: string | null) =>
      people.add({
        ...{ login, name: `Некто ${login}`, subject: null, by: 'тест', password },
        grants: [{ role, school: role === 'administrator' ? null : school.id, person }],
      })
    await add('chief', 'administrator', null)
    await add('teaches', 'subject-teacher', own?.teacherIds[0] ?? '')
    await add('stranger', 'subject-teacher', stranger ?? '')
    const standingPlan = (await standing()).find(({ versions }) => versions.at(-1)?.content !== null)
    const path = `${base}/${standingPlan?.number}`
    for (const [login, status] of [
      ['teaches', 200],
      ['stranger', 404],
    ] as const) {
      const guest = visitor(home)
      await guest.logIn(login, password.chosen)
      const list = await guest.get(base)
      expect([login, list.status, list.text.includes(`${path}"`)]).toEqual([login, 200, status === 200])
      expect(list.text).not.toContain('Без плана')
      expect([login, (await guest.get(path)).status]).toEqual([login, status])
      expect([
        login,
        (await guest.get(`${path}/versions/${standingPlan?.versions.at(-1)?.version}/plan.xlsx`)).status,
      ]).toEqual([login, status])
      expect([login, (await guest.get(`${base}/new`)).status]).toEqual([login, 403])
    }
  })
})
