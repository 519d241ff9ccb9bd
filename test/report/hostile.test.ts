import { describe, expect, test } from '@jest/globals'
import { clauses } from '../../src/regulation/index.js'
import {
  certificatePdf,
  complianceHtml,
  complianceXlsx,
  createCertificate,
  sheetPdf,
  sheetXlsx,
  usualAim,
} from '../../src/report/index.js'
import { csvOf } from '../../src/web/csv.js'
import { pageTexts } from '../support/pdf.js'
import { aDirectory, aPerson, aReport, aSheet, aVerdict } from '../support/report.js'
import { parts } from '../support/xlsx.js'

/** Whatever people typed on the platform, papers and tables show it as text, and nothing of it acts. */

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '=HYPERLINK("http://evil.example","x")',
  '+7 @SUM(1) -2',
  '\u202Eтекст наоборот\u2066\u200F',
  'нуль\u0000звонок\u0007возврат\u001B[31m',
  'два\r\nBcc: evil@example.org\r\n\r\nслова',
  '\u{1F600}'.repeat(40),
  'ы'.repeat(1_000_000),
]
const controls = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

function spoiltDirectory() {
  const directory = aDirectory()
  const at = <T extends { readonly name: string }>(items: readonly T[]) =>
    items.map((item, index) => ({ ...item, name: hostile[index % hostile.length] ?? '' }))
  return {
    ...directory,
    classes: at(directory.classes),
    subjects: at(directory.subjects),
    teachers: hostile.map((text, index) => aPerson(String(31 + index), text, text, text)),
  }
}
const spoiltReport = () =>
  aReport({
    school: { id: '1', name: 'МБОУ «<b>Школа</b>»' },
    directory: spoiltDirectory(),
    verdicts: hostile.map((message, index) =>
      aVerdict({
        message,
        responsible: [String(31 + index)],
        subject: { class: '71', lesson: String(4000 + index) },
      }),
    ),
  })

describe('hostile text', () => {
  test('is text on the page of a report, and turns no other text around', () => {
    const html = complianceHtml(spoiltReport())
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('&lt;script>alert')
    expect(controls.test(html)).toBe(false)
  })

  test('is text in a workbook that is well formed: no formula, no link, no control character', async () => {
    for (const [name, text] of parts(await complianceXlsx(spoiltReport()))) {
      expect([name, controls.test(text)]).toEqual([name, false])
      expect([name, /<f[ >]|<hyperlink/.test(text)]).toEqual([name, false])
      const longest = Math.max(
        0,
        ...[...text.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, cell = '']) => cell.length),
      )
      expect([name, longest <= 32_767]).toEqual([name, true])
    }
  })

  test('is text in a certificate, with signs in the place of what no font has', async () => {
    const certificate = createCertificate(
      spoiltReport(),
      {
        ...{ number: null, aim: usualAim, basis: null, teacher: null, recheck: null },
        classNames: hostile,
        inspector: { post: 'Заместитель директора', name: null },
        head: { post: 'Директор', name: null },
        ...{ conclusions: hostile.slice(0, 6), recommendations: [] },
      },
      clauses,
    )
    const text = pageTexts(await certificatePdf(certificate)).join(' ')
    expect(text).toContain('[U+1F600]')
    expect(text).toContain('текст наоборот')
    expect(controls.test(text)).toBe(false)
    expect(text.length).toBeLessThan(400_000)
  })

  test('a sheet is printed without the marks that turn text around', async () => {
    const sheet = aSheet()
    const spoilt = {
      ...sheet,
      class: { ...sheet.class, name: '7\u202EА' },
      pupils: sheet.pupils.map((pupil, index) => ({
        ...pupil,
        name: `${pupil.name}${hostile[3 + (index % 3)]}`,
      })),
    }
    expect(pageTexts(await sheetPdf(spoilt)).join(' ')).toContain('текст наоборот')
    for (const [name, text] of parts(await sheetXlsx(spoilt)))
      expect([name, controls.test(text)]).toEqual([name, false])
  })

  test('begins no formula in a list that a spreadsheet opens', () => {
    for (const line of csvOf(hostile.slice(0, 3).map(text => [text]))
      .split('\r\n')
      .slice(0, 3))
      expect(line.replace(/^\uFEFF/, '')).not.toMatch(/^"?[=+@-]/)
  })
})
