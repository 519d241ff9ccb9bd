import {
  type ArchiveFacts,
  type Decisions,
  noArchiveFacts,
  type PrintedSheet,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { knownArchive, knownSheet, type SheetCells } from './known-archive.js'

/** What the archive shows now of its checks and copies, and of the sheets that people say to have printed. */
export async function archiveFacts(deps: JobDeps, { hardCopies }: Decisions): Promise<ArchiveFacts> {
  const known = await knownArchive(deps)
  if (known === null) return noArchiveFacts
  const sheets: PrintedSheet[] = []
  const lostSheets: ArchiveFacts['lostSheets'][number][] = []
  for (const { number, content } of hardCopies) {
    if (content.sheet === null) continue
    const { classId, studyYear, on: printedOn } = content
    const sheet = await knownSheet(deps, content.sheet)
    if (sheet === null) lostSheets.push({ number, classId, printedOn })
    else {
      const readAt = sheet.readAt ?? sheet.asOf
      sheets.push({
        ...{ number, classId, studyYear, printedOn, readAt },
        cells: cellsOf(sheet),
        results: resultsOf(sheet),
      })
    }
  }
  return { ...known.shows, sheets, lostSheets }
}

function cellsOf({ periods, subjects, pupils }: SheetCells): PrintedSheet['cells'] {
  return pupils.flatMap(({ id: personId, marks }) =>
    periods.flatMap(({ id: periodId }, line) =>
      subjects.map(({ id: subjectId }, column) => ({
        ...{ personId, subjectId, periodId },
        value: marks[line]?.[column] ?? null,
      })),
    ),
  )
}

/** Programs that knew no such lines put none on the sheet. */
function resultsOf({ resultLines, subjects, pupils, asOf: madeAt }: SheetCells): PrintedSheet['results'] {
  if (resultLines === undefined || resultLines.length === 0) return null
  const cells = pupils.flatMap(({ id: personId, results }) =>
    resultLines.flatMap(({ id: line }, row) =>
      subjects.map(({ id: subjectId }, column) => ({
        ...{ personId, subjectId, line },
        value: results?.[row]?.[column] ?? null,
      })),
    ),
  )
  return { madeAt, cells }
}
