import { once } from 'node:events'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { webDeps } from '../../src/cli/web-deps.js'
import { printKitDeps } from '../../src/cli/web-deps/print-kit.js'
import { createLine, startWeb } from '../../src/web/index.js'
import { type House, house } from './house.js'
import { clientOf, school as servedSchool, serve } from './served.js'

/** The yearly printing from the page: make a kit, take its papers, enter what was done, take that back. */

let home: House
let base: string
let classes: readonly { readonly id: string; readonly name: string }[]
let cookie: string
let token: string
beforeAll(async () => {
  home = await house('2026-10-23T21:00:00+03:00')
  await home.inside.run('sync', { from: '2026-10-19', to: '2026-10-23' })
  const { app, school } = home.inside
  classes = (await app.deps.mirror.directory(school.id)).classes
  base = `/schools/${school.id}`
  const page = await home.get(`${base}/print-kit`)
  cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  token = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
})
afterAll(() => home.close())

const text = async (path: string) => (await home.get(path)).text
const files = (html: string) =>
  [...html.matchAll(/href="([^"]*\/print-kit\/files\/[^"]*)"/g)].map(([, url]) => String(url))

async function register(step: string, more: readonly (readonly [string, string])[] = []) {
  const typed = [
    ['_csrf', token],
    ['by', 'Иванова А. П., завуч'],
    ['step', step],
    ['on', '2026-10-23'],
    ...more,
  ]
  return home.post(
    `${base}/decisions/hard-copy/new`,
    typed.map(([name = '', value = '']) => [name, value]),
    { cookie },
  )
}

test('before there is a kit: nothing was printed, and none can be called printed', async () => {
  expect(await text(`${base}/print-kit`)).toContain('Комплекта этого года ещё нет.')
  const refused = await register('printed')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Сначала сделайте комплект.')
  const ready = await text(`${base}/print-kit/classes/${classes[0]?.id}`)
  expect(ready).toContain('Не готова.')
  expect(ready).toContain('Все отчётные периоды года закончились')
  expect((await home.get(`${base}/print-kit/classes/1`)).status).toBe(404)
})

test('a kit is made by a run that can be watched; its papers leave as they lie in the archive', async () => {
  const strange = await home.post(`${base}/print-kit`, [], { cookie })
  expect(strange.status).toBe(403)
  const made = await home.post(`${base}/print-kit`, [['_csrf', token]], { cookie })
  expect(made.status).toBe(303)
  await home.queue.idle()
  expect(await text(String(made.headers.location))).toContain('Комплект печати')
  const papers = files(await text(`${base}/print-kit`))
  expect(papers.length).toBeGreaterThan(10)
  const act = papers.find(path => decodeURIComponent(path).includes('акт.pdf?')) ?? ''
  const file = await home.get(act)
  expect(file.text.startsWith('%PDF')).toBe(true)
  expect(file.headers['content-disposition']).toMatch(/^attachment;/)
  for (const wrong of ['v1/nothing.pdf', 'v9/kit.json', 'x/kit.json', 'v1/..%2F..%2Fkit.json'])
    expect((await home.get(`${base}/print-kit/files/${wrong}`)).status).toBe(404)
})

test('what was done on paper is entered for all classes at once, seen by class, and taken back', async () => {
  const who: readonly [string, string] = ['who', 'Петров П. П., секретарь']
  expect((await register('printed', [who])).status).toBe(303)
  const board = await text(`${base}/print-kit`)
  expect(board.split('Петров П. П., секретарь')).toHaveLength(classes.length + 1)
  const [first] = await home.inside.app.deps.statements.list(home.inside.school.id, 'hard-copy')
  expect(first?.revisions[0]?.content).toMatchObject({ step: 'printed', sheet: { version: 'v1' } })
  const fields = [
    ['_csrf', token],
    ['by', 'Иванова'],
    ['why', 'Не тот класс'],
  ] as const
  await home.post(`${base}/decisions/hard-copy/1/withdraw`, fields, { cookie })
  expect((await text(`${base}/print-kit`)).split('Петров П. П., секретарь')).toHaveLength(classes.length)
})

