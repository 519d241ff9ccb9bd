import {
  type ArchiveOptions,
  type DisposalRequest,
  openArchive,
  type PutRequest,
} from '../../src/archive/index.js'
import { optionsIn, request } from './requests.js'

/** What the tests of disposal share: two objects whose term is over, in 2033, and one whose term runs. */

export const in2033 = () => Date.parse('2033-02-01T09:00:00Z')
export const journalId = 'urn:dnevnik-bridge:s1:2026-2027:07a:journal'
export const oldReportId = 'urn:dnevnik-bridge:s1:2026-2027:07a:report'
export const sheetId = 'urn:dnevnik-bridge:s1:2026-2027:07a:sheet'
export const actOne = 'urn:school-1:disposal-act:1'

export function recorded(id: string, kind: string, years: number, text = '1'): PutRequest {
  const record = { kind, studyYear: '2026-2027', retentionYears: years }
  return request({ 'a.txt': text, 'meta/record.json': JSON.stringify(record) }, { id })
}

export const oldPuts = [
  recorded(journalId, 'journal', 5),
  recorded(oldReportId, 'report', 5),
  recorded(sheetId, 'summary', 25),
  recorded(journalId, 'journal', 5, '2'),
]

/** Stored in 2027; opened in 2033. */
export async function oldArchive(room: string): Promise<ArchiveOptions> {
  const options = optionsIn(room)
  const archive = await openArchive(options)
  for (const put of oldPuts) await archive.put(put)
  await archive.close()
  return { ...options, now: in2033 }
}

export function disposal(more: Partial<DisposalRequest> = {}): DisposalRequest {
  return {
    ...{ number: '1', approvedBy: 'Петрова А. И.', executedBy: 'Сидоров П. К.', reason: 'Срок истёк' },
    ...{ actor: 'archivist', today: '2033-02-01', ids: null },
    rules: { years: { journal: 5, report: 5, summary: 25, 'disposal-act': null } },
    forms: async act => [{ path: 'act.txt', bytes: Buffer.from(`Акт ${act.number}`) }],
    ...more,
  }
}
