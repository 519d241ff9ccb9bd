import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWith } from '../../support/programs.js'
import { as, heading, look, readWeek, type Stage, setStage } from './stage.js'

/** The education office: its schools side by side, and nothing behind them. */

const unread = { id: '1000000000000000456', name: 'МБОУ «Лицей № 8»' }
const foreign = {
  id: '1000000000000000789',
  name: `Муниципальное бюджетное общеобразовательное учреждение «Гимназия № 9 ${'имени Героя '.repeat(9)}»`,
}

describeWith('chromium', 'the education office', executablePath => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(executablePath, { otherSchools: [unread, foreign] })
    await readWeek(stage.home)
    await stage.account('d.otdelova', 'Отделова Д. Д.', as('office'), { ...as('office'), school: unread.id })
  })
  afterAll(() => stage.close())

  test('compares its schools by name, one that was never read among them, and no other', async () => {
    const page = await stage.enter('d.otdelova')
    await heading(page, 'Школы').waitFor()
    const { school } = stage.home.inside
    const table = page.getByRole('region', { name: 'Школы', exact: true })
    expect(await table.getByRole('rowheader').allTextContents()).toEqual([unread.name, school.name])
    const row = (name: string) => table.getByRole('row').filter({ hasText: name })
    await row(unread.name).getByText('ещё ни разу').waitFor()
    await row(school.name).getByText('19.10.2026 12:00').waitFor()
    expect(await page.content()).not.toContain(foreign.name)
    await look(page, 'overview')
    // On a telephone nothing of it has to be pushed aside.
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await table.evaluate(node => node.scrollWidth - node.clientWidth)).toBe(0)
    expect(stage.trouble).toEqual([])
  })

  test('whoever has all schools in the menu sees no page that is wider for a long name', async () => {
    const page = await stage.enter('chief', '/people')
    await heading(page, 'Люди').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280)
    const link = page.getByRole('navigation', { name: 'Школы' }).getByRole('link', { name: foreign.name })
    expect(await link.textContent()).toContain('Гимназия № 9')
    expect(await link.evaluate(node => node.scrollWidth - node.clientWidth)).toBe(0)
    expect((await link.boundingBox())?.width).toBeLessThan(500)
  })

  test('is refused the pages of each school, its own and others, and led back', async () => {
    const page = await stage.enter('d.otdelova')
    await heading(page, 'Школы').waitFor()
    for (const path of [stage.base, `/schools/${foreign.id}`, `${stage.base}/findings`, '/people']) {
      const answer = await page.goto(path)
      expect([path, answer?.status()]).toEqual([path, 403])
      await heading(page, 'Эта страница вам не открыта').waitFor()
      expect(await page.content()).not.toContain(foreign.name)
      await page.getByRole('link', { name: 'Школы', exact: true }).click()
      await heading(page, 'Школы').waitFor()
    }
    expect((await page.goto('/schools/1'))?.status()).toBe(404)
    await page.getByRole('link', { name: 'Школы', exact: true }).waitFor()
  })
})
