import { z } from 'zod'
import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { JobDeps } from '../deps.js'
import { kitObject } from './print-kit.js'
import type { PrintPlace } from './printed-step.js'
import { whereTo } from './where-to.js'

/** The kits of a year as the archive holds them. */

/** What of an archived `kit.json` is asked for. */
const ArchivedKit = z.object({
  classes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sheet: z.object({ object: z.string(), version: z.string() }),
    }),
  ),
  missing: z.array(z.object({ id: z.string(), name: z.string(), reason: z.string() })),
})

export interface StoredKitFiles {
  readonly object: string
  readonly version: string
  /** RFC 3339, UTC. */
  readonly created: string
  /** By class: which archived sheet is in it. */
  readonly sheets: ReadonlyMap<Id, PrintPlace>
  /** By class, what it was called then. */
  readonly names: ReadonlyMap<Id, string>
  readonly missing: z.infer<typeof ArchivedKit>['missing']
  /** Of its folder, by path; what the archive keeps for itself is left out. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha512: string }[]
  /** A file's bytes, checked against the signed log. @throws BridgeError NOT_FOUND, ARCHIVE_DAMAGED */
  bytes(path: string): Promise<Buffer>
}

/** Newest first; empty where none was made. @throws BridgeError ARCHIVE_DAMAGED */
export async function storedKits(deps: JobDeps, school: Id, studyYear: string): Promise<StoredKitFiles[]> {
  const archive = await deps.readArchive()
  const object = kitObject(school, studyYear)
  const versions = (await archive?.show(object)) ?? []
  const kits: StoredKitFiles[] = []
  for (const { version, created, files } of versions.toReversed()) {
    const bytes = async (path: string) => {
      const found = await archive?.get(object, path, version)
      if (found) return found
      throw new BridgeError('NOT_FOUND', {
        message: `В комплекте ${version} нет файла ${path}`,
        hint: whereTo('Какие файлы есть', 'Печать', 'print-kit status --json'),
      })
    }
    const { classes, missing } = ArchivedKit.parse(JSON.parse((await bytes('kit.json')).toString('utf8')))
    kits.push({
      ...{ object, version, created, missing, bytes },
      sheets: new Map(classes.map(({ id, sheet }) => [id, sheet])),
      names: new Map(classes.map(({ id, name }) => [id, name])),
      files: files.filter(({ path }) => !path.startsWith('meta/')),
    })
  }
  return kits
}

/** The newest kit, or the named version. @throws BridgeError NOT_FOUND */
export async function readStoredKit(
  deps: JobDeps,
  {
    school,
    studyYear,
    version,
  }: { readonly school: Id; readonly studyYear: string; readonly version: string | null },
): Promise<StoredKitFiles> {
  const kits = await storedKits(deps, school, studyYear)
  const kit = version === null ? kits[0] : kits.find(item => item.version === version)
  if (kit) return kit
  throw new BridgeError('NOT_FOUND', {
    message: `Комплекта печати за ${studyYear}${version === null ? '' : ` (версии ${version})`} в архиве нет`,
    hint: whereTo('Сделайте его', 'Печать', 'print-kit make'),
  })
}

/** By class: which archived sheet its newest kit holds; nothing of a class that no kit has. */
export async function kitSheets(
  deps: JobDeps,
  school: Id,
  studyYear: string,
): Promise<ReadonlyMap<Id, PrintPlace>> {
  const newestFirst = await storedKits(deps, school, studyYear)
  return new Map(newestFirst.toReversed().flatMap(({ sheets }) => [...sheets]))
}

/**
 * Which archived sheet of a class its newest kit holds: what was taken to the printer.
 * @throws BridgeError NOT_FOUND where no kit has the class
 */
export async function sheetOfKit(
  deps: JobDeps,
  { school, studyYear, classId }: { readonly school: Id; readonly studyYear: string; readonly classId: Id },
): Promise<PrintPlace> {
  const sheet = (await kitSheets(deps, school, studyYear)).get(classId)
  if (sheet) return sheet
  throw new BridgeError('NOT_FOUND', {
    message: `Класса ${classId} нет ни в одном комплекте печати за ${studyYear}: что распечатано, неизвестно`,
    hint: `${whereTo('Сделайте комплект', 'Печать', `print-kit make --class ${classId}`)}; или назовите версию ведомости (--object-version)`,
  })
}
