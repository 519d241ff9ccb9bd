import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWith } from '../../support/programs.js'
import { days } from './cast.js'
import { as, choose, heading, look, readWeek, type Stage, setStage } from './stage.js'

/** The class teacher: the own class, to read and to answer for; nothing of others, nothing to decide. */

describeWith('chromium', 'the class teacher', executablePath => {
  let stage: Stage
  let own: { readonly id: string; readonly name: string }
  let other: { readonly id: string; readonly name: string }
  beforeAll(async () => {
    stage = await setStage(executablePath)
    await readWeek(stage.home)
    const { app, school } = stage.home.inside
    const { classes, classTeachers } = await app.deps.mirror.directory(school.id)
    const [leads] = classTeachers
    const [first] = classes.filter(({ id }) => id === leads?.classId)
    const [second] = classes.filter(({ id }) =>
      classTeachers.every(one => one.classId !== id || one.person.id !== leads?.person.id),
    )
    if (!leads || !first || !second) throw new Error('the school has no two classes with teachers')
    own = first
    other = second
    await stage.account('v.klassnaya', 'Классная В. В.', as('class-teacher', leads.person.id))
  })
  afterAll(() => stage.close())

  test('sees the own class in findings, journal and sheet, answers, and can decide nothing', async () => {
    const page = await stage.enter('v.klassnaya', `${stage.base}?${days}`)
    await heading(page, stage.home.inside.school.name).waitFor()
    await choose(page, 'Проверка', 'Классы')
    expect(await page.locator('main .names a').allTextContents()).toEqual([own.name])
    await page.getByRole('link', { name: own.name, exact: true }).click()
    await heading(page, `Класс ${own.name}`).waitFor()

    await choose(page, 'Журнал', 'Журнал класса')
    expect(await page.locator('main').textContent()).not.toContain(other.name)
    await page.locator('main a', { hasText: own.name }).first().click()
    await page.locator('main a').first().click()
    await page.locator('table.grid').first().waitFor()
    await choose(page, 'Журнал', 'Ведомости')
    expect(await page.locator('main').textContent()).not.toContain(other.name)
    await page.locator('main a', { hasText: own.name }).first().click()
    await page.locator('table.sheet').first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /PDF/ }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.pdf$/)

    await page.goto(`${stage.base}/findings?${days}`)
    await page.locator('.findings .what a').first().click()
    await page.getByText('Ответить', { exact: true }).click()
    await page.getByLabel('Ответ', { exact: true }).fill('Урок заменён, тему внесём сегодня')
    await page.getByRole('button', { name: 'Записать ответ' }).click()
    await page.getByText('Урок заменён, тему внесём сегодня').waitFor()
    await page.locator('.replies', { hasText: 'Классная В. В.' }).waitFor()
    expect(await page.getByText('Оформить исключение').count()).toBe(0)
    expect(stage.trouble).toEqual([])
  })

  test('what belongs to others is refused in a page that tells what to do and leads on', async () => {
    const page = await stage.enter('v.klassnaya', `${stage.base}/decisions`)
    await heading(page, 'Эта страница вам не открыта').waitFor()
    await page.getByText('попросите администратора программы изменить вашу роль').waitFor()
    await look(page, 'refused')
    await page.getByRole('link', { name: 'Сегодня', exact: true }).click()
    await heading(page, stage.home.inside.school.name).waitFor()
    for (const path of [`/classes/${other.id}`, `/journal/${other.id}`, `/sheets/${other.id}`]) {
      const answer = await page.goto(`${stage.base}${path}`)
      expect([path, answer?.status()]).toEqual([path, 404])
      expect(await page.locator('main').textContent()).toMatch(/нет/)
      expect(await page.getByRole('navigation', { name: 'Разделы' }).count()).toBe(1)
      expect(await page.locator('main').textContent()).not.toContain(other.name)
    }
    await page.goto(`${stage.base}/classes/${other.id}`)
    await page.getByText('Открытые вам разделы — в меню.').waitFor()
    await look(page, 'other-class')
  })
})
