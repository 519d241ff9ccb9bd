import { z } from 'zod'
import type { Archive } from '../../src/archive/index.js'
import { BridgeError } from '../../src/errors.js'
import {
  type ArchiveFacts,
  type Decisions,
  noArchiveFacts,
  type PrintedSheet,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'

/** What is compared of an archived sheet; names stay where they are. */
const Sheet = z.object({
  asOf: z.int(),
  readAt: z.int().nullable(),
  periods: z.array(z.object({ id: z.string().nullable() })),
  subjects: z.array(z.object({ id: z.string() })),
  pupils: z.array(z.object({ id: z.string(), marks: z.array(z.array(z.string().nullable())) })),
})
type Sheet = z.infer<typeof Sheet>

/** What the archive shows now of its checks and copies, and of the sheets that people say to have printed. */
export async function archiveFacts(
  { readArchive }: Pick<JobDeps, 'readArchive'>,
  { hardCopies }: Decisions,
): Promise<ArchiveFacts> {
  const archive = await readArchive()
  if (archive === null) return noArchiveFacts
  const sheets: PrintedSheet[] = []
  const lostSheets: ArchiveFacts['lostSheets'][number][] = []
  for (const { number, content } of hardCopies) {
    if (content.sheet === null) continue
    const { classId, studyYear, on: printedOn } = content
    const sheet = await sheetOf(archive, content.sheet)
    if (sheet === null) lostSheets.push({ number, classId, printedOn })
    else {
      const readAt = sheet.readAt ?? sheet.asOf
      sheets.push({ number, classId, studyYear, printedOn, readAt, cells: cellsOf(sheet) })
    }
  }
  const [checks, backups, trials] = [await archive.checks(), await archive.backups(), await archive.trials()]
  return { checks, backups, trials, sheets, lostSheets }
}

/** Null for a sheet that isn't there any more or is damaged: judging goes on without it, and says so. */
async function sheetOf(
  archive: Archive,
  { object, version }: { readonly object: string; readonly version: string },
): Promise<Sheet | null> {
  const bytes = await archive.get(object, 'sheet.json', version).catch((error: unknown) => {
    if (error instanceof BridgeError && error.code === 'ARCHIVE_DAMAGED') return null
    throw error
  })
  return bytes === null ? null : Sheet.parse(JSON.parse(bytes.toString('utf8')))
}

function cellsOf({ periods, subjects, pupils }: Sheet): PrintedSheet['cells'] {
  return pupils.flatMap(({ id: personId, marks }) =>
    periods.flatMap(({ id: periodId }, line) =>
      subjects.map(({ id: subjectId }, column) => ({
        ...{ personId, subjectId, periodId },
        value: marks[line]?.[column] ?? null,
      })),
    ),
  )
}
