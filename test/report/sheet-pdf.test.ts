import { describe, expect, test } from '@jest/globals'
import { isBridgeError } from '../../src/errors.js'
import type { SummarySheet } from '../../src/report/index.js'
import { canonicalJson, sheetPdf } from '../../src/report/index.js'
import { insides } from '../support/pdf.js'
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

  test('subjects that do not fit go to further pages instead of smaller type', async () => {
    expect(insides(await sheetPdf(aSheet({ pupils: 5, subjects: 6 }))).pages).toBe(1)
    expect(insides(await sheetPdf(aSheet({ pupils: 5, subjects: 45 }))).pages).toBe(2)
  })

  test('a class of 28 fits two pages for one period', async () => {
    expect(insides(await sheetPdf(aSheet({ pupils: 28, subjects: 18 }))).pages).toBe(2)
  })

  test('the checkpoint of the archive stands at the end, as text and as squares to be scanned', async () => {
    const squares = async (sheet: SummarySheet) =>
      insides(await sheetPdf(sheet)).streams.reduce(
        (count, stream) => count + [...stream.matchAll(/\bre$/gm)].length,
        0,
      )
    const sheet = aSheet()
    expect(await squares(sheet)).toBeGreaterThan((await squares({ ...sheet, checkpoint: null })) + 500)
    expect(insides(await sheetPdf({ ...sheet, checkpoint: null })).pages).toBe(1)
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

  test('letters of the peoples of Russia are printed', async () => {
    const sheet = aSheet({ pupils: 1 })
    const name = 'Ғәлиә Һөҗүмңурова Ӱӧӓ Ҡҙҫ Ӏ'
    expect(await refusal({ ...sheet, pupils: sheet.pupils.map(pupil => ({ ...pupil, name })) })).toBeNull()
  })
})
