import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Browser, chromium } from 'playwright-core'
import { buildSheet, storeSheet } from '../../src/app.js'
import { ownOf } from '../../src/people/index.js'
import type { WebDeps } from '../../src/web/index.js'
import { ledClasses } from '../../src/web/own.js'
import { describeWith } from '../support/programs.js'
import { type House, house } from './house.js'

/** Summary sheets, the archive, and what holds for all pages on papers and reading. */

const week = { from: '2026-10-19', to: '2026-10-24' }

let home: House
let base: string
let classId: string
beforeAll(async () => {
  home = await house('2026-10-23T21:00:00+03:00')
  await home.inside.run('sync', week)
  const { app, school } = home.inside
  const { classes } = await app.deps.mirror.directory(school.id)
  classId = classes[0]?.id ?? ''
  base = `/schools/${school.id}`
  await storeSheet(app.deps, await buildSheet(app.deps, { school, classId, periodId: null }))
})
afterAll(() => home.close())

const linksIn = (html: string, part: string) =>
  [...html.matchAll(/href="([^"]*)"/g)]
    .map(([, url]) => String(url).replaceAll('&amp;', '&'))
    .filter(url => url.includes(part))

async function press(path: string, action: string) {
  const page = await home.get(path)
  const token = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  return home.post(action, [['_csrf', token]], { cookie })
}

