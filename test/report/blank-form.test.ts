import { describe, expect, test } from '@jest/globals'
import { type BlankForm, blankFormPdf } from '../../src/report/index.js'
import { insides } from '../support/pdf.js'

const form: BlankForm = {
  school: 'МБОУ «Школа № 7»',
  title: 'Лист учёта контроля ведения журнала',
  demands: [{ clause: '1.2', demand: 'Школа контролирует ведение журнала.' }],
  command: 'dnevnik-bridge control add',
  fields: [
    { key: '--on', meaning: 'когда', required: false, hasValue: true },
    { key: '--checked', meaning: 'что проверено', required: true, hasValue: true },
    { key: '--verified', meaning: 'проверена', required: false, hasValue: false },
  ],
  at: Date.parse('2026-11-16T12:00:00Z'),
}

describe('a blank form', () => {
  test('is one page of PDF/A-3b with the same bytes each time', async () => {
    const pdf = await blankFormPdf(form)
    const { text, streams, pages } = insides(pdf)
    expect(pages).toBe(1)
    expect(text.startsWith('%PDF-1.7')).toBe(true)
    const metadata = streams.find(stream => stream.includes('pdfaid:part')) ?? ''
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(metadata).toContain('Лист учёта контроля ведения журнала')
    expect(Buffer.compare(pdf, await blankFormPdf(form))).toBe(0)
  })

  test('refuses a name of the school that the fonts can’t print, and says where it stands', async () => {
    await expect(blankFormPdf({ ...form, school: 'Школа 学' })).rejects.toMatchObject({
      code: 'SHEET_GLYPH',
      message: expect.stringContaining('наименование школы: U+5B66'),
      hint: expect.stringContaining('bridge.yaml'),
    })
  })
})
