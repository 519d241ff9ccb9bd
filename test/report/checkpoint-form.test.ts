import { expect, test } from '@jest/globals'
import { checkpointPdf } from '../../src/report/index.js'
import { insides } from '../support/pdf.js'

const checkpoint = { archive: 'school-1', seq: '00000042', head: '0123456789abcdef'.repeat(8) }
/** A4, landscape. */
const pageWidth = 841.89

test('a printed checkpoint takes one page, its QR code lies on it, and it is the same each time', async () => {
  const at = Date.UTC(2027, 5, 1)
  const pdf = await checkpointPdf(checkpoint, at)
  expect(await checkpointPdf(checkpoint, at)).toEqual(pdf)
  const { streams, pages } = insides(pdf)
  expect(pages).toBe(1)
  const squares = [...streams.join('\n').matchAll(/^([\d.]+) [\d.]+ ([\d.]+) [\d.]+ re$/gm)]
  expect(squares.length).toBeGreaterThan(300)
  for (const [, left, width] of squares) expect(Number(left) + Number(width)).toBeLessThan(pageWidth)
})
