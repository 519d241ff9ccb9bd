import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { isBridgeError } from '../../src/errors.js'
import { packageRoot } from '../../src/package-root.js'
import { fontFace } from '../../src/report/fonts.js'
import type { SummarySheet } from '../../src/report/index.js'
import { canonicalJson, sheetPdf } from '../../src/report/index.js'
import { cellOf, lineNames } from '../../src/report/sheet-columns.js'
import { layOut, type SheetPage } from '../../src/report/sheet-layout.js'
import { continued } from '../../src/report/sheet-parts.js'
import { stayLines } from '../../src/report/sheet-stays.js'
import { insides, pageTexts } from '../support/pdf.js'
import { aSheet, partialCoverage } from '../support/report.js'

async function refusal(sheet: SummarySheet) {
  try {
    await sheetPdf(sheet)
  } catch (error) {
    if (isBridgeError(error)) return error
  }
  return null
}

describe('the sheet as PDF', () => {
  test('is PDF/A-3b with every font embedded and readable as text', async () => {
    const { text, streams } = insides(await sheetPdf(aSheet()))
    expect(text.startsWith('%PDF-1.7')).toBe(true)
    const metadata = streams.find(stream => stream.includes('pdfaid:part')) ?? ''
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
    expect(text).toContain('/OutputIntents')
    const fonts = new Set(
      [...text.matchAll(/\/FontName \/(\S+)/g)].map(match => match[1]?.replace(/^[A-Z]{6}\+/, '')),
    )
    expect([...fonts].sort()).toEqual(['PTSans-Regular', 'PTSerif-Bold', 'PTSerif-Regular'])
    expect([...text.matchAll(/\/FontFile2 /g)]).toHaveLength(fonts.size)
    expect([...text.matchAll(/\/ToUnicode /g)]).toHaveLength(fonts.size)
    expect(text).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/)
  })

  test('carries its data, from which it can be made again', async () => {
    const sheet = aSheet()
    const { text, streams } = insides(await sheetPdf(sheet))
    expect(text).toContain('/AFRelationship /Source')
    expect(streams).toContain(canonicalJson(sheet))
    const [data] = streams.filter(stream => stream.startsWith('{'))
    expect(await sheetPdf(JSON.parse(data ?? ''))).toEqual(await sheetPdf(sheet))
  })

  test('has the same bytes for the same sheet, and other bytes for another', async () => {
    const first = await sheetPdf(aSheet({ periodId: null }))
    expect(Buffer.compare(first, await sheetPdf(aSheet({ periodId: null })))).toBe(0)
    const sheet = aSheet({ periodId: null })
    expect(
      Buffer.compare(first, await sheetPdf({ ...sheet, readAt: (sheet.readAt ?? 0) + 60_000 })),
    ).not.toBe(0)
  })

  test('has the same bytes in another zone and language, and whatever the process printed before', async () => {
    const script = `
      import { createHash } from 'node:crypto'
      const { aSheet } = await import('./test/support/report.ts')
      const { sheetPdf } = await import('./src/report/index.ts')
      const sheet = aSheet({ periodId: null })
      const classTeacher = 'Δ fi Ёж'
      console.log(createHash('sha256').update(await sheetPdf({ ...sheet, classTeacher })).digest('hex'))`
    const elsewhere = async (environment: Record<string, string>) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', script],
        { cwd: packageRoot, env: { PATH: process.env.PATH, ...environment } },
      )
      return stdout.trim()
    }
    const sheet = aSheet({ periodId: null })
    // Other characters, but the same glyphs.
    await sheetPdf({ ...sheet, classTeacher: '∆ ﬁ' })
    const here = await sheetPdf({ ...sheet, classTeacher: 'Δ fi Ёж' })
    expect(pageTexts(here)[0]).toContain('Δ fi Ёж')
    const expected = createHash('sha256').update(here).digest('hex')
    expect(await elsewhere({ TZ: 'Asia/Kamchatka', LANG: 'ru_RU.UTF-8', LC_ALL: 'ru_RU.UTF-8' })).toBe(
      expected,
    )
    expect(await elsewhere({ TZ: 'America/New_York', LANG: 'C', LC_ALL: 'C' })).toBe(expected)
  })

  test('subjects that do not fit go to further pages instead of smaller type', async () => {
    expect(insides(await sheetPdf(aSheet({ pupils: 5, subjects: 6 }))).pages).toBe(1)
    expect(insides(await sheetPdf(aSheet({ pupils: 5, subjects: 45 }))).pages).toBe(2)
  })

  test('a class of 28 fits two pages for one period', async () => {
    expect(insides(await sheetPdf(aSheet({ pupils: 28, subjects: 18 }))).pages).toBe(2)
  })

  test('a further page says which pupils and subjects it has, also where it is one', () => {
    const sheet = aSheet({ pupils: 25, subjects: 45 })
    const page = layOut(sheet, fontFace('Sans')).pages.at(-1)
    if (!page) throw new Error('a sheet has pages')
    const headOf = (part: Partial<SheetPage>) => continued(sheet, { ...page, ...part })
    expect(headOf({ from: 20, to: 25 })).toMatchObject({
      text: expect.stringMatching(/, предметы \d+–45 из 45, обучающиеся 21–25 из 25$/),
    })
    const columns = page.columns.filter(column => column.kind === 'subject').slice(-1)
    expect(headOf({ columns, from: 24, to: 25 })).toMatchObject({
      text: expect.stringMatching(/, предмет 45 из 45, обучающийся 25 из 25$/),
    })
  })

  test('each page shows the names and subjects that it has, and all marks stand on the pages', async () => {
    const sheet = aSheet({ pupils: 12, subjects: 40, periodId: null })
    const { pages } = layOut(sheet, fontFace('Sans'))
    const texts = await pageTexts(await sheetPdf(sheet))
    expect(pages.length).toBeGreaterThan(3)
    expect(texts).toHaveLength(pages.length)
    const bare = (text: string) => text.replace(/\s/gu, '')
    for (const [index, { from, to, columns }] of pages.entries()) {
      const text = bare(texts[index] ?? '')
      const shown = sheet.pupils.slice(from, to)
      expect(shown.filter(({ name }) => !text.includes(bare(name)))).toEqual([])
      expect(columns.filter(({ title }) => !text.includes(bare(title)))).toEqual([])
      for (const pupil of shown) {
        const rows = lineNames(sheet).map(
          (name, line) =>
            bare(name) + columns.map(column => bare(cellOf(sheet, pupil, column, line))).join(''),
        )
        expect(text).toContain(bare(pupil.name) + bare(stayLines(pupil).join('')) + rows.join(''))
      }
    }
  })

  test('a mark longer than its column goes on in further lines, of which none is lost', async () => {
    const sheet = aSheet({ pupils: 3, subjects: 2 })
    const value = 'не аттестован по уважительной причине'
    const pupils = sheet.pupils.map((pupil, at) => (at === 1 ? { ...pupil, marks: [[value, '5']] } : pupil))
    const [text = ''] = pageTexts(await sheetPdf({ ...sheet, pupils }))
    expect(text).toContain(value)
    const heights = layOut({ ...sheet, pupils }, fontFace('Sans')).pupils.map(pupil => pupil.heights[0] ?? 0)
    expect(heights[1]).toBeGreaterThan(2 * (heights[0] ?? 0))
  })

  test('what is told of the class is not broken: a class teacher who has no room beside it has a line', async () => {
    const linesWith = async (classTeacher: string | null) => {
      const sheet = { ...aSheet({ pupils: 3, subjects: 18, periodId: null }), classTeacher }
      const [page = ''] = insides(await sheetPdf(sheet)).streams.filter(stream => stream.includes(' 10 Tf'))
      const heights = [...page.matchAll(/^1 0 0 1 [\d.]+ ([\d.]+) Tm\n\/F\d+ 10 Tf/gm)].map(([, y]) =>
        Math.round(Number(y)),
      )
      // Broken columns would go up again.
      expect(heights).toEqual([...heights].sort((a, b) => b - a))
      return new Set(heights).size
    }
    // The school's name is one of them.
    expect(await linesWith('Иванова А. П.')).toBe(3)
    expect(
      await linesWith('Константинопольская-Заболоцкая А. В., Константинопольская-Заболоцкая А. В.'),
    ).toBe(4)
  })

  test('under long titles the first table keeps its page', async () => {
    const sheet = {
      ...aSheet({ pupils: 28, subjects: 18, coverage: partialCoverage }),
      school: { id: '1', name: 'Муниципальное бюджетное общеобразовательное учреждение '.repeat(5) },
      classTeacher: 'Константинопольская-Заболоцкая Александра Владиславовна',
    }
    const texts = pageTexts(await sheetPdf(sheet))
    expect(texts[0]).toContain('Абдуллин Ренат')
    expect(texts).toHaveLength(layOut(sheet, fontFace('Sans')).pages.length)
  })

  test('the checkpoint of the archive stands at the end, as text and as squares to be scanned', async () => {
    const squares = async (sheet: SummarySheet) =>
      insides(await sheetPdf(sheet)).streams.reduce(
        (count, stream) => count + [...stream.matchAll(/\bre$/gm)].length,
        0,
      )
    const sheet = aSheet()
    expect(await squares(sheet)).toBeGreaterThan((await squares({ ...sheet, checkpoint: null })) + 400)
    expect(insides(await sheetPdf({ ...sheet, checkpoint: null })).pages).toBe(1)
  })

  test('who joined or left stands with a line for the order, and empty cells after leaving are struck through', async () => {
    const sheet = aSheet({ pupils: 3, subjects: 2, periodId: null })
    const [first, second, third] = sheet.pupils
    if (!first || !second || !third) throw new Error('three pupils')
    const gone = [false, true, true, true, true]
    const left = { seen: '2026-12-20', absent: '2026-12-21' }
    const joined = { absent: '2026-10-11', seen: '2026-10-12' }
    const leaver = {
      ...{ ...second, left: true, gone, stays: [{ joined: null, left }] },
      marks: [
        ['5', '5'],
        ['4', null],
        [null, null],
        [null, null],
        [null, null],
      ],
    }
    const pupils = [
      { ...first, stays: [{ joined, left: null }] },
      leaver,
      { ...third, left: false, stays: [] },
    ]
    const pdf = await sheetPdf({ ...sheet, pupils })
    const text = pageTexts(pdf).join(' ')
    expect(text).toContain('прибыл(а), в списке с 12.10.2026, приказ № __________ от __________________')
    expect(text).toContain('выбыл(а), в списке нет с 21.12.2026, приказ № __________ от __________________')
    expect(text.match(/приказ №/g)).toHaveLength(2)
    expect(text).toContain('перечёркнутая клетка — обучающийся выбыл до конца периода')
    const strokes = async (shown: SummarySheet) =>
      insides(await sheetPdf(shown)).streams.reduce(
        (count, stream) => count + [...stream.matchAll(/ l$/gm)].length,
        0,
      )
    const staying = { ...leaver, gone: gone.map(() => false) }
    const unstruck = await strokes({ ...sheet, pupils: [pupils[0] ?? first, staying, pupils[2] ?? third] })
    // One of the four lines has a mark in it.
    expect(await strokes({ ...sheet, pupils })).toBe(unstruck + 7)
  })

  test('the legend says what «осв» means on this sheet', async () => {
    const sheet = aSheet({ pupils: 1, subjects: 2 })
    const legend = async (exempt: SummarySheet['exempt']) =>
      /осв — (.*?); пустая/.exec(pageTexts(await sheetPdf({ ...sheet, exempt })).join(' '))?.[1]
    const none = { exempt: [], mastered: [], untold: [] }
    expect(await legend(none)).toBe('освобождён(а) или освоено')
    expect(await legend({ ...none, exempt: ['Музыка'] })).toBe('освобождён(а)')
    expect(await legend({ ...none, mastered: ['Музыка'] })).toBe('освоено')
    expect(await legend({ ...none, untold: ['Музыка'] })).toContain('что из двух, школой не указано')
    expect(await legend({ ...none, exempt: ['Физическая культура'], mastered: ['Музыка', 'Труд'] })).toBe(
      'освобождён(а) (Физическая культура), освоено (Музыка, Труд)',
    )
  })

  test('the head tells parallel, profile, marks and periods; a profile that nobody set is a line to fill in', async () => {
    const sheet = aSheet({ pupils: 1, subjects: 2 })
    const headOf = async (of: Partial<SummarySheet['class']>) =>
      pageTexts(await sheetPdf({ ...sheet, class: { ...sheet.class, ...of } }))[0] ?? ''
    const seventh = await headOf({})
    expect(seventh).toContain('Параллель: 7')
    expect(seventh).toContain('Система отметок: пятибалльная')
    expect(seventh).toContain('Аттестация: по четвертям')
    expect(seventh).not.toContain('Профиль')
    expect(await headOf({ grade: 10 })).toContain(`Профиль: ${'_'.repeat(24)}`)
    expect(await headOf({ grade: 10, profile: 'технологический' })).toContain('Профиль: технологический')
  })

  test('the year’s sheet has lines for exams and results, missed lessons and what was decided; a pen has room, too', async () => {
    const sheet = aSheet({ pupils: 3, subjects: 2, periodId: null })
    const [first, second, third] = sheet.pupils
    if (!first || !second || !third) throw new Error('three pupils')
    const results = [
      ['4', null],
      ['5', '3'],
    ]
    const told = { council: '28.05.2027, № 8', promotion: 'переведён(а) условно в 8А класс' }
    const decided: SummarySheet = {
      ...sheet,
      resultLines: [
        { id: 'exam', name: 'Экзаменационная' },
        { id: 'result', name: 'Итоговая' },
      ],
      pupils: [
        { ...first, results, orders: { ...first.orders, ...told } },
        { ...second, results, missed: sheet.periods.map(() => null) },
        { ...third, results },
      ],
    }
    for (const paper of ['A4', 'A3'] as const) {
      const text = pageTexts(await sheetPdf({ ...decided, paper })).join(' ')
      expect(text).toContain('Экзаменационная 4')
      expect(text).toContain('Итоговая 5 3')
      expect(text.replace(/\s/gu, '')).toContain('переведён(а)условнов8Акласс')
      expect(text).toContain('пропуски без числа')
    }
    // An order of a hundred characters makes its pupil's lines higher, and none of it is lost.
    const long = `28.05.2027, № ${'12-у/'.repeat(20)}`
    const pupils = decided.pupils.map(pupil => ({ ...pupil, orders: { ...pupil.orders, council: long } }))
    const wide = aSheet({ pupils: 1, subjects: 18, periodId: null })
    for (const one of [
      { ...decided, pupils },
      {
        ...wide,
        pupils: wide.pupils.map(pupil => ({ ...pupil, orders: { ...pupil.orders, council: long } })),
      },
    ]) {
      expect(
        pageTexts(await sheetPdf(one))
          .join('')
          .replace(/\s/gu, ''),
      ).toContain(long.replace(/\s/gu, ''))
    }
  })

  test('on A3 all subjects stand beside each other', async () => {
    const sheet = aSheet({ pupils: 20, subjects: 24, periodId: null })
    const pagesOn = async (paper: SummarySheet['paper']) => insides(await sheetPdf({ ...sheet, paper })).pages
    expect(await pagesOn('A4')).toBeGreaterThan(2 * (await pagesOn('A3')))
    expect(insides(await sheetPdf({ ...sheet, paper: 'A3' })).text).toMatch(
      /MediaBox \[0 0 1190\.55 841\.89\]/,
    )
  })

  test('each page’s foot says which copy it is and who prints it', async () => {
    const sheet = aSheet({ pupils: 1, subjects: 2 })
    const foot = async (print: SummarySheet['print']) => pageTexts(await sheetPdf({ ...sheet, print }))[0]
    expect(await foot({ number: 3, by: 'Иванова А. П.' })).toContain(
      'Печать № 3, составлена 20.11.2026 23:59 (UTC+03:00); печатает: Иванова А. П.',
    )
    expect(await foot({ number: null, by: null })).toContain('в архив не помещена')
  })

  test('names with & and < leave the metadata well-formed', async () => {
    const sheet = aSheet({ coverage: partialCoverage })
    const school = { id: '1', name: 'Школа «А & Б» <при заводе>' }
    const { streams } = insides(await sheetPdf({ ...sheet, school }))
    const metadata = streams.find(stream => stream.includes('pdfaid:part')) ?? ''
    expect(metadata).toContain('Школа «А ＆ Б» ‹при заводе›')
    expect(metadata).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;|#)/)
  })

  test('an empty sheet is still a sheet', async () => {
    expect(insides(await sheetPdf(aSheet({ pupils: 0, subjects: 0 }))).pages).toBe(1)
  })
})

