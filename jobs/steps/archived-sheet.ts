import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { JobDeps } from '../deps.js'
import { knownVersions } from './known-archive.js'

export interface SheetPlace {
  readonly school: Id
  /** `2026-2027` */
  readonly studyYear: string
  readonly classId: Id
}

/** Id of the archived sheet of a class: of the `year`, or of `period-<id>`. */
export function sheetObject({ school, studyYear, classId, scope }: SheetPlace & { scope: string }): string {
  return `urn:dnevnik-bridge:${school}:${studyYear}:class-${classId}:summary:${scope}`
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
    hint: 'Составьте её: sheet --class НОМЕР, без --period; версии показывает archive show',
  })
}
