import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { nameWithInitials } from '../../../src/journal/index.js'
import { generateSchool } from '../../../src/sandbox/index.js'
import { describeWith } from '../../support/programs.js'
import { week } from './cast.js'
import { as, heading, logIn, look, readWeek, type Stage, setStage } from './stage.js'

/** The subject teacher: a letter says what is owed, its link leads there, and another ends the letters. */

/** Of the school that houses have. */
const { teachers } = generateSchool({ seed: 11, classes: 2, from: '2026-10-12', to: '2026-10-25' })

describeWith('chromium', 'the subject teacher', executablePath => {
  let stage: Stage
  /** To whom the first letter went, what it says, and the addresses that it links to. */
  let letter: { readonly person: string; readonly text: string; readonly links: readonly string[] }
  beforeAll(async () => {
    const letters = teachers.map(({ id }) => ({
      ...{ person: id, address: `teacher-${id}@example.org`, letters: ['owed'] },
    }))
    stage = await setStage(executablePath, { settings: { digestTo: [], teachers: letters } })
    await readWeek(stage.home)
    await stage.home.inside.run('digest', week)
    const outbox = join(stage.home.inside.folder, 'outbox')
    const [file] = await readdir(outbox)
    const mail = await simpleParser(await readFile(join(outbox, String(file))))
    const to = [mail.to ?? []].flat().flatMap(({ value }) => value)
    letter = {
      person: /teacher-(\d+)@/.exec(String(to[0]?.address))?.[1] ?? '',
      text: mail.text ?? '',
      links: [...String(mail.html).matchAll(/href="([^"]*)"/g)].map(([, href]) =>
        String(href).replaceAll('&amp;', '&'),
      ),
    }
    await stage.account('e.predmetova', 'Предметова Е. Е.', as('subject-teacher', letter.person))
  })
  afterAll(() => stage.close())

  /** The last such: the letter's own, behind those of single cases. */
  const linkOf = (part: string) => letter.links.findLast(href => href.includes(part)) ?? ''

  test('comes from the letter by way of the log-in to what is owed, and answers for one of it', async () => {
    const page = await stage.enter('e.predmetova', linkOf('/schools/'))
    const { app, school } = stage.home.inside
    await heading(page, school.name).waitFor()
    const { teachers: known } = await app.deps.mirror.directory(school.id)
    const name = known.filter(({ id }) => id === letter.person).map(nameWithInitials)[0] ?? ''
    expect(letter.text).toContain(name)
    const answerable = await page.locator('.findings td[data-label="Учитель"]').allTextContents()
    expect(answerable.length).toBeGreaterThan(0)
    expect(answerable.filter(text => !text.includes(name))).toEqual([])
    await page.locator('.findings .what a').first().click()
    await page.getByText('Ответить', { exact: true }).click()
    await page.getByLabel('Ответ', { exact: true }).fill('Журнал был недоступен весь вечер')
    await page.getByRole('button', { name: 'Записать ответ' }).click()
    await page.locator('.replies', { hasText: 'Предметова Е. Е.' }).waitFor()
    expect(await page.getByText('Оформить исключение').count()).toBe(0)
    expect(stage.trouble).toEqual([])
  })

  test('who leads no class is told so, and not that the journal was or was not read', async () => {
    const page = await stage.enter('e.predmetova', `${stage.base}/readiness`)
    await page.getByText('Своего класса у вас нет').waitFor()
    expect(await page.locator('main').textContent()).not.toMatch(/рочитано|не проверялась/)
  })

  test('ends the letters by one press from the letter, without a log-in, and begins them again', async () => {
    const page = await stage.open(linkOf('/letters/'))
    await heading(page, 'Больше не присылать эти письма?').waitFor()
    await page.getByText('только такие письма, как то, из которого вы сюда перешли').waitFor()
    await look(page, 'mute')
    await page.getByRole('button', { name: 'Не присылать' }).click()
    await heading(page, 'Эти письма больше не приходят').waitFor()
    const { deps } = stage.home.inside.app
    const token = linkOf('/letters/').split('/').at(-1) ?? ''
    expect((await deps.letters.ofToken(token))?.muted).toBe(true)
    await page.getByRole('button', { name: 'Присылать снова' }).click()
    await heading(page, 'Больше не присылать эти письма?').waitFor()
    expect((await deps.letters.ofToken(token))?.muted).toBe(false)
    await page.goto('/login')
    await logIn(page, 'e.predmetova')
    await heading(page, stage.home.inside.school.name).waitFor()
  })
})
