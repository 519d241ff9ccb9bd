import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { packageRoot } from '../../../src/package-root.js'
import { totpAt } from '../../../src/people/totp.js'
import { describeWith } from '../../support/programs.js'
import { evening, monday, passwordOf } from './cast.js'
import { choose, heading, logIn, look, picture, startVisitors } from './stage.js'

/** The administrator: comes in with the telephone's code, has the journal read, looks after queues and people. */

describeWith('chromium', 'the administrator', executablePath => {
  let house: ChildProcess
  let url: string
  let base: string
  let school: string
  let visitors: Awaited<ReturnType<typeof startVisitors>>
  beforeAll(async () => {
    house = spawn(
      process.execPath,
      ['--no-warnings', '--import', 'tsx', join(packageRoot, 'test/web/roles/administered-house.ts')],
      { cwd: packageRoot, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    const [told] = await once(house, 'message')
    ;({ url, school } = told as { url: string; school: string })
    base = `/schools/${school}`
    visitors = await startVisitors(executablePath, () => url)
  })
  afterAll(async () => {
    const ended = once(house, 'exit')
    house.kill('SIGTERM')
    await ended
    await visitors.browser.close()
  })

  async function happens(event: { now?: string; platform?: 'away' | 'back' }): Promise<void> {
    const heard = once(house, 'message')
    house.send(event)
    await heard
  }

  /** The code of so many half minutes later than the first evening. */
  const code = (secret: string, later: number) =>
    totpAt(secret, Math.floor(Date.parse(evening) / 30_000) + later)
  const troubleBut = (known: RegExp) => visitors.trouble.filter(text => !known.test(text))

  async function added(page: Page, data: Readonly<Record<string, unknown>>): Promise<void> {
    await page.goto('/queues/queue/dnevnik')
    await page.locator('button:has(svg.lucide-ellipsis-vertical)').click()
    await page.getByRole('menuitem', { name: 'Добавить задачу' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Имя задачи').fill('resync')
    await dialog.locator('.cm-content').first().click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(JSON.stringify(data))
    await dialog.getByRole('button', { name: 'Добавить' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  test('sets up the code of the telephone, and from then on comes in with it', async () => {
    const page = await visitors.enter('chief')
    await heading(page, 'Что прочитано').waitFor()
    await page.getByRole('link', { name: 'Главный Г. Г.' }).click()
    await look(page, 'account')
    await page.getByRole('link', { name: 'Включить' }).click()
    await look(page, 'account-code')
    const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
    await page.getByLabel('Шесть цифр').pressSequentially(code(secret, 0))
    await page.getByRole('button', { name: 'Включить' }).click()
    await heading(page, 'Код из телефона включён').waitFor()
    const [paper] = await page.locator('.codes li').allTextContents()
    expect(await page.locator('.codes li').count()).toBe(10)
    await look(page, 'paper-codes')
    await page.getByRole('link', { name: 'Я записал их' }).click()
    await page.getByRole('button', { name: 'Выйти' }).click()
    await logIn(page, 'chief')
    await heading(page, 'Код из телефона').waitFor()
    await look(page, 'log-in-code')
    await page.getByLabel('Шесть цифр').pressSequentially('000000')
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Шесть цифр').pressSequentially(code(secret, 1))
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await heading(page, 'Что прочитано').waitFor()
    // The other stories are told with the password alone.
    await page.goto('/account/code')
    await look(page, 'account-code-off')
    await page.getByLabel('Код', { exact: true }).pressSequentially(String(paper))
    await page.getByRole('button', { name: 'Отключить' }).click()
    await page.getByText('Код из телефона больше не спрашивается.').waitFor()
    // A refused code is an answer of 401, of which browsers tell in their console.
    expect(troubleBut(/401/)).toEqual([])
  })

  test('has a class read anew for a price that is shown, watches it, and reads what it brought', async () => {
    visitors.trouble.splice(0)
    await happens({ now: monday })
    const page = await visitors.enter('chief', `${base}/sync`)
    await page.getByRole('link', { name: 'Перечитать эти дни' }).click()
    // So many weeks that reading them takes longer than the page waits between two looks at it.
    await page.getByLabel('С', { exact: true }).fill('2026-09-01')
    await page.getByLabel('По', { exact: true }).fill('2026-10-24')
    await page.locator('input[name="class"]').first().check()
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page
      .getByText(/\d+\s+запрос/)
      .first()
      .waitFor()
    await look(page, 'price')
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.waitForURL('**/runs/**')
    const seen = new Set<string>()
    let loads = 0
    page.on('load', () => {
      loads += 1
    })
    const done = page.getByRole('status').filter({ hasText: 'готово' })
    while (!(await done.isVisible())) {
      const said = page.locator('.bar span')
      if (await said.isVisible()) seen.add((await said.textContent()) ?? '')
      await page.waitForResponse('**/progress')
    }
    expect([...seen].filter(text => /^\d+ из \d+/.test(text)).length).toBeGreaterThan(1)
    expect(loads).toBe(0)
    await page.getByText(/Принесено: \+/).waitFor()
    await look(page, 'run-done')
    // What was found is no business of an administrator's: the page leads on to what was read.
    await page.getByRole('link', { name: 'Что прочитано за эти дни' }).click()
    await heading(page, 'Что прочитано').waitFor()
    await page.getByRole('link', { name: 'Все чтения журнала' }).click()
    await look(page, 'runs')

    await choose(page, 'Журнал', 'Перечитать')
    await page.getByLabel('С', { exact: true }).fill('2026-10-12')
    await page.getByLabel('По', { exact: true }).fill('2026-10-24')
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page.getByRole('button', { name: 'Начать' }).click()
    await page.getByRole('status').filter({ hasText: 'идёт' }).waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await page.getByRole('status').filter({ hasText: 'отменено' }).waitFor()
    expect(visitors.trouble).toEqual([])
  })

  test('adds a re-sync to the queue, is told there why it failed while the platform was away, sends it off again and adds another', async () => {
    visitors.trouble.splice(0)
    await happens({ platform: 'away' })
    const page = await visitors.enter('chief', '/queues')
    await page.getByText('dnevnik').first().waitFor()
    await added(page, { school, from: '2026-10-12', to: '2026-10-13', kinds: ['marks'] })
    await page.getByText('DNEVNIK_DOWN').first().waitFor()
    const runs = await visitors.enter('chief', `${base}/runs`)
    await heading(runs, 'Чтения журнала').waitFor()
    const ofQueues = async () => {
      await runs.reload()
      const lines = await runs.locator('main tr').allTextContents()
      return lines.filter(line => line.includes('Чтение журнала из очередей'))
    }
    const isDone = (line: string) => line.includes('готово')
    const [failed = '', ...more] = await ofQueues()
    expect([failed.includes('не удалось'), more]).toEqual([true, []])
    await happens({ platform: 'back' })

    await page.goto('/queues/queue/dnevnik?status=failed')
    await page.getByText('DNEVNIK_DOWN').first().waitFor()
    await page.locator('button:has(svg.lucide-refresh-cw)').filter({ hasNotText: 'Повторить' }).click()
    await page.getByRole('button', { name: 'Подтвердить' }).click()
    await page.getByText('DNEVNIK_DOWN').waitFor({ state: 'detached' })
    while ((await ofQueues()).filter(isDone).length < 1);
    await added(page, { school, from: '2026-10-14', to: '2026-10-15', kinds: ['marks'] })
    while ((await ofQueues()).filter(isDone).length < 2);
    const lines = await ofQueues()
    // The failed one stays as it was; what was sent off again is a reading of its own.
    expect(lines.filter(line => !isDone(line))).toEqual([failed])
    expect(lines.filter(line => line.includes('14.10–15.10.2026')).map(isDone)).toEqual([true])
    await picture(runs, 'runs-of-queues')
    await runs.close()
    await page.close()
    // bull-board asks for a font of another host, which our policy refuses, and for scripts that it uses late.
    expect(troubleBut(/fonts\.googleapis\.com|preloaded using link preload/)).toEqual([])
  })

  test('makes an account, gives it another password, and its owner has to choose an own one', async () => {
    visitors.trouble.splice(0)
    const page = await visitors.enter('chief', '/people')
    await look(page, 'people')
    await page.getByLabel('Фамилия И. О.').fill('Новая Н. Н.')
    await page.getByLabel('Имя для входа, латиницей').fill('n.novaya')
    await page.getByLabel('Роль').selectOption({ label: 'заместитель директора' })
    await page.getByRole('button', { name: 'Создать' }).click()
    await heading(page, 'Временный пароль').waitFor()
    const first = (await page.locator('pre').textContent()) ?? ''
    await look(page, 'temporary-password')
    await page.getByRole('link', { name: 'К учётной записи' }).click()
    await look(page, 'person')
    await page.getByRole('button', { name: 'Выдать временный пароль' }).click()
    await heading(page, 'Временный пароль').waitFor()
    const second = (await page.locator('pre').textContent()) ?? ''
    expect(second).not.toBe(first)

    const theirs = await visitors.open('/')
    await look(theirs, 'log-in')
    await logIn(theirs, 'n.novaya', first)
    await theirs.getByRole('alert').waitFor()
    await theirs.getByLabel('Имя для входа').fill('')
    await logIn(theirs, 'n.novaya', second)
    await heading(theirs, 'Придумайте свой пароль').waitFor()
    await look(theirs, 'choose-password')
    await theirs.getByLabel('Нынешний пароль').fill(second)
    await theirs.getByLabel('Новый пароль').fill(passwordOf('n.novaya'))
    await theirs.getByLabel('Ещё раз новый').fill(passwordOf('n.novaya'))
    await theirs.getByRole('button', { name: 'Сменить' }).click()
    await theirs.getByText('Пароль сменён.').waitFor()
    await theirs.goto('/')
    await theirs.getByRole('link', { name: 'Сегодня', exact: true }).waitFor()
    expect(troubleBut(/401/)).toEqual([])
  })
})
