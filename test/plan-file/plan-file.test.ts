import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { WriteSheet } from 'hucre/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import fc from 'fast-check'
import { packageRoot } from '../../src/package-root.js'
import { type PlanFile, readPlanFile } from '../../src/plan-file/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'

const words = loadVocabulary()

const read = (bytes: Uint8Array, sheet: string | null = null) =>
  readPlanFile({ bytes, studyYear: 2026, sheet, words })
const utf8 = (text: string) => new TextEncoder().encode(text)
const csv = (...lines: readonly string[]) => read(utf8(lines.join('\r\n')))
const day = (month: number, date: number) => new Date(Date.UTC(2026, month - 1, date))

const heading = ['№', 'Раздел', 'Тема урока', 'Часы', 'Дата', 'Д/з']
async function xlsx(rows: WriteSheet['rows'], more: Partial<WriteSheet> = {}): Promise<PlanFile> {
  return read(await writeXlsx({ sheets: [{ name: 'КТП', rows: [heading, ...(rows ?? [])], ...more }] }))
}

/** Windows-1251, as Excel in Russia writes a CSV. */
function cp1251(text: string): Uint8Array {
  const other = new Map(
    [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map(
      (sign, i) => [sign, i],
    ),
  )
  return Uint8Array.from([...text].map(sign => other.get(sign) ?? 0x3f))
}

function utf16(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
}

const places = ({ problems }: PlanFile) => problems.map(({ place, message }) => `${place ?? '-'}: ${message}`)

describe('a plan in a CSV file', () => {
  const lines = [
    'МБОУ «Школа № 1»;;;;;;',
    '№ п/п;Раздел;Тема урока;Кол-во часов;Дата;Домашнее задание;УУД',
    '1;Дроби;"Сложение ""обычных""',
    'дробей";1;02.09;§ 1;да',
    '2.;;Ёмкость;1,5;2026-09-03;;',
    ';;;;;;',
    '3;Числа;Вычитание;2 ч;11.01.27;;',
    'Итого;;;4,5;;;',
  ]
  const rows = [
    {
      number: '1',
      section: 'Дроби',
      topic: 'Сложение "обычных" дробей',
      hours: 1,
      date: '2026-09-02',
      homework: '§ 1',
    },
    { number: '2', section: 'Дроби', topic: 'Ёмкость', hours: 1.5, date: '2026-09-03', homework: null },
    { number: '3', section: 'Числа', topic: 'Вычитание', hours: 2, date: '2027-01-11', homework: null },
  ]
  const text = lines.join('\r\n')
  const commas = text.replaceAll('1,5', '1.5').replaceAll('4,5', '4.5').replaceAll(';', ',')

  test.each([
    ['UTF-8', utf8(text), 'utf-8'],
    ['UTF-8 with its mark', utf8(`\ufeff${text}`), 'utf-8'],
    ['windows-1251', cp1251(text), 'windows-1251'],
    ['commas', utf8(commas), 'utf-8'],
    ['tabs and UTF-16', utf16(text.replaceAll(';', '\t')), 'utf-16le'],
    ['lines ended as on Unix, the last one not at all', utf8(text.replaceAll('\r', '')), 'utf-8'],
  ])('%s', async (_, bytes, encoding) => {
    const found = await read(bytes)
    expect(found).toMatchObject({ kind: `CSV, ${encoding}`, problems: [], remarks: [], unread: ['УУД'] })
    expect(found.rows).toEqual(rows)
  })

  test('without numbers, sections and days topics are counted; a text alone in its row heads a section', async () => {
    const found = await csv('Тема;Часы', 'Сложение;1', 'Вычитание;1')
    expect(found.rows.map(({ number, section, date }) => [number, section, date])).toEqual([
      ['1', null, null],
      ['2', null, null],
    ])
    const headed = await csv(
      '№;Тема;Часы',
      'Раздел 1. Дроби;;',
      '1;Сложение;1',
      'Раздел 2. Числа;;',
      '2;Вычитание;1',
    )
    expect(headed.rows.map(({ section }) => section)).toEqual(['Раздел 1. Дроби', 'Раздел 2. Числа'])
  })

  test('every fault is told by line and column, and nothing is taken', async () => {
    const found = await csv(
      '№;Тема;Часы;Дата',
      '1;Сложение;два;02 сентября',
      '2;;1;31.02.2027',
      '3;Деление;;02.09.2025',
      '4;Умножение;0;',
    )
    expect(found.rows).toEqual([])
    expect(places(found)).toEqual([
      'строка 2, столбец 3: «два» вместо числа часов',
      'строка 2, столбец 4: дата записана текстом «02 сентября» и не понята',
      'строка 3, столбец 2: нет темы',
      'строка 3, столбец 4: дата записана текстом «31.02.2027» и не понята',
      'строка 4, столбец 3: не указаны часы',
      'строка 4, столбец 4: дата 2025-09-02 не из учебного года 2026/2027',
      'строка 5, столбец 3: «0» вместо числа часов',
    ])
    for (const { fix } of found.problems) expect(fix).not.toBe('')
  })

  test('a line number counts lines within cells too', async () => {
    const found = await csv('Тема;Часы', '"Сложение', 'дробей";1', 'Вычитание;x')
    expect(places(found)).toEqual(['строка 4, столбец 2: «x» вместо числа часов'])
  })

  test.each([
    ['a quote that isn’t closed', ['Тема;Часы', '"Сложение;1'], 'строка 2: кавычка не закрыта'],
    [
      'a second plan below',
      ['Тема;Часы', 'Сложение;1', 'Тема;Часы', 'x;y'],
      'строка 3, столбец 1: второй заголовок: в файле два плана',
    ],
    [
      'a number twice',
      ['№;Тема;Часы', '1;Сложение;1', '1;Вычитание;1'],
      'строка 3, столбец 1: номер 1 уже стоит у темы выше (строка 2, столбец 1)',
    ],
    [
      'a column twice',
      ['Тема;Часы;Тема урока', 'Сложение;1;x'],
      'строка 1, столбец 3: столбец «Тема урока» есть дважды',
    ],
    ['a heading alone', ['Тема;Часы', ';'], '-: под заголовком нет ни одной темы'],
    [
      'a missing column',
      ['№;Тема урока', '1;x'],
      '-: нет строки заголовков со столбцами «Тема урока» и «Количество часов»; найдено только: «№», «Тема урока»',
    ],
    [
      'no heading',
      ['a;b'],
      '-: нет строки заголовков со столбцами «Тема урока» и «Количество часов»; найдено ни одного знакомого столбца',
    ],
    [
      'a text that is too long',
      ['Тема;Часы', `${'я'.repeat(501)};1`],
      'строка 2, столбец 1: слишком длинно или непонятно',
    ],
  ])('%s', async (_, given, expected) => {
    expect(places(await csv(...given))).toEqual([expected])
  })

  test('days that go back are told and read', async () => {
    const found = await csv('Тема;Часы;Дата', 'Сложение;1;09.09', 'Вычитание;1;02.09')
    expect(found.rows).toHaveLength(2)
    expect(found.remarks).toMatchObject([{ place: 'строка 3, столбец 3' }])
  })

  const cell = fc.string({
    unit: fc.constantFrom('я', 'Ё', ' ', ';', ',', '"', '\n', '№', '1'),
    minLength: 1,
  })
  test('reads any cell as it was, but for blanks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async topics => {
        const quoted = topics.map((topic, index) => `"т${topic.replaceAll('"', '""')}";${index + 1}`)
        const found = await csv('Тема;Часы', ...quoted)
        expect(found.rows.map(({ topic }) => topic)).toEqual(
          topics.map(topic => `т${topic}`.replace(/\s+/g, ' ').trim()),
        )
      }),
    )
  })
})

