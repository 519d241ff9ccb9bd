import { describe, expect, test } from '@jest/globals'
import { writeXlsx } from 'hucre/xlsx'
import { readPlanFile } from '../../src/plan-file/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { parts, zipOf } from '../support/xlsx.js'

/** Workbooks that a person may send by mistake, or to see what happens. */

const words = loadVocabulary()
const read = (bytes: Uint8Array) => readPlanFile({ bytes, studyYear: 2026, sheet: null, words })
const faults = async (bytes: Uint8Array) =>
  (await read(bytes)).problems.map(({ place, message }) => `${place ?? '-'}: ${message}`)

const firstSheet = 'xl/worksheets/sheet1.xml'
const heading =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>Тема урока</t></is></c><c r="B1" t="inlineStr"><is><t>Часы</t></is></c></row>'
const sheet = (rows: string, after = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${heading}${rows}</sheetData>${after}</worksheet>`

async function workbook(xml: string, more: readonly (readonly [string, string | Uint8Array])[] = []) {
  const plain = parts(await writeXlsx({ sheets: [{ name: 'КТП', rows: [['x']] }] }))
  return zipOf(new Map<string, string | Uint8Array>([...plain, [firstSheet, xml], ...more]))
}
const lesson = (row: number) =>
  `<row r="${row}"><c r="A${row}" t="inlineStr"><is><t>Тема ${row}</t></is></c><c r="B${row}"><v>1</v></c></row>`

describe('a workbook that is no plan', () => {
  test('the workbook of these tests is one, unless something is put into it', async () => {
    const found = await read(await workbook(sheet(lesson(2))))
    expect(found).toMatchObject({ problems: [], rows: [{ topic: 'Тема 2', hours: 1 }] })
  })

  test('one that is some kilobytes and unpacks to much more is refused before it is unpacked', async () => {
    const bomb = await workbook(sheet(`${lesson(2)}${' '.repeat(40_000_000)}`))
    expect(bomb.length).toBeLessThan(60_000)
    expect(await faults(bomb)).toEqual(['-: книга в распакованном виде больше 32 МБ'])
    // In many parts, each of which would do.
    const many = Array.from(
      { length: 9 },
      (_, index) => [`xl/part${index}.xml`, Buffer.alloc(4_000_000)] as const,
    )
    expect(await faults(await workbook(sheet(lesson(2)), many))).toEqual([
      '-: книга в распакованном виде больше 32 МБ',
    ])
  })

  test('what its directory says about sizes isn’t believed', async () => {
    const bomb = await workbook(sheet(`${lesson(2)}${' '.repeat(40_000_000)}`))
    const lie = Buffer.from(bomb)
    for (
      let at = lie.indexOf('PK\x01\x02', 0, 'latin1');
      at >= 0;
      at = lie.indexOf('PK\x01\x02', at + 1, 'latin1')
    )
      lie.writeUInt32LE(10, at + 24)
    expect(await faults(lie)).toEqual(['-: книга в распакованном виде больше 32 МБ'])
  })

  test('cells far to the right and far below are none of a plan’s, and cost nothing', async () => {
    const far = Array.from({ length: 2000 }, (_, index) => {
      const row = index + 3
      return `<row r="${row}"><c r="XFD${row}"><v>1</v></c></row>`
    })
    const found = await read(await workbook(sheet(`${lesson(2)}${far.join('')}${lesson(1_048_576)}`)))
    expect(found).toMatchObject({ problems: [], rows: [{ topic: 'Тема 2' }] })
  })

  test.each([
    ['xl/vbaProject.bin', 'в книге есть макросы'],
    ['xl/macrosheets/sheet1.xml', 'в книге есть макросы'],
  ])('with %s', async (name, message) => {
    expect(await faults(await workbook(sheet(lesson(2)), [[name, 'x']]))).toEqual([`-: ${message}`])
  })

  test.each([
    ['a text', new Map([['word/document.xml', '<x/>']]), 'это не книга Excel, а другой документ или архив'],
    ['a folder', new Map([['план.csv', 'Тема;Часы']]), 'это не книга Excel, а другой документ или архив'],
    ['an empty one', new Map<string, string>(), 'это не книга Excel, а другой документ или архив'],
  ])('%s in a ZIP', async (_, files, message) => {
    expect(await faults(zipOf(files))).toEqual([`-: ${message}`])
  })

  test('with a directory that leads nowhere, at every place where that is said', async () => {
    const whole = await workbook(sheet(lesson(2)))
    const end = whole.lastIndexOf('PK\x05\x06', undefined, 'latin1')
    for (const at of [
      end + 10,
      end + 16,
      whole.readUInt32LE(end + 16) + 20,
      whole.readUInt32LE(end + 16) + 42,
    ]) {
      const broken = Buffer.from(whole)
      broken.writeUInt16LE(0xffff, at)
      expect(await faults(broken)).toEqual([expect.stringMatching(/^-: книга Excel не читается/)])
    }
  })
})

describe('formulas', () => {
  test('count by the result that Excel saved, and are told where there is none', async () => {
    const rows = [
      '<row r="2"><c r="A2" t="str"><f>"Сло"&amp;"жение"</f><v>Сложение</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>',
      '<row r="3"><c r="A3"><f>HYPERLINK("http://evil.example","x")</f></c><c r="B3"><v>1</v></c></row>',
      '<row r="4"><c r="A4" t="inlineStr"><is><t>Деление</t></is></c><c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
      '<row r="5"><c r="A5" t="e"><f>B99</f><v>#REF!</v></c></row>',
    ]
    expect((await read(await workbook(sheet(rows[0] ?? '')))).rows).toMatchObject([
      { topic: 'Сложение', hours: 2 },
    ])
    expect(await faults(await workbook(sheet(rows.join(''))))).toEqual([
      'A3: в ячейке формула, а её значение в файле не сохранено',
      'B4: в ячейке ошибка #DIV/0!',
      'A5: в ячейке ошибка #REF!',
    ])
  })
})
