import { dirname, join, resolve } from 'node:path'
import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import type { CopyProgress, VerifyOptions, VerifyReport } from './archive.js'
import { settledLog, weigh } from './bring-over.js'
import { headOf } from './checkpoint.js'
import { enterRestore, type Restored } from './copy-entries.js'
import { checkEmptyPlace, checkRoom } from './copy-place.js'
import { foreignFolder, recognise } from './create.js'
import { sha512OfFile } from './digest.js'
import { type Disk, kindOf, realDisk } from './disk.js'
import { type Filling, fillCopy } from './fill-copy.js'
import { takeLock } from './lock.js'
import { type Log, readLog, seqName } from './log.js'
import { checkPlaceText } from './paths.js'
import { signerIfAtHand } from './signer.js'
import { damaged, unusable, withClearTrouble } from './trouble.js'
import { verifyArchive } from './verify.js'
import { isSealedCopy, withOpenedCopy } from './verify-sealed.js'
import { walk } from './walk.js'

export interface RestoreRequest {
  /** A copy. */
  readonly from: string
  /** File of the private age key, for a sealed copy. */
  readonly identity?: string
  /** Absent or empty. */
  readonly to: string
  /** Pins the signatures, where it is at hand. */
  readonly keyFile: string
  /** A head that is known from outside. */
  readonly expected?: VerifyOptions['expected']
  /** Verifies the copy and looks whether there is room; writes nothing. */
  readonly dryRun?: boolean
  /** What the log of the restored archive is to say of it; nothing where it is only tried. */
  readonly entry?: Omit<Restored, 'known'> & { readonly now: () => Instant }
  /** It was restored earlier, when the key wasn't at hand: only the entry is missing. */
  readonly isThere?: boolean
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
  /** The log entry of the restored archive that says so; null where none was wanted, or the archive's key isn't at hand. */
  readonly entry: string | null
}

interface RestoreHow {
  readonly disk: Disk
  readonly lockWaitSeconds: number
}

/**
 * Makes an archive of a copy: verified before and after, and compared byte for byte. It appears whole or not at all; a
 * run that was cut off leaves `<to>.part`, with which the next one goes on. A copy that isn't sound restores nothing. The
 * entry in its log comes before it appears; where the key wasn't at hand, that is made up for later.
 * @throws BridgeError COPY_REFUSED (the folder), ARCHIVE_UNUSABLE (no copy there), COPY_DIVERGED (`<to>.part` is of another)
 */
export function restoreArchive(
  request: RestoreRequest,
  how: RestoreHow = { disk: realDisk, lockWaitSeconds: 30 },
): Promise<RestoreReport> {
  const place = { from: resolve(request.from), to: resolve(request.to) }
  return withClearTrouble(place.to, async () => {
    const isSealed = await isSealedCopy(place.from)
    return isSealed ? restoreSealed({ ...request, ...place }, how) : restore({ ...request, ...place }, how)
  })
}

/** Opened beside the new archive, the copy is one like others. */
async function restoreSealed(request: RestoreRequest, how: RestoreHow): Promise<RestoreReport> {
  const { from, to, identity, keyFile, expected, progress, isThere = false } = request
  if (identity === undefined) {
    throw new BridgeError('COPY_SEALED', {
      message: `Копия ${from} зашифрована.`,
      hint: 'Назовите файл закрытого ключа, для которого она зашифрована: --identity ФАЙЛ',
    })
  }
  if (!isThere) await checkEmptyPlace(from, to)
  const about = { keyFile, ...(expected ? { expected } : {}), ...(progress ? { progress } : {}) }
  const opening = { identity, room: `${to}.opened`, ...about }
  const outcome = await withOpenedCopy(how.disk, from, opening, opened =>
    restore({ ...request, from: opened }, how),
  )
  if ('value' in outcome) return outcome.value
  return { ...outcome.report, restored: false, compared: 0, entry: null, disposed: 0, newest: null }
}