test('readiness is judged in its turn, and the page tells whom it is kept waiting', async () => {
  const deps = { ...webDeps(home.inside.app, home.queue), patienceMs: 50, boardQueues: [] }
  const web = await startWeb(deps, { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] })
  const end = new AbortController()
  const others = deps.judging.through(new AbortController().signal, () => once(end.signal, 'abort'))
  const { id, name } = classes[0] ?? { id: '', name: '' }
  const { status, text: page } = await clientOf(web).get(`${base}/print-kit/classes/${id}`)
  end.abort()
  await others
  await web.close()
  expect([status, page.includes(`<h1>Ведомость ${name}: готова ли к печати</h1>`)]).toEqual([200, true])
  expect(page).toContain('Программа сейчас проверяет журнал по просьбе другого посетителя')
  expect(page).not.toContain('Не готова.')
})

test('readiness of a class is judged once until it is read, something is entered, or a day is over', async () => {
  const { app, clock, school } = home.inside
  const slices = jest.spyOn(app.deps.mirror, 'slices')
  const { readiness } = printKitDeps(app, home.queue, createLine(1))
  const visit = () => readiness(school.id, classes[0]?.id ?? '', new AbortController().signal)
  const judgedBy = async (what: () => Promise<unknown> | unknown) => {
    await what()
    const before = slices.mock.calls.length
    await visit()
    await visit()
    return slices.mock.calls.length - before
  }
  await visit()
  expect(await judgedBy(() => undefined)).toBe(0)
  expect(await judgedBy(() => register('sewn', [['who', 'Петров П. П.']]))).toBe(1)
  expect(await judgedBy(() => home.inside.run('sync', { from: '2026-10-23', to: '2026-10-23' }))).toBe(1)
  expect(await judgedBy(() => clock.set(Date.parse('2026-10-24T09:00:00+03:00')))).toBe(1)
  slices.mockRestore()
})

test('when the year is over, its board and papers are still there, and nothing is made for it', async () => {
  home.inside.clock.set(Date.parse('2027-09-10T12:00:00+03:00'))
  expect(await text(`${base}/print-kit`)).toContain('Печать годовых ведомостей, 2027-2028')
  const past = await text(`${base}/print-kit?year=2026-2027`)
  expect(past).toContain('Печать годовых ведомостей, 2026-2027')
  expect(past.split('Петров П. П., секретарь')).toHaveLength(classes.length)
  for (const { name } of classes) expect(past).toContain(`<th scope="row">${name}</th>`)
  expect(past).toContain('print-kit register --year 2026-2027')
  expect(past).not.toContain('Сделать комплект')
  const act = files(past).find(path => decodeURIComponent(path).includes('акт.pdf')) ?? ''
  expect((await home.get(act)).text.startsWith('%PDF')).toBe(true)
  expect((await home.get(act.replace('2026', '2025').replace('2027', '2026'))).status).toBe(404)
  expect(await text(`${base}/print-kit?year=always`)).toContain('ведомостей, 2027-2028')
})

test('a year’s board names the classes that the platform doesn’t give while resits are held', async () => {
  const past = { studyYear: '2026-2027', isCurrent: false, due: '2027-06-30', classes: [], kits: [] }
  const boardOf = async (notGiven: readonly { readonly id: string; readonly name: string }[]) => {
    const { printKit } = webDeps(home.inside.app, home.queue)
    const served = await serve({ printKit: { ...printKit, board: async () => ({ ...past, notGiven }) } })
    const { text: page } = await served.get(`/schools/${servedSchool}/print-kit?year=2026-2027`)
    await served.close()
    return page
  }
  const told = 'платформа не отдаёт отметок класса 8А: результаты пересдач внесите в ведомость на бумаге.'
  expect(await boardOf([{ id: '8', name: '8А' }])).toContain(told)
  expect(await boardOf([])).not.toContain('пересдач')
})