describe('characters that the fonts lack', () => {
  test('in a name: refused by line number, without the name', async () => {
    const sheet = aSheet({ pupils: 3 })
    const pupils = sheet.pupils.map((pupil, row) =>
      row === 1 ? { ...pupil, name: 'Ежова 😀 Дарья' } : pupil,
    )
    const error = await refusal({ ...sheet, pupils })
    expect(error?.code).toBe('SHEET_GLYPH')
    expect(error?.message).toContain('фамилия, имя, отчество в строке 2: U+1F600')
    expect(`${error?.message}${error?.hint}${JSON.stringify(error?.details)}`).not.toContain('Ежова')
  })

  test('in a subject and in a mark: the place is named', async () => {
    const sheet = aSheet({ pupils: 1, subjects: 1 })
    const broken = {
      ...sheet,
      subjects: sheet.subjects.map(subject => ({ ...subject, name: '数学' })),
      pupils: sheet.pupils.map(pupil => ({ ...pupil, marks: [['✓']] })),
    }
    const message = (await refusal(broken))?.message
    expect(message).toContain('название предмета № 1 по списку: U+6570')
    expect(message).toContain('отметка в строке 1: U+2713')
  })

  test('in the class teacher: the place is named', async () => {
    const error = await refusal({ ...aSheet({ pupils: 1 }), classTeacher: 'Ли 😀 В.' })
    expect(error?.message).toContain('классный руководитель: U+1F600')
  })

  test('letters of the peoples of Russia are printed', async () => {
    const sheet = aSheet({ pupils: 1 })
    const name = 'Ғәлиә Һөҗүмңурова Ӱӧӓ Ҡҙҫ Ӏ'
    expect(await refusal({ ...sheet, pupils: sheet.pupils.map(pupil => ({ ...pupil, name })) })).toBeNull()
  })
})
