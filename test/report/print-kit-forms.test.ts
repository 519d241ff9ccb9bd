import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { packageRoot } from '../../src/package-root.js'
import {
  canonicalJson,
  changesPdf,
  kitFiles,
  type PrintKit,
  pageCount,
  refuseOffice,
  sheetPdf,
} from '../../src/report/index.js'
import { insides, pageTexts } from '../support/pdf.js'
import { aWholeKit, blankOffice, namedOffice, someChanges } from '../support/print-kit.js'
import { aSheet } from '../support/report.js'

let kit: PrintKit
let files: ReadonlyMap<string, Uint8Array>
beforeAll(async () => {
  const whole = await aWholeKit()
  kit = whole.kit
  files = whole.files
})

const bytesOf = (path: string) => {
  const bytes = files.get(path)
  if (!bytes) throw new Error(`no ${path} among ${[...files.keys()].join(', ')}`)
  return bytes
}
const textOf = (path: string) => pageTexts(bytesOf(path)).join(' ')
const forms = () => [...files].filter(([path]) => path.endsWith('.pdf'))

describe('the kit as a folder', () => {
  test('has a folder for each class in the order of sewing, and what is common', () => {
    expect([...files.keys()]).toEqual([
      '10Б/0-лист-готовности.pdf',
      '10Б/1-внутренняя-опись.pdf',
      '10Б/2-сводная-ведомость.pdf',
      '10Б/4-лист-заверитель.pdf',
      '10Б/5-лист-прошивки.pdf',
      '7А/0-лист-готовности.pdf',
      '7А/1-внутренняя-опись.pdf',
      '7А/2-сводная-ведомость.pdf',
      '7А/3-лист-изменений.pdf',
      '7А/4-лист-заверитель.pdf',
      '7А/5-лист-прошивки.pdf',
      'kit.json',
      'Общее/акт.pdf',
      'Общее/номенклатура-дел.pdf',
      'Общее/опись-электронных-подлинников.pdf',
      'Общее/приказ-проект.pdf',
      'Прочтите.txt',
      'manifest-sha512.txt',
    ])
  })

  test('its manifest names every other file with the sum that it has', () => {
    const lines = Buffer.from(bytesOf('manifest-sha512.txt')).toString().trimEnd().split('\n')
    const expected = [...files]
      .filter(([path]) => path !== 'manifest-sha512.txt')
      .map(([path, bytes]) => `${createHash('sha512').update(bytes).digest('hex')}  ${path}`)
    expect(lines).toEqual(expected)
    expect(Buffer.from(bytesOf('kit.json')).toString()).toBe(canonicalJson(kit))
  })

  test('the whole year in one book: one inner list over all classes', async () => {
    const year = await aWholeKit({ office: { ...blankOffice, book: 'year' } })
    const books = [...year.files.keys()].filter(path => path.startsWith('Дело/'))
    expect(books).toEqual([
      'Дело/1-внутренняя-опись.pdf',
      'Дело/4-лист-заверитель.pdf',
      'Дело/5-лист-прошивки.pdf',
    ])
    const [list] = pageTexts(year.files.get('Дело/1-внутренняя-опись.pdf') ?? new Uint8Array())
    expect(list).toContain('Итого 3 (три) документа')
    expect(year.kit.books).toMatchObject([
      {
        leaves: 13,
        papers: [
          { from: 1, to: 6 },
          { from: 7, to: 7 },
          { from: 8, to: 13 },
        ],
      },
    ])
  })
})

describe('each form', () => {
  test('is PDF/A-3b on A4, with every font embedded and readable', () => {
    for (const [path, bytes] of forms()) {
      const { text, streams } = insides(bytes)
      const metadata = streams.find(stream => stream.includes('pdfaid:part')) ?? ''
      expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>')
      expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
      expect(text).toContain('/OutputIntents')
      const fonts = new Set([...text.matchAll(/\/FontName \/(\S+)/g)].map(match => match[1]))
      expect([...text.matchAll(/\/FontFile2 /g)]).toHaveLength(fonts.size)
      expect(text).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/)
      const size = path.includes('сводная') ? '841.89 595.28' : '595.28 841.89'
      expect(new Set([...text.matchAll(/\/MediaBox \[0 0 ([\d. ]+)\]/g)].map(match => match[1]))).toEqual(
        new Set([size]),
      )
    }
  })

  test('says whose it is: the school’s full name, with its quotes and №', () => {
    for (const [path] of forms()) expect(textOf(path)).toContain(kit.school.name)
  })

  test('has the same bytes in another zone and another language', async () => {
    const script = `
      import { createHash } from 'node:crypto'
      const { aWholeKit } = await import('./test/support/print-kit.ts')
      const { files } = await aWholeKit()
      console.log(createHash('sha256').update(files.get('manifest-sha512.txt')).digest('hex'))`
    const elsewhere = async (environment: Record<string, string>) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', script],
        { cwd: packageRoot, env: { PATH: process.env.PATH, ...environment } },
      )
      return stdout.trim()
    }
    const expected = createHash('sha256').update(bytesOf('manifest-sha512.txt')).digest('hex')
    expect(await elsewhere({ TZ: 'Asia/Kamchatka', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(
      expected,
    )
    expect(await elsewhere({ TZ: 'America/New_York', LANG: 'C' })).toBe(expected)
  })
})

