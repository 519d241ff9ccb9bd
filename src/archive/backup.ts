import type { Instant } from '../clock.js'
import type { BackupPlan, BackupReport, BackupRequest } from './archive.js'
import { settledLog, weigh } from './bring-over.js'
import { headOf } from './checkpoint.js'
import { checkRoom, copyPlace, requireCopy } from './copy-place.js'
import { type Filling, fillCopy, missingIn } from './fill-copy.js'
import { byObject, type Log } from './log.js'
import { checkPlaceText } from './paths.js'
import { fillSealed, type SealedFilled } from './seal-copy.js'
import { checkSealedKin, sealedWeight } from './sealed-kin.js'
import { wantedKind } from './sealed-pack.js'
import { signerIfAtHand } from './signer.js'
import { unusable, withClearTrouble } from './trouble.js'
import { partOf } from './verify-sealed.js'
import { noWitnesses } from './witnesses.js'

/** What a request would bring over, of a log that stands still. Changes nothing. */
export async function planBackup(source: string, request: BackupRequest): Promise<BackupPlan> {
  return (await prepareBackup(source, request)).plan
}

async function prepareBackup(
  source: string,
  { folder, place, sameDisk, mustExist, recipients = [] }: BackupRequest,
): Promise<{ readonly plan: BackupPlan; readonly log: Log }> {
  checkPlaceText(place)
  const log = await settledLog(source)
  const isSealed = recipients.length > 0
  return withClearTrouble(folder, async () => {
    if (mustExist === true) await requireCopy(folder)
    const where = await copyPlace(source, folder, { sameDisk, sealed: isSealed })
    const of = { source, copy: folder, log }
    const { entries, ...weight } = isSealed
      ? await missingInSealed({ ...of, recipients })
      : await missingIn(of)
    await checkRoom(folder, weight)
    const { seq: upto, head: uptoHead } = headOf(log)
    const missing = { entries: entries.length, ...weight }
    return { plan: { folder, ...where, isSealed, upto, uptoHead, missing }, log }
  })
}

/** @throws BridgeError COPY_DIVERGED, COPY_REFUSED */
async function missingInSealed(of: Parameters<typeof checkSealedKin>[0]) {
  const list = await checkSealedKin(of)
  const kinds = new Map(list?.packs.map(({ seq, kind }) => [seq, kind]))
  const kindOfEntry = wantedKind(of.log)
  const entries = of.log.entries.filter(entry => kinds.get(entry.seq) !== kindOfEntry(entry))
  const wanted = new Set(entries)
  const stores = of.log.stores.filter(entry => wanted.has(entry))
  return { entries, ...(await weigh(of.source, stores)) }
}

type How = Pick<Filling, 'disk' | 'source' | 'keyFile' | 'lockWaitSeconds'> & { readonly now: Instant }

/** What the log is told of a sealed copy, beside what it is told of any. */
export interface SealedMade {
  readonly recipients: readonly string[]
  /** Digest of the list's signed text. */
  readonly listSha512: string
}

export interface BackupMade {
  readonly report: Omit<BackupReport, 'entry'>
  readonly sealed: SealedMade | null
}

/** Without the source's lock: what is in its log never changes. */
export async function makeBackup(how: How, request: BackupRequest): Promise<BackupMade> {
  const { folder, progress = () => undefined, recipients = [] } = request
  const { source } = how
  const { plan, log } = await prepareBackup(source, request)
  const filling = { ...how, copy: folder, log, progress }
  if (plan.isSealed) {
    return withClearTrouble(folder, async () => {
      const filled = await fillSealed({ ...filling, recipients, signer: await ownSigner(how, log) })
      const report = { ...(await sealedReport(folder, log, filled)), ...plan, healed: filled.healed }
      return { report, sealed: { recipients: filled.list.recipients, listSha512: filled.list.sha512 } }
    })
  }
  const { report, missing, healed } = await withClearTrouble(folder, () => fillCopy(filling))
  return { report: { ...report, ...plan, missing, healed }, sealed: null }
}

/** The list of a sealed copy is signed like the log. */
async function ownSigner({ source, keyFile }: How, log: Log) {
  const signer = await signerIfAtHand({ folder: source, keyFile, log })
  if (signer !== null) return signer
  throw unusable('Подписать список копии нечем: нет ключа архива.', 'Восстановите файл ключа.', source)
}

/** Every file was read, or has just been sealed and opened again. */
async function sealedReport(copy: string, log: Log, { list }: SealedFilled) {
  return {
    objects: byObject(log.stores).size,
    versions: log.stores.length,
    files: list.packs.length,
    bytes: await sealedWeight(copy, list),
    logEntries: log.entries.length,
    seq: list.upto,
    head: list.head,
    findings: list.packs.filter(({ kind }) => kind === 'part').map(({ path }) => partOf(path)),
    witnesses: noWitnesses,
    notes: [],
  }
}
