import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { buildSheet, storeSheet } from '../../../src/app.js'
import { describeWith } from '../../support/programs.js'
import { as, heading, look, readWeek, type Stage, setStage } from './stage.js'

/** The auditor: the archive and the proof that it is whole; reads much, changes nothing. */

interface StandingQueue {
  readonly name: string
  pause(): Promise<void>
  resume(): Promise<void>
}

describeWith('chromium', 'the auditor', executablePath => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(executablePath)
    await readWeek(stage.home)
    const { app, school } = stage.home.inside
    const { classes } = await app.deps.mirror.directory(school.id)
    for (const { id } of classes)
      await storeSheet(app.deps, await buildSheet(app.deps, { school, classId: id, periodId: null }))
    await stage.account('g.revizor', 'Ревизор Г. Г.', as('auditor'))
  })
  afterAll(() => stage.close())

  test('begins in the archive, has every byte of it read, and watches that without a press', async () => {
    const page = await stage.enter('g.revizor')
    await heading(page, 'Архив').waitFor()
    // The archive's own worker is busy for as long as the page is looked at.
    const queue = (stage.home.queue.boardQueues() as readonly StandingQueue[]).find(
      ({ name }) => name === 'archive',
    )
    await queue?.pause()
    await page.getByRole('button', { name: 'Проверить весь архив сейчас' }).click()
    await page.getByRole('status').filter({ hasText: 'идёт' }).waitFor()
    await page.locator('progress').waitFor()
    await look(page, 'check-underway')
    const address = page.url()
    let loads = 0
    page.on('load', () => {
      loads += 1
    })
    await queue?.resume()
    await page.getByRole('status').filter({ hasText: 'архив цел' }).waitFor()
    expect([page.url(), loads]).toEqual([address, 0])
    expect(await page.locator('[hx-trigger]').count()).toBe(0)
    await page.getByRole('link', { name: 'Архив', exact: true }).click()
    await heading(page, 'Архив цел').waitFor()
    expect(stage.trouble).toEqual([])
  })

  test('finds a document, takes it along, and its bytes are those that the log vouches for', async () => {
    const page = await stage.enter('g.revizor', `${stage.base}/archive`)
    await page.getByLabel('Есть в описании или в идентификаторе').fill('ведомость')
    await page.getByRole('button', { name: 'Найти' }).click()
    await page.locator('tbody th a').first().click()
    const row = page.getByRole('row').filter({ hasText: /\.pdf/ }).first()
    const sha512 = (await row.locator('code').getAttribute('title')) ?? ''
    const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
    const bytes = await readFile(await download.path())
    expect(bytes.subarray(0, 4).toString()).toBe('%PDF')
    expect(createHash('sha512').update(bytes).digest('hex')).toBe(sha512)
  })

  test('opens every section, and none has a button that changes anything', async () => {
    const page = await stage.enter('g.revizor')
    await heading(page, 'Архив').waitFor()
    const nav = page.getByRole('navigation', { name: 'Разделы' })
    const paths = await nav
      .getByRole('link', { includeHidden: true })
      .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
    expect(paths).toContain(`${stage.base}/decisions`)
    const sections = [...new Set(paths)].filter(path => path !== '/account')
    for (const path of [...sections, `${stage.base}/decisions/exemption`]) {
      const answer = await page.goto(path)
      expect([path, answer?.status()]).toEqual([path, 200])
      const actions = await page
        .locator('form[method="post"]')
        .evaluateAll(forms => forms.map(form => form.getAttribute('action')))
      expect([path, actions]).toEqual([
        path,
        path === `${stage.base}/archive` ? ['/logout', `${stage.base}/archive/checks`] : ['/logout'],
      ])
      expect(await page.locator('main a.button').count()).toBe(0)
    }
    await nav.getByRole('link', { name: 'Кто что смотрел' }).click()
    await heading(page, 'Кто что смотрел').waitFor()
    expect(await page.getByRole('cell', { name: 'Ревизор Г. Г.' }).count()).toBeGreaterThan(0)
    await look(page, 'access-log')
    await page.goto(`${stage.base}/resync`)
    await heading(page, 'Эта страница вам не открыта').waitFor()
  })
})
