import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWith } from '../../support/programs.js'
import { as, choose, heading, look, readWeek, type Stage, setStage } from './stage.js'

/** The deputy head: what is wrong, what is done about it, and what it is judged by. */

describeWith('chromium', 'the deputy head', executablePath => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(executablePath)
    await readWeek(stage.home)
    await stage.account('a.ivanova', 'Иванова А. П.', as('deputy'))
    await stage.account('b.petrov', 'Петров Б. Б.', as('deputy'))
  })
  afterAll(() => stage.close())

  test('from «Сегодня» by a number and its list to a verdict, its exemption, and back out of it', async () => {
    const page = await stage.enter('a.ivanova')
    await heading(page, stage.home.inside.school.name).waitFor()
    await look(page, 'today')
    await page
      .getByRole('link', { name: /Нарушено/ })
      .first()
      .click()
    await heading(page, /^Нарушено: \d+/).waitFor()
    await page.locator('.findings .what a').first().click()
    for (const term of ['Пункт', 'Правило', 'Отвечает', 'Срок'])
      expect(await page.getByRole('term').filter({ hasText: term }).count()).toBe(1)
    await heading(page, 'Как это было').waitFor()
    await look(page, 'verdict')
    const verdict = page.url()
    await page.setViewportSize({ width: 360, height: 800 })
    const deadline = await page.locator('.time-line .deadline text').boundingBox()
    expect(deadline?.x).toBeGreaterThan(0)
    expect((deadline?.x ?? 0) + (deadline?.width ?? 0)).toBeLessThan(360)
    expect(deadline?.height).toBeGreaterThan(12)
    await page.setViewportSize({ width: 1280, height: 800 })

    await page.getByText('Оформить исключение').click()
    await page.getByLabel('Причина').fill('Курсы')
    await page.getByLabel('Основание').fill('приказ № 12 от 13.10.2026')
    await page.getByRole('button', { name: 'Проверить' }).click()
    await page.getByText('Будет исключено случаев: 1').waitFor()
    await look(page, 'exemption')
    await page.getByRole('button', { name: 'Оформить' }).click()
    await heading(page, 'Исключение № 1').waitFor()
    expect(page.url()).toBe(verdict)
    expect(await page.locator('p.state').textContent()).toMatch(/исключен/i)
    await page.getByText('Иванова А. П.').last().waitFor()

    await choose(page, 'Решения', 'Решения и события')
    await page.getByRole('link', { name: 'Исключения' }).click()
    await page.getByText('Курсы, приказ № 12 от 13.10.2026').waitFor()
    await page.getByRole('link', { name: 'Отозвать' }).click()
    await look(page, 'withdraw')
    await page.getByLabel('Почему').fill('Не тот учитель')
    await page.getByRole('button', { name: 'Отозвать' }).click()
    await page.getByText('Записей нет.').waitFor()
    await page.getByRole('link', { name: 'Показать и отозванные: 1' }).click()
    await page.getByText('Не тот учитель').waitFor()
    await page.goto(verdict)
    expect(await page.locator('p.state').textContent()).toMatch(/нарушен/i)
    expect(stage.trouble).toEqual([])
  })

  test('the council’s decision is entered for a class but one pupil, by its class and a single tick', async () => {
    const page = await stage.enter('a.ivanova', `${stage.base}/decisions/pupil-order`)
    await page.getByRole('link', { name: 'Внести' }).click()
    await page.locator('.choices a').first().click()
    await page.getByLabel('О чём').selectOption({ label: 'переведён(а) — решение педсовета' })
    await page.getByLabel('Номер').fill('8')
    await page
      .getByLabel('О ком')
      .selectOption({ label: 'все обучающиеся класса, кроме отмеченных и выбывших' })
    const boxes = page.locator('.boxes label')
    const kept = (await boxes.first().textContent())?.trim() ?? ''
    const [second] = (await boxes.allTextContents()).slice(1)
    await boxes.first().click()
    await page.getByLabel('В какой класс').fill('6А')
    await look(page, 'pupil-order')
    await page.getByRole('button', { name: 'Посмотреть' }).click()
    const stated = page.getByText('переведён(а) в 6А класс; обучающиеся (')
    await stated.waitFor()
    await look(page, 'pupil-order-preview')
    expect(await stated.textContent()).toContain(second?.trim())
    expect(await stated.textContent()).not.toContain(kept)
    await page.getByRole('button', { name: 'Записать' }).click()
    await page.getByText('Записано: № 1.').waitFor()
    await stated.waitFor()
    expect(stage.trouble).toEqual([])
  })

  test('two who set the same rule: the slower one is told, and what was typed stays', async () => {
    const [quick, slow] = [
      await stage.enter('a.ivanova', `${stage.base}/settings`),
      await stage.enter('b.petrov', `${stage.base}/settings`),
    ]
    for (const [page, letters] of [
      [quick, '40'],
      [slow, '30'],
    ] as const) {
      await page.getByRole('link', { name: 'п. 2.3 Тема урока записана' }).click()
      await page.getByLabel('Тема, в которой меньше букв').fill(letters)
      await page.getByLabel('С какого дня').fill('2026-10-12')
      await page.getByLabel('Основание').fill(`приказ № ${letters}`)
      await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click()
      await page.getByText('Если бы так было').waitFor()
    }
    await quick.getByRole('button', { name: 'Сохранить' }).click()
    await quick.getByRole('status').filter({ hasText: 'изменение № 1' }).waitFor()
    await slow.getByRole('button', { name: 'Сохранить' }).click()
    const told = slow.getByRole('alert')
    await told.filter({ hasText: 'внесено изменение № 1 (Иванова А. П.). Ничего не записано.' }).waitFor()
    expect(await slow.getByLabel('Тема, в которой меньше букв').inputValue()).toBe('30')
    expect(await slow.getByLabel('Основание').inputValue()).toBe('приказ № 30')
    await look(slow, 'conflict')
  })

  test('enters a step of the printing, and reads the next letter before it goes', async () => {
    const page = await stage.enter('a.ivanova', `${stage.base}/print-kit`)
    await page.getByRole('link', { name: 'Отметить шаг' }).click()
    await page.getByLabel('Что сделано').selectOption({ label: 'подготовлена' })
    await page.getByRole('button', { name: 'Посмотреть, что изменится' }).click()
    await page.getByText('Вердикты прошедших дней от этого не изменятся.').waitFor()
    await look(page, 'print-step')
    await page.getByRole('button', { name: 'Записать' }).click()
    await page.getByRole('status').filter({ hasText: 'Записано' }).waitFor()
    await choose(page, 'Архив', 'Печать')
    const { classes } = await stage.home.inside.app.deps.mirror.directory(stage.home.inside.school.id)
    expect(await page.getByRole('cell', { name: 'Иванова А. П.' }).count()).toBe(classes.length)

    await choose(page, 'Решения', 'Письма')
    await heading(page, 'zavuch@example.org').waitFor()
    await page.getByText(/^Уйдёт \d\d\.\d\d\.\d{4}/).waitFor()
    await page.frameLocator('iframe').getByText('Ведение электронного журнала').waitFor()
    await look(page, 'letters')
  })
})