async function restore(
  { from, to, keyFile, expected, dryRun, entry, isThere = false, progress = () => undefined }: RestoreRequest,
  { disk, lockWaitSeconds }: RestoreHow,
): Promise<RestoreReport> {
  if (entry) checkPlaceText(entry.place)
  if ((await recognise(from)) !== 'archive') {
    throw unusable(`В папке ${from} нет копии архива.`, 'Проверьте путь к копии.', from)
  }
  if (isThere) await checkLacksOnlyEntry(from, to)
  else await checkEmptyPlace(from, to)
  const found = await verifyArchive(from, keyFile, {
    isCopy: true,
    progress: (done, total) => progress('checking', done, total),
    ...(expected ? { expected } : {}),
  })
  const known = await readLog(from)
  const reach = { disposed: known.disposals.length, newest: known.entries.at(-1)?.time ?? null }
  const nothing = { restored: false, compared: 0, entry: null, ...reach }
  if (found.findings.length > 0) return { ...found, ...nothing }
  const log = await settledLog(from)
  if (!isThere) await checkRoom(to, await weigh(from, log.stores))
  if (dryRun === true) return { ...found, ...nothing }
  const draft = isThere ? to : `${to}.part`
  if ((await recognise(draft)) === 'foreign') throw foreignFolder(draft)
  const filling = { disk, source: from, copy: draft, log, keyFile, isCopy: true, lockWaitSeconds, progress }
  const report = (await restoredEarlier(filling)) ?? (await fillCopy(filling)).report
  const fault = report.findings[0]
  if (fault !== undefined) throw damaged(`Восстановленное в ${draft} не сходится с копией: ${fault.message}`)
  const compared = await compare(from, draft)
  const seq = entry ? await enter(filling, { ...entry, known: expected?.seq ?? null }, report) : null
  if (!isThere) {
    await disk.rename(draft, to)
    await disk.syncFolder(dirname(to))
  }
  return { ...report, restored: true, compared, entry: seq, ...reach }
}

/** @throws BridgeError COPY_REFUSED: not what a restore of this copy makes, or the entry is there */
async function checkLacksOnlyEntry(from: string, to: string): Promise<void> {
  if ((await recognise(to)) === 'archive') {
    if (headOf(await readLog(to)).head === headOf(await readLog(from)).head) return
  }
  throw new BridgeError('COPY_REFUSED', {
    message: `В ${to} не то, что даёт восстановление из ${from}, или запись об этом уже есть.`,
    hint: 'Запись дописывается только там, где журнал кончается вместе с копией. Ничего не записано.',
    details: { folder: to },
  })
}

/** What a run has left that was cut off after its entry; null where there is no entry yet. */
async function restoredEarlier({ copy, log, keyFile }: Filling): Promise<VerifyReport | null> {
  const own = await readLog(copy)
  if (!isRestoreOf(own, log)) return null
  return verifyArchive(copy, keyFile, { isCopy: true, expected: headOf(own) })
}

function isRestoreOf({ entries }: Log, log: Log): boolean {
  const newest = entries.at(-1)
  const { seq, head } = headOf(log)
  return newest?.op === 'restore' && newest.upto === seq && newest.prev === head
}

/** Null where the key isn't at hand: what it hasn't signed isn't in the log. */
async function enter(
  { disk, copy: folder, keyFile, lockWaitSeconds }: Filling,
  { now, ...restored }: NonNullable<RestoreRequest['entry']> & Restored,
  report: VerifyReport,
): Promise<string | null> {
  const lock = await takeLock(folder, lockWaitSeconds)
  try {
    const log = await readLog(folder)
    const newest = log.entries.at(-1)
    if (newest === undefined) return null
    if (newest.op === 'restore' && newest.upto === seqName(log.entries.length - 1)) return newest.seq
    const signer = await signerIfAtHand({ folder, keyFile, log })
    if (signer === null) return null
    const writing = { disk, folder, name: newest.archive, log, signer, lock, now: now() }
    return await enterRestore(writing, restored, report)
  } finally {
    await lock.release()
  }
}

/** Every file of the archive against that of the copy. @returns how many */
async function compare(from: string, to: string): Promise<number> {
  const newest = (await readLog(to)).entries.at(-1)
  const own =
    newest?.op === 'restore' && (await kindOf(join(from, 'log', newest.seq))) === null
      ? newest.seq
      : undefined
  let compared = 0
  for (const folder of ['ocfl', 'log', 'keys']) {
    for (const path of (await walk(join(to, folder))).files.keys()) {
      const name = `${folder}/${path}`
      if (own !== undefined && name.startsWith(`log/${own}/`)) continue
      const there = (await kindOf(join(from, name))) === 'file' ? await sha512OfFile(join(from, name)) : null
      if (there !== (await sha512OfFile(join(to, name)))) {
        throw damaged(`Файл ${name} в ${to} не тот, что в копии ${from}.`)
      }
      compared++
    }
  }
  return compared
}
