import { dirname, join, resolve } from 'node:path'
import type { CopyProgress, VerifyOptions, VerifyReport } from './archive.js'
import { settledLog, weigh } from './bring-over.js'
import { checkEmptyPlace, checkRoom } from './copy-place.js'
import { foreignFolder, recognise } from './create.js'
import { sha512OfFile } from './digest.js'
import { type Disk, kindOf, realDisk } from './disk.js'
import { fillCopy } from './fill-copy.js'
import { readLog } from './log.js'
import { damaged, unusable, withClearTrouble } from './trouble.js'
import { verifyArchive } from './verify.js'
import { walk } from './walk.js'

export interface RestoreRequest {
  /** A copy. */
  readonly from: string
  /** Absent or empty. */
  readonly to: string
  /** Pins the signatures, where it is at hand. */
  readonly keyFile: string
  /** A head that is known from outside. */
  readonly expected?: VerifyOptions['expected']
  /** Verifies the copy and looks whether there is room; writes nothing. */
  readonly dryRun?: boolean
  readonly progress?: CopyProgress
}

/** `VerifyReport` is that of what was restored; of the copy, where it isn't sound or nothing was to be written. */
export interface RestoreReport extends VerifyReport {
  readonly restored: boolean
  /** Files whose digests were compared with those of the copy. */
  readonly compared: number
  /** Objects that the copy knows to be disposed of: they don't come back. */
  readonly disposed: number
  /** RFC 3339, of the copy's newest entry: what was disposed of later it can't know. Null for an empty log. */
  readonly newest: string | null
}

/**
 * Makes an archive of a copy: verified before and after, and compared byte for byte. It appears whole or not at all; a
 * run that was cut off leaves `<to>.part`, with which the next one goes on. A copy that isn't sound restores nothing.
 * @throws BridgeError COPY_REFUSED (the folder), ARCHIVE_UNUSABLE (no copy there), COPY_DIVERGED (`<to>.part` is of another)
 */
export function restoreArchive(
  request: RestoreRequest,
  how: { readonly disk: Disk; readonly lockWaitSeconds: number } = { disk: realDisk, lockWaitSeconds: 30 },
): Promise<RestoreReport> {
  const place = { from: resolve(request.from), to: resolve(request.to) }
  return withClearTrouble(place.to, () => restore({ ...request, ...place }, how))
}

async function restore(
  { from, to, keyFile, expected, dryRun, progress = () => undefined }: RestoreRequest,
  { disk, lockWaitSeconds }: { readonly disk: Disk; readonly lockWaitSeconds: number },
): Promise<RestoreReport> {
  if ((await recognise(from)) !== 'archive') {
    throw unusable(`В папке ${from} нет копии архива.`, 'Проверьте путь к копии.', from)
  }
  await checkEmptyPlace(from, to)
  const found = await verifyArchive(from, keyFile, {
    progress: (done, total) => progress('checking', done, total),
    ...(expected ? { expected } : {}),
  })
  const known = await readLog(from)
  const reach = { disposed: known.disposals.length, newest: known.entries.at(-1)?.time ?? null }
  if (found.findings.length > 0) return { ...found, restored: false, compared: 0, ...reach }
  const log = await settledLog(from)
  await checkRoom(to, await weigh(from, log.stores))
  if (dryRun === true) return { ...found, restored: false, compared: 0, ...reach }
  const draft = `${to}.part`
  if ((await recognise(draft)) === 'foreign') throw foreignFolder(draft)
  const filling = { disk, source: from, copy: draft, log, keyFile, lockWaitSeconds, progress }
  const { report } = await fillCopy(filling)
  const fault = report.findings[0]
  if (fault !== undefined) throw damaged(`Восстановленное в ${draft} не сходится с копией: ${fault.message}`)
  const compared = await compare(from, draft)
  await disk.rename(draft, to)
  await disk.syncFolder(dirname(to))
  return { ...report, restored: true, compared, ...reach }
}

/** Every file of the archive against that of the copy. @returns how many */
async function compare(from: string, to: string): Promise<number> {
  let compared = 0
  for (const folder of ['ocfl', 'log', 'keys']) {
    for (const path of (await walk(join(to, folder))).files.keys()) {
      const name = `${folder}/${path}`
      const there = (await kindOf(join(from, name))) === 'file' ? await sha512OfFile(join(from, name)) : null
      if (there !== (await sha512OfFile(join(to, name)))) {
        throw damaged(`Файл ${name} в ${to} не тот, что в копии ${from}.`)
      }
      compared++
    }
  }
  return compared
}
