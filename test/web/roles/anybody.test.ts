import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { describeWith } from '../../support/programs.js'
import { days, passwordOf } from './cast.js'
import { as, heading, logIn, look, readWeek, type Stage, setStage } from './stage.js'

/** What may happen to anybody: a session that ends too early, an old link, no mouse, no scripts. */

describeWith('chromium', 'anybody', executablePath => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(executablePath)
    await readWeek(stage.home)
    await stage.account('a.ivanova', 'Иванова А. П.', as('deputy'))
  })
  afterAll(() => stage.close())

  const toVerdict = (page: Page) => page.locator('.findings .what a').first().click()

  test('a session that ends while a form is filled in costs nothing of what was typed', async () => {
    const page = await stage.enter('a.ivanova', `${stage.base}/findings?${days}&kind=broken`)
    await toVerdict(page)
    await page.getByText('Ответить', { exact: true }).click()
    await page.getByLabel('Ответ', { exact: true }).fill('Был сбой сети, акт № 4')
    const { clock } = stage.home.inside
    clock.set(clock.now() + 61 * 60_000)
    await page.getByRole('button', { name: 'Записать ответ' }).click()
    await page.getByText('То, что вы отправляли, сохранено').waitFor()
    await look(page, 'log-in-again')
    await logIn(page, 'a.ivanova', 'не тот пароль')
    await page.getByRole('alert').waitFor()
    await logIn(page, '', passwordOf('a.ivanova'))
    await heading(page, 'Вы снова вошли').waitFor()
    await page.getByText('Был сбой сети, акт № 4').waitFor()
    await look(page, 'kept-form')
    await page.getByRole('button', { name: 'Отправить' }).click()
    await page.locator('.replies', { hasText: 'Был сбой сети, акт № 4' }).waitFor()
  })

  test('the link of an old letter leads by way of the log-in to a page that helps on', async () => {
    const page = await stage.enter('a.ivanova', `${stage.base}/verdicts/0123456789abcdef`)
    await heading(page, 'Не найдено').waitFor()
    await page.getByText('Запись ищите в списке найденного').waitFor()
    await look(page, 'gone')
    await page.getByRole('link', { name: 'Сегодня', exact: true }).click()
    await heading(page, stage.home.inside.school.name).waitFor()
    const stranger = await stage.open(`/letters/${'ab'.repeat(16)}`)
    await stranger.getByText('Такой ссылки программа не давала.').waitFor()
    await look(stranger, 'unknown-letter')
  })

  /** As far as a finger goes that only has Tab. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let presses = 0; presses < 120; presses += 1) {
      const focused = page.locator(':focus')
      const said =
        (await focused.count()) === 0
          ? ''
          : await focused.evaluate(node => {
              const labels = 'labels' in node ? [...(node.labels as NodeListOf<Element>)] : []
              return [...labels, node]
                .map(({ textContent }) => textContent ?? '')
                .join(' ')
                .trim()
            })
      if (said.startsWith(name)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no Tab leads to «${name}»`)
  }

  test('with the keyboard alone: from the log-in to an exemption', async () => {
    const page = await stage.open(`${stage.base}/findings?${days}&kind=broken`)
    // The log-in has its first field ready.
    await page.keyboard.type('a.ivanova')
    await page.keyboard.press('Tab')
    await page.keyboard.type(passwordOf('a.ivanova'))
    await page.keyboard.press('Enter')
    await heading(page, /^Нарушено: \d+/).waitFor()
    await page.keyboard.press('Tab')
    await tabTo(page, 'К содержанию')
    await page.keyboard.press('Enter')
    const first = (await page.locator('.findings .what a').first().textContent()) ?? ''
    await tabTo(page, first)
    await page.keyboard.press('Enter')
    await heading(page, 'Что можно сделать').waitFor()
    await tabTo(page, 'Оформить исключение')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Причина')
    await page.keyboard.type('Курсы')
    await tabTo(page, 'Основание')
    await page.keyboard.type('приказ № 12')
    await tabTo(page, 'Проверить')
    await page.keyboard.press('Enter')
    await page.getByText('Будет исключено случаев: 1').waitFor()
    await tabTo(page, 'Оформить')
    await tabTo(page, 'Проверить')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Оформить')
    await page.keyboard.press('Enter')
    await heading(page, 'Исключение № 1').waitFor()
  })

  test('without scripts: log-in, filter, exemption', async () => {
    const page = await stage.enter('a.ivanova', `${stage.base}?${days}`, { javaScriptEnabled: false })
    await page.getByText('Отобрать').click()
    const { classes } = await stage.home.inside.app.deps.mirror.directory(stage.home.inside.school.id)
    const name = classes[0]?.name ?? ''
    await page.getByLabel('Класс', { exact: true }).selectOption({ label: name })
    await page.getByRole('button', { name: 'Показать' }).click()
    await page
      .getByRole('link', { name: /Не доказано/ })
      .first()
      .click()
    await heading(page, /^Не доказано: \d+/).waitFor()
    expect(new Set(await page.locator('.findings td.class').allTextContents())).toEqual(new Set([name]))
    await toVerdict(page)
    await page.getByText('Оформить исключение').click()
    await page.getByLabel('Причина').fill('Болезнь')
    await page.getByLabel('Основание').fill('приказ № 13')
    await page.getByRole('button', { name: 'Проверить' }).click()
    await page.getByText('Будет исключено случаев: 1').waitFor()
    await page.getByRole('button', { name: 'Оформить' }).click()
    await heading(page, /^Исключение № \d/).waitFor()
  })
})
