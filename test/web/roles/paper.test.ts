import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWith } from '../../support/programs.js'
import { days } from './cast.js'
import { as, readWeek, type Stage, setStage } from './stage.js'

/** What a browser prints: the words of the page without what can only be pressed, whole up to the right edge. */

interface Sheet {
  readonly width: number
  readonly height: number
  readonly words: readonly string[]
  /** The rightmost end of a word. */
  readonly right: number
}

describeWith('poppler-utils', 'pages on paper', () =>
  describeWith('chromium', 'as a browser prints them', executablePath => {
    let stage: Stage
    beforeAll(async () => {
      stage = await setStage(executablePath)
      await readWeek(stage.home)
      await stage.account('a.ivanova', 'Иванова А. П.', as('deputy'))
    })
    afterAll(() => stage.close())

    async function printed(name: string, path: string): Promise<readonly Sheet[]> {
      const page = await stage.enter('a.ivanova', path)
      await page.locator('main h1').waitFor()
      const pdf = await page.pdf({ preferCSSPageSize: true })
      await page.context().close()
      const file = join(process.env.PICTURES ?? stage.home.inside.folder, `${name}.pdf`)
      await writeFile(file, pdf)
      const { stdout } = await promisify(execFile)('pdftotext', ['-bbox', file, '-'], { maxBuffer: 2 ** 26 })
      return [...stdout.matchAll(/<page width="([\d.]+)" height="([\d.]+)">(.*?)<\/page>/gs)].map(
        ([, width, height, text = '']) => {
          const words = [...text.matchAll(/xMax="([\d.]+)"[^>]*>([^<]*)<\/word>/g)]
          return {
            ...{ width: Number(width), height: Number(height) },
            words: words.map(([, , word]) => String(word)),
            right: Math.max(...words.map(([, right]) => Number(right))),
          }
        },
      )
    }

    /** Words of a table come in no order that one could rely upon. */
    const wordsOf = (sheets: readonly Sheet[]) => sheets.flatMap(({ words }) => words)
    const allOf = (text: string) => expect.arrayContaining(text.split(' '))

    function expectWhole(sheets: readonly Sheet[]): void {
      expect(sheets.length).toBeGreaterThan(0)
      for (const { width, right, words } of sheets) {
        expect(words.length).toBeGreaterThan(0)
        // The margin of ten millimetres, in points.
        expect(right).toBeLessThanOrEqual(width - 28)
      }
      for (const pressed of ['Выйти', 'Управление', 'Показать', 'Отобрать', 'Оформить'])
        expect(wordsOf(sheets)).not.toContain(pressed)
    }

    test('a list of findings, across', async () => {
      const sheets = await printed('list', `${stage.base}/findings?${days}`)
      expectWhole(sheets)
      const { app, school } = stage.home.inside
      const [first] = await app.deps.ledger.list({ school: school.id, kinds: ['broken'] })
      const { school: of } = stage.home.inside
      expect(wordsOf(sheets).slice(0, of.name.split(' ').length).join(' ')).toBe(of.name)
      expect(wordsOf(sheets)).toEqual(allOf(first?.verdict.message ?? 'нет'))
      // A hundred of them; the heading is on the sheet of the first.
      expect(sheets.length).toBeLessThanOrEqual(14)
      expect(sheets.every(({ width, height }) => width > height)).toBe(true)
      expect(sheets[0]?.words.length).toBeGreaterThan(150)
    })

    test('today and a class: of which days and of which school', async () => {
      const { app, school } = stage.home.inside
      const { classes } = await app.deps.mirror.directory(school.id)
      const [first] = classes
      for (const [name, path] of [
        ['today', ''],
        ['class', `/classes/${first?.id}`],
      ]) {
        const sheets = await printed(String(name), `${stage.base}${path}?${days}&clause=2.6`)
        expectWhole(sheets)
        expect(wordsOf(sheets)).toEqual(allOf(`${school.name} 12.10–16.10.2026 2.6`))
      }
    })

    test('a verdict, with its time line, on one sheet', async () => {
      const { app, school } = stage.home.inside
      const [first] = await app.deps.ledger.list({ school: school.id, kinds: ['broken'] })
      const sheets = await printed('verdict', `${stage.base}/verdicts/${first?.id}`)
      expectWhole(sheets)
      expect(sheets).toHaveLength(1)
      expect(wordsOf(sheets)).toEqual(
        allOf('Нарушено Пункт Как это было срок Откуда известно История записи'),
      )
    })

    test('a summary sheet: heading, head of the table and first pupils on one sheet', async () => {
      const { app, school } = stage.home.inside
      const { classes, members } = await app.deps.mirror.directory(school.id)
      const classId = classes[0]?.id ?? ''
      const sheets = await printed('sheet', `${stage.base}/sheets/${classId}`)
      expectWhole(sheets)
      expect(sheets.every(({ width, height }) => width > height)).toBe(true)
      expect(sheets[0]?.words).toEqual(allOf('Сводная ведомость: Обучающийся Период четверть'))
      for (const { person, left } of members.filter(({ groupId }) => groupId === classId))
        if (!left) expect(wordsOf(sheets)).toEqual(allOf(`${person.lastName} ${person.firstName}`))
    })
  }),
)
