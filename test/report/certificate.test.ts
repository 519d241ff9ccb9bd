import { describe, expect, test } from '@jest/globals'
import { clauses } from '../../src/regulation/index.js'
import { type CertificateRequest, certificatePdf, createCertificate } from '../../src/report/index.js'
import { insides, pageTexts } from '../support/pdf.js'
import { aReport, aVerdict, wholeCoverage } from '../support/report.js'

const request: CertificateRequest = {
  number: '3',
  aim: 'контроль ведения электронного журнала',
  basis: 'план внутришкольного контроля',
  teacher: null,
  classNames: ['7А', '7Б', '10А', '11Б'],
  inspector: { post: 'Заместитель директора по УВР', name: 'А. П. Иванова' },
  head: { post: 'Директор', name: null },
  recheck: '2026-12-07',
  conclusions: [],
  recommendations: ['Обсудить на методическом объединении.'],
}

describe('a certificate of control', () => {
  test('tells what was found by teacher and class, and nothing that isn’t proved', () => {
    const { findings } = createCertificate(aReport(), request, clauses)
    expect(findings.map(({ teacher }) => teacher)).toEqual(['Ли В.', 'Петрова М. И.', '№ 33'])
    expect(findings[0]?.lines).toMatchObject([{ className: '7Б', clause: '2.3', broken: 0, mended: 1 }])
    expect(findings[1]?.lines).toMatchObject([
      { className: '7А', clause: '2.6', broken: 1, mended: 0 },
      { className: '10А', clause: '2.7', broken: 1, mended: 0 },
    ])
  })

  test('what several answer for stands with each; what nobody answers for stands last, with the school', () => {
    const verdicts = [
      aVerdict({ responsible: ['31', '32'] }),
      aVerdict({ responsible: [], subject: { class: '71', lesson: '4009' } }),
    ]
    const { findings } = createCertificate(aReport({ verdicts }), request, clauses)
    expect(findings.map(({ teacher, lines }) => [teacher, lines.map(({ broken }) => broken)])).toEqual([
      ['Ли В.', [1]],
      ['Петрова М. И.', [1]],
      ['', [1]],
    ])
  })

  test('concludes only what the figures say, and recommends by clause', () => {
    const { conclusions, recommendations } = createCertificate(aReport(), request, clauses)
    expect(conclusions).toEqual([
      'Оценено требований: 638; соблюдено 99,5\u00a0%, нарушено 2, нарушено и затем исправлено 1.',
      'Не доказано: 1. Это не нарушения: данных не хватает, чтобы сказать, соблюдён ли срок.',
      'Без замечаний: 11Б.',
      'Журнал за эти дни прочитан не полностью: выводы касаются только прочитанного.',
    ])
    expect(recommendations.at(0)).toContain('устранить')
    expect(recommendations.slice(1, -1).map(text => text.slice(0, 20))).toEqual([
      'Соблюдать пункт 2.3:',
      'Соблюдать пункт 2.6:',
      'Соблюдать пункт 2.7:',
    ])
    expect(recommendations.at(-1)).toBe('Обсудить на методическом объединении.')
  })

  test('where nothing is wrong it says so; where nothing was judged it concludes nothing', () => {
    const good = createCertificate(aReport({ verdicts: [], coverage: wholeCoverage }), request, clauses)
    expect(good).toMatchObject({
      findings: [],
      isWhole: true,
      recommendations: ['Обсудить на методическом объединении.'],
    })
    expect(good.conclusions).toContain('Доказанных нарушений нет.')
    const nothing = createCertificate(aReport({ verdicts: [], kept: {} }), request, clauses)
    expect(nothing.conclusions).toEqual([
      'За эти дни проверять было нечего, или журнал не прочитан: выводов нет.',
    ])
  })

  test('as PDF: PDF/A-3b that carries its data, text as it is, the same bytes again', async () => {
    const school = { id: '1', name: 'МБОУ «Школа № 5» <А & Б> Ё' }
    const certificate = createCertificate(aReport({ school }), request, clauses)
    const pdf = await certificatePdf(certificate)
    const { streams, text } = insides(pdf)
    expect(streams.find(stream => stream.includes('pdfaid:part'))).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(text).toContain('/AFRelationship /Source')
    const words = pageTexts(pdf).join(' ')
    for (const part of [
      school.name,
      'СПРАВКА № 3',
      'Петрова М. И.',
      'А. П. Иванова',
      '07.12.2026',
      '7А, 7Б, 10А и 11Б',
      '15.02.2012 № АП-147/07',
    ])
      expect(words).toContain(part)
    expect(Buffer.compare(pdf, await certificatePdf(certificate))).toBe(0)
  })

  test('what somebody typed with a character that the fonts lack is refused by its place', async () => {
    const odd = createCertificate(aReport(), { ...request, conclusions: ['Всё хорошо 😀'] }, clauses)
    await expect(certificatePdf(odd)).rejects.toMatchObject({
      code: 'SHEET_GLYPH',
      message: expect.stringContaining('вывод: U+1F600'),
    })
  })
})
