import { expect, test } from '@jest/globals'
import { type DisposalActForm, disposalActPdf } from '../../src/report/index.js'
import { page } from '../../src/report/page.js'
import { insides, pageTexts } from '../support/pdf.js'

const sheet =
  'urn:dnevnik-bridge:1000985648106:2026-2027:class-1518708557930627018:summary:period-1538068012765074181'
const act: DisposalActForm = {
  ...{ school: 'МБОУ «Школа № 69»', number: '1', reason: 'истёк срок хранения', at: Date.UTC(2054, 1, 1) },
  ...{ approvedBy: 'Директор И. И. Иванов', executedBy: 'Петров П. П.' },
  documents: [
    {
      ...{ title: 'Сводная ведомость, 8А, 1 четверть, 2026/2027', id: sheet, studyYear: '2026-2027' },
      ...{ versions: 1, term: '25 л.', until: '2053-01-01', digest: 'ab'.repeat(64) },
    },
  ],
}

test('the table of an act of disposal ends at the margin, however long the archive’s names of documents are', async () => {
  const pdf = await disposalActPdf(act)
  const { streams } = insides(pdf)
  const ends = streams.flatMap(stream =>
    [...stream.matchAll(/^([\d.]+) [\d.]+ l$/gm)].map(([, across]) => Number(across)),
  )
  expect(ends.length).toBeGreaterThan(10)
  expect(Math.max(...ends)).toBeLessThanOrEqual(page.width - page.margins.right + 0.5)
  expect(pageTexts(pdf).join('').replaceAll(' ', '')).toContain(sheet)
})