describe('summary sheets', () => {
  test('stand live on a page, and leave as PDF, XLSX and data', async () => {
    expect((await home.get(`${base}/sheets`)).text).toContain(`${base}/sheets/${classId}`)
    const page = await home.get(`${base}/sheets/${classId}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('сводная ведомость')
    const files = linksIn(page.text, '/files/')
    expect(files).toHaveLength(3)
    for (const [index, start] of ['%PDF', 'PK', '{'].entries()) {
      const file = await home.get(files[index] ?? '')
      expect(file.text.startsWith(start)).toBe(true)
      expect(file.headers['content-disposition']).toMatch(/^attachment; .*filename\*=UTF-8''%D0%A1/)
      expect(file.headers['cache-control']).toBe('no-store')
    }
    expect((await home.get(`${base}/sheets/${classId}/files/exe`)).status).toBe(404)
    expect((await home.get(`${base}/sheets/1`)).status).toBe(404)
  })

  test('count as empty what the periods that are over lack, and nothing of those ahead', async () => {
    const { app, school, clock } = home.inside
    const seen = async () => (await home.get(`${base}/sheets/${classId}`)).text.replaceAll('\u00a0', '')
    const now = clock.now()
    expect(await seen()).not.toContain('Пустых клеток')
    clock.set(Date.parse('2026-10-27T09:00:00+03:00'))
    const { pupils, subjects, periods } = await buildSheet(app.deps, { school, classId, periodId: null })
    expect(periods.length).toBeGreaterThan(2)
    const empty = pupils
      .filter(({ left }) => !left)
      .flatMap(({ marks: [first = []], notTaught }) =>
        first.filter((mark, at) => mark === null && !notTaught.includes(subjects[at]?.id ?? '')),
      )
    expect(empty.length).toBeGreaterThan(0)
    expect(await seen()).toContain(`Пустых клеток за прошедшие периоды: ${empty.length}.`)
    clock.set(now)
  })

  test('law: whoever leads a class is shown that one and no other', async () => {
    const { classes } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
    const { mirror } = home.inside.app.deps
    const deps: Pick<WebDeps, 'own'> = {
      own: async (school, reach) => ownOf(reach, await mirror.directory(school)),
    }
    const { classTeachers } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
    const school = { id: home.inside.school.id, name: '', timeZone: 'UTC' }
    for (const { person } of classTeachers) {
      const reach = { kind: 'own', classesOf: person.id, lessonsOf: null } as const
      const maySee = await ledClasses(deps, { school, reach })
      const led = classTeachers.filter(one => one.person.id === person.id).map(one => one.classId)
      expect(classes.filter(({ id }) => maySee(id)).map(({ id }) => id)).toEqual(led)
    }
    expect(classTeachers.length).toBeGreaterThan(0)
    const nobody = await ledClasses(deps, { school, reach: { kind: 'own', classesOf: null, lessonsOf: '1' } })
    expect(classes.some(({ id }) => nobody(id))).toBe(false)
  })
})

describe('the archive', () => {
  test('lists its documents with the head to keep elsewhere, and gives each file as it was put in', async () => {
    const { text } = await home.get(`${base}/archive`)
    const { seq, head } = (await (await home.inside.app.deps.readArchive())?.checkpoint()) ?? {}
    expect(text).toContain(`${seq}:${head}`)
    const [object] = linksIn(text, '/archive/object')
    const page = await home.get(object ?? '')
    const pdf = linksIn(page.text, 'sheet.pdf')[0] ?? ''
    const file = await home.get(pdf)
    expect(file.text.startsWith('%PDF')).toBe(true)
    expect(file.headers['content-disposition']).toContain('attachment')
    // By what a document is called, and not by its number.
    const [title = ''] =
      />Сводная ведомость, [^<]+, год, 2026\/2027: снимок данных платформы<\/a>/.exec(text) ?? []
    expect(title).not.toBe('')
    const found = await home.get(`${base}/archive?id=${encodeURIComponent('год, 2026/2027 ведомость')}`)
    expect(found.text).toContain(title)
    expect((await home.get(`${base}/archive?id=nothing-like-it`)).text).toContain('Документы: 0')
    expect((await home.get(`${base}/archive/object?id=urn:other`)).status).toBe(404)
    expect((await home.get(pdf.replace('sheet.pdf', '../../x'))).status).toBe(404)
    const foreign = pdf.replaceAll(
      encodeURIComponent(`:${home.inside.school.id}:`),
      encodeURIComponent(':77:'),
    )
    expect((await home.get(foreign)).status).toBe(404)
  })

  test('is read whole by a job, not in the request, and the log then says so', async () => {
    const begun = await press(`${base}/archive`, `${base}/archive/checks`)
    expect(begun.status).toBe(303)
    await home.queue.idle(AbortSignal.timeout(30_000))
    expect((await home.get(String(begun.headers.location))).text).toContain('архив цел')
    expect((await home.get(`${base}/archive`)).text).toContain('Архив цел')
    expect((await home.post(`${base}/archive/checks`, [])).status).toBe(403)
  })

  test('two who ask at once get one check', async () => {
    const { archiveChecks, clock } = home.inside.app.deps
    expect(await archiveChecks.begin('a', clock.now())).toBe(true)
    expect(await archiveChecks.begin('b', clock.now())).toBe(false)
    // Silent for long, it is lost, and another may begin.
    expect(await archiveChecks.begin('b', clock.now() + 11 * 60_000)).toBe(true)
    await archiveChecks.end('b', clock.now(), { errorCode: 'INTERNAL', errorMessage: 'Прервано' })
  })
})

describeWith('chromium', 'pages on papers and reading in a browser', executablePath => {
  let browser: Browser
  let axe: string
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())

  async function paths(): Promise<string[]> {
    const subject = linksIn((await home.get(`${base}/journal/${classId}`)).text, '~')[0] ?? ''
    const object = linksIn((await home.get(`${base}/archive`)).text, '/archive/object')[0] ?? ''
    const check = linksIn((await home.get(`${base}/archive`)).text, '/archive/checks/')[0] ?? ''
    const [run] = await home.inside.app.deps.runs.recent(home.inside.school.id, 1)
    const reading = [
      `${base}/sync`,
      `${base}/sync/lists`,
      `${base}/sync/classes/${classId}`,
      `${base}/sync/quarantine`,
      `${base}/resync`,
      `${base}/runs/${encodeURIComponent(run?.id ?? '')}`,
    ]
    const journal = [
      `${base}/journal`,
      `${base}/journal/${classId}`,
      subject,
      `${subject}&at=2026-10-23T21:30`,
    ]
    const stated = [
      `${base}/decisions`,
      `${base}/decisions/exemption`,
      `${base}/decisions/exemption/new`,
      `${base}/decisions/exemption/new?preview=1`,
      `${base}/decisions/substitution/new`,
      `${base}/decisions/incident/new`,
      `${base}/decisions/order/new?of=${classId}`,
      `${base}/decisions/hard-copy/new`,
      `${base}/print-kit`,
      `${base}/print-kit/classes/${classId}`,
      '/overview',
    ]
    return [
      ...reading,
      ...journal,
      ...stated,
      `${base}/sheets`,
      `${base}/sheets/${classId}`,
      `${base}/archive`,
      object,
      check,
    ]
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing, no page is too wide or asks another host: ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 800 } })
      const page = await context.newPage()
      const foreign: string[] = []
      page.on('request', request => {
        const { origin, protocol } = new URL(request.url())
        if (protocol !== 'data:' && origin !== new URL(home.url).origin) foreign.push(request.url())
      })
      for (const path of await paths()) {
        await page.goto(new URL(path, home.url).href)
        await page.evaluate(axe)
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))]))',
        )
        expect([path, found]).toEqual([path, []])
        const wide = await page.evaluate('document.documentElement.scrollWidth')
        expect([path, wide]).toEqual([path, 360])
        expect(Buffer.byteLength(await page.content())).toBeLessThan(150_000)
      }
      expect(foreign).toEqual([])
      await context.close()
    })
  }
})