describe('a plan in a workbook', () => {
  test('days are cells, a section is merged over its topics or over the table', async () => {
    const found = await xlsx(
      [
        ['Раздел 1. Дроби'],
        [1, 'Обыкновенные', 'Сложение', 1, day(9, 2), '§ 1'],
        [2, null, 'Вычитание', '2', null, null],
        ['Раздел 2. Числа'],
        [3, null, 'Ёмкость', 0.5, day(9, 4), null],
      ],
      {
        merges: [
          { startRow: 1, endRow: 1, startCol: 0, endCol: 5 },
          { startRow: 2, endRow: 3, startCol: 1, endCol: 1 },
        ],
      },
    )
    expect(found).toMatchObject({ kind: 'XLSX, лист «КТП»', problems: [], remarks: [] })
    expect(found.rows.map(({ section, topic, hours, date }) => [section, topic, hours, date])).toEqual([
      ['Обыкновенные', 'Сложение', 1, '2026-09-02'],
      ['Обыкновенные', 'Вычитание', 2, null],
      ['Раздел 2. Числа', 'Ёмкость', 0.5, '2026-09-04'],
    ])
  })

  test('a heading over two: the day of the plan is read, that on which it was held isn’t', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'КТП',
          rows: [
            ['№', 'Тема урока', 'Часы', 'Дата', null],
            [null, null, null, 'план', 'факт'],
            [1, 'Сложение', 1, day(9, 2), day(9, 9)],
          ],
          merges: [
            { startRow: 0, endRow: 0, startCol: 3, endCol: 4 },
            ...[0, 1, 2].map(column => ({ startRow: 0, endRow: 1, startCol: column, endCol: column })),
          ],
        },
      ],
    })
    expect(await read(bytes)).toMatchObject({ unread: [], problems: [], rows: [{ date: '2026-09-02' }] })
  })

  test('every fault is told by its cell', async () => {
    const found = await xlsx(
      [
        [1, null, 'Сложение', 1, 46267, null],
        [2, null, 'Вычитание', 1, 'вторая неделя', null],
        [3, null, 'Деление', 1, null, null],
        [4, null, null, 1, null, null],
        [5, null, 'Скрытая', 1, null, null],
      ],
      {
        merges: [{ startRow: 3, endRow: 4, startCol: 2, endCol: 2 }],
        rowDefs: new Map([[5, { hidden: true }]]),
      },
    )
    expect(places(found)).toEqual([
      'E2: число 46267 вместо даты',
      'E3: дата записана текстом «вторая неделя» и не понята',
      'C4:C5: объединённые ячейки: неясно, к какой теме они относятся',
      'A6: строка скрыта',
    ])
  })

  test('a day written as text is read where it is plain, and told', async () => {
    const found = await xlsx([[1, null, 'Сложение', 1, '02.09.2026', null]])
    expect(found.rows).toMatchObject([{ date: '2026-09-02' }])
    expect(found.remarks).toMatchObject([
      { place: 'E2', message: 'дата записана текстом «02.09.2026», прочитана как 2026-09-02' },
    ])
  })

  test('of several sheets the one with a plan is taken, of several plans the one that is named', async () => {
    const plan = (name: string, topic: string) => ({ name, rows: [heading, [1, null, topic, 1, null, null]] })
    const note = { name: 'Записка', rows: [['Пояснительная записка']] }
    const hidden = { ...plan('Старый', 'Старое'), hidden: true }
    const one = await writeXlsx({ sheets: [note, plan('7А', 'Сложение'), hidden] })
    expect((await read(one)).rows).toMatchObject([{ topic: 'Сложение' }])
    const two = await writeXlsx({ sheets: [note, plan('7А', 'Сложение'), plan('7Б', 'Вычитание')] })
    expect(places(await read(two))).toEqual(['-: план есть на нескольких листах: «7А», «7Б»'])
    expect((await read(two, '7Б')).rows).toMatchObject([{ topic: 'Вычитание' }])
    expect(places(await read(two, 'Старый'))).toEqual(['-: листа «Старый» в книге нет'])
    expect(places(await read(two, 'Записка'))).toEqual([expect.stringContaining('нет строки заголовков')])
  })

  test.each([
    [
      'cut off',
      async () => (await writeXlsx({ sheets: [{ name: 'КТП', rows: [heading] }] })).slice(0, 400),
      /книга Excel не читается/,
    ],
    ['of the old kind', async () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /старый формат \.xls/],
    ['no table', async () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), /это не XLSX и не CSV/],
    ['empty', async () => new Uint8Array(), /пустой файл/],
  ])('a file that is %s', async (_, bytes, expected) => {
    const found = await read(await bytes())
    expect(places(found)).toEqual([expect.stringMatching(expected)])
    expect(found.problems[0]?.fix).toMatch(/\.$|[а-я»]$/)
  })
})

test('the example files are plans, and the same one', async () => {
  const [workbook, text] = await Promise.all(
    ['algebra-7.xlsx', 'algebra-7.csv'].map(async name =>
      read(await readFile(join(packageRoot, 'fixtures/plans', name))),
    ),
  )
  expect(workbook).toMatchObject({ problems: [], remarks: [], unread: [] })
  expect(workbook?.rows).toHaveLength(8)
  expect(text?.rows).toEqual(workbook?.rows)
})
