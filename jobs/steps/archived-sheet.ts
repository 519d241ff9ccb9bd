import { z } from 'zod'
import type { Archive } from '../../src/archive/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { JobDeps } from '../deps.js'
import { knownVersions } from './known-archive.js'
import { whereTo } from './where-to.js'

export interface SheetPlace {
  readonly school: Id
  /** `2026-2027` */
  readonly studyYear: string
  readonly classId: Id
}

const Named = z.object({ id: z.string(), name: z.string() })

const Orders = z.object({
  joined: z.string().nullable(),
  left: z.string().nullable(),
  home: z.string().nullable(),
  council: z.string().nullable(),
  promotion: z.string().nullable(),
})

/** What of an archived `sheet.json` other papers are made of; what is optional, earlier programs didn't write. */
const ArchivedSheetFile = z.object({
  class: Named.extend({ profile: z.string().nullable().optional() }),
  classTeacher: z.string().nullable(),
  markSystem: z.string().optional(),
  periodScheme: z.string().optional(),
  exempt: z
    .object({ exempt: z.array(z.string()), mastered: z.array(z.string()), untold: z.array(z.string()) })
    .optional(),
  periods: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
  resultLines: z.array(z.object({ id: z.enum(['exam', 'result']), name: z.string() })).optional(),
  subjects: z.array(Named),
  pupils: z.array(
    Named.extend({
      left: z.boolean(),
      marks: z.array(z.array(z.string().nullable())),
      results: z.array(z.array(z.string().nullable())).optional(),
      notTaught: z.array(z.string()).optional(),
      missed: z.array(z.object({ lessons: z.int(), ill: z.int() }).nullable()).optional(),
      orders: Orders.optional(),
    }),
  ),
  readAt: z.int().nullable(),
  asOf: z.int(),
})
export type ArchivedSheetFile = z.infer<typeof ArchivedSheetFile>

/** Null where the archive hasn't that version. @throws BridgeError ARCHIVE_DAMAGED */
export async function readArchivedSheet(
  archive: Archive,
  { object, version }: { readonly object: string; readonly version: string },
): Promise<ArchivedSheetFile | null> {
  const bytes = await archive.get(object, 'sheet.json', version)
  return bytes === null ? null : ArchivedSheetFile.parse(JSON.parse(bytes.toString('utf8')))
}

/** Id of the archived sheet of a class: of the `year`, or of `period-<id>`. */
export function sheetObject({ school, studyYear, classId, scope }: SheetPlace & { scope: string }): string {
  return `urn:dnevnik-bridge:${school}:${studyYear}:class-${classId}:summary:${scope}`
}

/** How the names of the archived sheets of a year begin, whatever the class. */
export function yearSheetsOf({ school, studyYear }: Omit<SheetPlace, 'classId'>): string {
  return sheetObject({ school, studyYear, classId: '', scope: '' }).slice(0, -':summary:'.length)
}

/** Whose archived sheet that is. */
export function classOfSheet(object: string): Id {
  return /:class-([^:]+):summary:/.exec(object)?.[1] ?? ''
}

/**
 * Which archived sheet of a class and year is printed: the newest, unless a version is named.
 * @throws BridgeError NOT_FOUND
 */
export async function archivedSheet(
  deps: JobDeps,
  { version, ...place }: SheetPlace & { readonly version: string | null },
): Promise<{ readonly object: string; readonly version: string }> {
  const object = sheetObject({ ...place, scope: 'year' })
  const versions = await knownVersions(deps, object)
  const wanted = version ?? versions.at(-1) ?? ''
  if (versions.includes(wanted)) return { object, version: wanted }
  throw noSheet({ ...place, version: wanted })
}

/** @throws BridgeError NOT_FOUND for what isn't the archived sheet of that class and year */
export async function requireArchivedSheet(
  deps: JobDeps,
  { object, version, ...place }: SheetPlace & { readonly object: string; readonly version: string },
): Promise<void> {
  const versions = await knownVersions(deps, object)
  const isOwn = object === sheetObject({ ...place, scope: 'year' })
  if (!isOwn || !versions.includes(version)) throw noSheet({ ...place, version })
}

function noSheet({ classId, studyYear, version }: SheetPlace & { version: string }): BridgeError {
  return new BridgeError('NOT_FOUND', {
    message: `Годовой ведомости класса ${classId} за ${studyYear} ${version === '' ? '' : `(версии ${version}) `}в архиве нет`,
    hint: whereTo(
      'Какие есть',
      'Что в архиве',
      'archive list summary; составляет её sheet --class НОМЕР, без --period',
    ),
  })
}
