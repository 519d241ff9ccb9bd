import { join } from 'node:path'
import type { ArchiveOptions, PutRequest } from '../../src/archive/index.js'

/** What the tests store; without a test framework, so that a child process can use it too. */

export const juneFirst = Date.UTC(2027, 5, 1, 9)

export function optionsFor(folder: string, keyFile: string): ArchiveOptions {
  return { folder, keyFile, name: 'school-1', now: () => juneFirst }
}

export function optionsIn(room: string, more: Partial<ArchiveOptions> = {}): ArchiveOptions {
  return { ...optionsFor(join(room, 'archive'), join(room, 'secrets', 'archive-key.pem')), ...more }
}

export const summaryId = 'urn:dnevnik-bridge:s1:2026-2027:07a:summary'
export const reportId = 'urn:dnevnik-bridge:s1:2026-2027:07a:report:week:2027-05-31'

export function request(files: Record<string, string>, more: Partial<PutRequest> = {}): PutRequest {
  return {
    id: summaryId,
    files: Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text, 'utf8') })),
    message: 'Сводная ведомость за год',
    actor: 'archivist',
    ...more,
  }
}

export const firstSummary = request({
  'sheet.json': '{"оценка":5}\n',
  'sheet.pdf': '%PDF one',
  'meta/record.json': '{"kind":"summary"}\n',
})
export const correctedSummary = request(
  { 'sheet.json': '{"оценка":4}\n', 'sheet.pdf': '%PDF two', 'meta/record.json': '{"kind":"summary"}\n' },
  { message: 'Исправлена отметка' },
)
export const weekReport = request(
  { 'report.html': '<p>Отчёт</p>\n' },
  { id: reportId, message: 'Отчёт за неделю' },
)