describe('what is sewn', () => {
  test('counts the leaves of the papers that are really in the book, in figures and words', () => {
    const sheet = pageCount(bytesOf('7А/2-сводная-ведомость.pdf'))
    expect([sheet, pageCount(bytesOf('7А/3-лист-изменений.pdf'))]).toEqual([6, 1])
    expect(textOf('7А/5-лист-прошивки.pdf')).toContain(
      'Прошито, пронумеровано и скреплено печатью 7 (семь) листов и 1 (один) лист внутренней описи',
    )
    expect(textOf('7А/4-лист-заверитель.pdf')).toContain(
      'подшито и пронумеровано 7 (семь) листов , с № 1 по № 7',
    )
    expect(textOf('7А/1-внутренняя-опись.pdf')).toContain('Итого 2 (два) документа')
    expect(textOf('10Б/5-лист-прошивки.pdf')).toContain('6 (шесть) листов')
    expect(textOf('Общее/акт.pdf')).toContain('13 (тринадцать) листов')
  })

  test('two pages are a leaf where both sides are printed, and each paper begins a leaf of its own', async () => {
    const { kit: both } = await aWholeKit({ office: { ...namedOffice, bothSides: true } })
    expect(both.books.map(({ leaves }) => leaves)).toEqual([4, 3])
  })

  test('an inner list that takes pages counts its own leaves', async () => {
    const [one] = kit.classes
    if (!one) throw new Error('a kit has classes')
    const classes = Array.from({ length: 60 }, (_, index) => ({
      ...one,
      changes: null,
      id: String(1000 + index),
      name: `${index + 1}А`,
    }))
    const long = await aWholeKit({ classes, office: { ...blankOffice, book: 'year' } })
    const list = long.files.get('Дело/1-внутренняя-опись.pdf') ?? new Uint8Array()
    expect(pageCount(list)).toBeGreaterThan(1)
    expect(pageTexts(list).join(' ')).toContain(`листов внутренней описи: ${pageCount(list)} (`)
    expect(long.kit.books[0]?.leaves).toBe(60 * 6)
  })
})

describe('text of the forms', () => {
  test('the list of changes names pupils, both values, and between which looks it changed', () => {
    const text = textOf('7А/3-лист-изменений.pdf')
    // The writer breaks a line behind a hyphen.
    expect(text).toContain('Щербакова- Константинопольская Александра Владиславовна')
    expect(text).toContain('Ёлкин Фёдор Артёмович Алгебра, Годовая — 3 не установлено')
    expect(text).toContain('между 14.06.2027 00:21 и 15.06.2027 00:21')
    expect(text).toContain('распечатанную 10.06.2027 (версия v1')
    expect(text).toContain('было «не указано», стало «Ли В.»')
  })

  test('act, order and list have the people and terms of the settings', () => {
    const act = textOf('Общее/акт.pdf')
    expect(act).toContain('секретарь- делопроизводитель Ё. К. Ёлкина')
    expect(act).toContain('25 лет, исчисляется с 01.01.2028, истекает 01.01.2053')
    const order = textOf('Общее/приказ-проект.pdf')
    expect(order).toContain('классные журналы в электронной форме — 5 лет (до 01.01.2033)')
    expect(order).toContain('не позднее 30.06.2027')
    expect(order).toContain('Ответственный: заместитель директора по УВР — А. П. Иванова.')
    expect(order).toContain('Ответственный: секретарь- делопроизводитель — Ё. К. Ёлкина.')
    const list = textOf('Общее/опись-электронных-подлинников.pdf').replaceAll(' ', '')
    for (const { sheet } of kit.classes) for (const file of sheet.files) expect(list).toContain(file.sha512)
    expect(textOf('Общее/номенклатура-дел.pdf')).toContain('02-15')
  })

  test('& and < stay themselves in text, and leave the metadata well-formed', async () => {
    const name = 'Школа «А & Б» <при заводе> № 5 Ё'
    const { files: odd } = await aWholeKit({ school: { id: '1', name } })
    for (const [path, bytes] of odd) {
      if (!path.endsWith('.pdf') || path.includes('сводная')) continue
      expect(pageTexts(bytes).join(' ')).toContain(name)
      const metadata = insides(bytes).streams.find(stream => stream.includes('pdfaid:part')) ?? ''
      expect(metadata).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;|#)/)
    }
  })

  test('a character that the fonts lack is written by its code where a class has it, and refused in the settings by the place', async () => {
    const [cell] = someChanges.cells
    if (!cell) throw new Error('there is a cell')
    const pdf = await changesPdf({
      ...{ school: kit.school.name, className: '7А', studyYear: '2026/2027', timeZone: kit.timeZone },
      ...{ office: namedOffice, at: kit.madeAt },
      changes: { ...someChanges, cells: [{ ...cell, pupil: 'Ли 😀 Ян' }] },
    })
    expect(pageTexts(pdf)[0]).toContain('Ли [U+1F600] Ян')
    const head = { post: 'Директор', name: 'П. 学 Петров' }
    expect(() => refuseOffice({ ...kit, office: { ...namedOffice, head } })).toThrow(
      expect.objectContaining({
        code: 'SHEET_GLYPH',
        message: expect.stringContaining('printing.head): U+5B66'),
      }),
    )
  })

  test('a sheet of one page is one leaf', async () => {
    expect(pageCount(await sheetPdf(aSheet({ pupils: 3, subjects: 4 })))).toBe(1)
    expect(() => pageCount(new TextEncoder().encode('%PDF-1.7 nothing'))).toThrow('no page tree')
  })
})

test('a class whose papers are missing is an error of ours, not an empty folder', async () => {
  await expect(kitFiles(kit, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
})
