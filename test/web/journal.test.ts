import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Browser, chromium } from 'playwright-core'
import { ownOf, type Reach } from '../../src/people/index.js'
import { describeWith } from '../support/programs.js'
import { type House, house } from './house.js'

/** The journal of a small school that is read on two evenings: what teachers entered in between is its history. */

const monday = '2026-10-19T20:00:00+03:00'
const friday = '2026-10-23T21:00:00+03:00'
const week = { from: '2026-10-19', to: '2026-10-24' }
const cells = (html: string) => [...html.matchAll(/<td[^>]*>(\d)<\/td>/g)].length

let home: House
let base: string
let classId: string
beforeAll(async () => {
  home = await house(monday)
  await home.inside.run('sync', week)
  home.inside.clock.set(Date.parse(friday))
  await home.inside.run('sync', week)
  const { classes } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
  classId = classes[0]?.id ?? ''
  base = `/schools/${home.inside.school.id}/journal`
})
afterAll(() => home.close())

/** Addresses of the class's subjects, as its page has them. */
async function subjects(): Promise<string[]> {
  const { text } = await home.get(`${base}/${classId}`)
  return [...text.matchAll(/href="([^"]*\/journal\/\d+\/[^"?]+)[^"]*"/g)].map(match => String(match[1]))
}

describe('the journal', () => {
  test('leads from the classes by the subjects to pupils, marks, topics and homework', async () => {
    expect((await home.get(base)).text).toContain(`${base}/${classId}`)
    const all = await subjects()
    expect(all.length).toBeGreaterThan(5)
    const pages = await Promise.all(all.map(path => home.get(path)))
    expect(pages.map(({ status }) => status)).toEqual(all.map(() => 200))
    expect(pages.reduce((sum, { text }) => sum + cells(text), 0)).toBeGreaterThan(20)
    expect(pages.some(({ text }) => text.includes('§'))).toBe(true)
    for (const { text } of pages) expect(Buffer.byteLength(text)).toBeLessThan(150_000)
  })

  test('as of a past moment it has what the looks up to then had shown, and no more', async () => {
    const all = await subjects()
    const count = async (at: string) => {
      const pages = await Promise.all(all.map(path => home.get(`${path}?at=${at}`)))
      return pages.reduce((sum, { text }) => sum + cells(text), 0)
    }
    expect((await home.get(`${all[0]}?at=2026-10-19T19:59`)).text).toContain('журнал ещё не читали')
    const [before, then, now] = [
      await count('2026-10-19T19:59'),
      await count('2026-10-20T12:00'),
      await count(''),
    ]
    expect(before).toBe(0)
    expect(then).toBeGreaterThan(0)
    expect(now).toBeGreaterThan(then)
    // The future isn't known: that is now.
    expect(await count('2030-01-01T00:00')).toBe(now)
    const past = await home.get(`${all[0]}?at=2026-10-20T12:00`)
    expect(past.text).toContain('Это прошлое')
    expect(past.text).toContain('value="2026-10-20T12:00"')
  })

  test('says what is no moment, and knows no foreign class or subject', async () => {
    const wrong = await home.get(`${base}/${classId}?at=yesterday`)
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Нужны дата и время')
    expect((await home.get(`${base}/123`)).status).toBe(404)
    const none = await home.get(`${base}/${classId}/999~-`)
    expect([none.status, none.text.includes('Уроков этого предмета')]).toEqual([404, true])
  })

  test('a change leads to the journal as it was before it', async () => {
    const pages = await Promise.all((await subjects()).map(path => home.get(path)))
    const changed = pages.find(({ text }) => text.includes('тема: пусто →'))
    expect(changed).toBeDefined()
    const link = /href="([^"]*at=[^"]*)">\s*как было/.exec(changed?.text ?? '')?.[1]?.replaceAll('&amp;', '&')
    const past = await home.get(link ?? '')
    expect(past.status).toBe(200)
    expect(past.text).toContain('тема не записана')
  })

  test('law: a subject teacher sees own lessons only, in any class, and a class teacher own classes only', async () => {
    const { deps } = home.inside.app
    const school = home.inside.school.id
    const { lessons } = await deps.mirror.slice({ school, ...week }, home.inside.school.timeZone)
    const view = home.inside.app
    const { journalDeps } = await import('../../src/cli/web-deps/journal.js')
    const pages = journalDeps(view)
    const directory = await deps.mirror.directory(school)
    const { teachers, classes } = directory
    for (const { id: teacher } of teachers) {
      const own = lessons.filter(({ teacherIds }) => teacherIds.includes(teacher))
      const reach = { kind: 'own', classesOf: null, lessonsOf: teacher } as const satisfies Reach
      expect(ownOf(reach, directory)).toEqual({ classes: new Set(), teacher })
      const taught = await pages.taught(school, teacher)
      expect(taught).toEqual([...new Set(own.map(lesson => lesson.classId))].sort())
      for (const { id } of classes) {
        const request = { school, classId: id, periodId: null, at: null, teacher, section: null }
        const { journal } = await pages.view(request)
        const shown = journal.sections.flatMap(section => section.lessons.map(lesson => lesson.id))
        const wanted = own
          .filter(({ classId, date }) => classId === id && journal.from <= date && date <= journal.to)
          .map(lesson => lesson.id)
        expect(shown.sort()).toEqual(wanted.sort())
      }
    }
  })
})

async function markedOnMonday(): Promise<string | undefined> {
  for (const path of await subjects())
    if (cells((await home.get(`${path}?at=2026-10-19T20:30`)).text) > 0) return path
  return undefined
}

describeWith('chromium', 'the journal in a browser', executablePath => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser.close())

  test('is taken back to a past moment and forward again, with the keyboard and without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, timezoneId: 'Europe/Moscow' })
    const page = await context.newPage()
    await page.goto(new URL(`${base}/${classId}`, home.url).href)
    // A subject that had a mark on Monday already.
    await page.goto(new URL((await markedOnMonday()) ?? '', home.url).href)
    await page.getByRole('heading', { name: 'Уроки' }).waitFor()
    const marks = () => page.locator('.grid td', { hasText: /^\d$/ }).count()
    const now = await marks()
    await page.getByLabel('Каким был на момент').fill('2026-10-19T20:30')
    await page.getByRole('button', { name: 'Показать' }).press('Enter')
    await page.getByText('Это прошлое').waitFor()
    expect(await marks()).toBeLessThan(now)
    await page.getByRole('link', { name: 'Показать нынешний' }).press('Enter')
    await page.getByRole('heading', { name: 'Уроки' }).waitFor()
    expect(await marks()).toBe(now)
    await context.close()
  })
})
