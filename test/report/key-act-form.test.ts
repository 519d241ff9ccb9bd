import { describe, expect, test } from '@jest/globals'
import { type KeyActForm, keyActPdf } from '../../src/report/index.js'
import { insides, pageTexts } from '../support/pdf.js'

const keyAct: KeyActForm = {
  ...{ archive: 'dnevnik-bridge', number: '5', at: Date.UTC(2027, 5, 1, 9, 30) },
  ...{
    attestedBy: ['Петрова А. И.', 'Щербакова-Константинопольская Ё. Ё.'],
    reason: 'диск <с ключом> & сейф № 5',
  },
  ...{
    lostKey: 'ab'.repeat(16),
    newKey: 'cd'.repeat(16),
    upto: '00000042',
    head: '0123456789abcdef'.repeat(8),
  },
  known: '00000040',
}
const textOf = async (form: KeyActForm) => pageTexts(await keyActPdf(form)).join(' ')

describe('the act of a new key', () => {
  test('is one page of PDF/A-3b that says who vouches for what, the same each time', async () => {
    const pdf = await keyActPdf(keyAct)
    const { streams, pages } = insides(pdf)
    expect(pages).toBe(1)
    expect(streams.find(stream => stream.includes('pdfaid:part'))).toContain('<pdfaid:part>3</pdfaid:part>')
    const text = await textOf(keyAct)
    for (const part of [
      'Акт № 5',
      '01.06.2027',
      '2027-06-01T09:30:00Z',
      keyAct.reason,
      'Петрова А. И.',
      'Щербакова-',
    ])
      expect(text).toContain(part)
    for (const part of [keyAct.lostKey, keyAct.newKey, keyAct.upto, 'запись 00000040'])
      expect(text).toContain(part)
    expect(text.replaceAll(' ', '')).toContain(keyAct.head)
    expect(Buffer.compare(pdf, await keyActPdf(keyAct))).toBe(0)
  })

  test('says so where nobody knew a checkpoint', async () => {
    expect(await textOf({ ...keyAct, known: null })).toContain(
      'Контрольной точки, известной снаружи, не было',
    )
  })

  test('comes into being whatever was typed: what the fonts lack is printed as its code', async () => {
    expect(await textOf({ ...keyAct, reason: 'сломался 😀' })).toContain('сломался [U+1F600]')
  })
})
