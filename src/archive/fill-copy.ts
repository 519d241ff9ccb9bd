import { join } from 'node:path'
import type { CopyProgress, VerifyReport } from './archive.js'
import { type Bringing, bringOver, weigh } from './bring-over.js'
import { carryOut, isLeft } from './carry-out.js'
import { checkDecisions } from './check-decisions.js'
import { headOf } from './checkpoint.js'
import { create, makeArchiveFolder, recognise, renewGuide } from './create.js'
import { ensureFolder, kindOf, namesIn, removeTree } from './disk.js'
import { heal, keyParts, replace } from './heal.js'
import { sharedLength } from './kinship.js'
import { takeLock } from './lock.js'
import { type Log, readLog, seqName, unfinishedDisposal } from './log.js'
import { recover } from './recover.js'
import { workFolders } from './root-files.js'
import { verifyArchive } from './verify.js'

/** How often what was found in a copy is mended and looked at again: a disk that spoils what is written never ends. */
const healingRounds = 3

export interface Filling extends Bringing {
  /** Of the source, up to where the copy shall reach. */
  readonly log: Log
  /** Pins the signatures. */
  readonly keyFile: string
  /** The source may be of an earlier day, with a key that has been changed since. */
  readonly isCopy?: boolean
  readonly lockWaitSeconds: number
  readonly progress: CopyProgress
}

/** What the copy lacks. @throws BridgeError COPY_DIVERGED */
export async function missingIn({ source, copy, log }: Pick<Filling, 'source' | 'copy' | 'log'>) {
  const shared = await sharedLength(copy, log)
  const stores = log.stores.filter(({ seq }) => seq > seqName(shared))
  return { entries: log.entries.slice(shared), ...(await weigh(source, stores)) }
}

export interface Filled {
  readonly report: VerifyReport
  readonly missing: { readonly entries: number; readonly files: number; readonly bytes: number }
  readonly healed: readonly string[]
}

/**
 * Brings a copy up to a log, reads all of it, and mends what it had lost: under the copy's lock, not the source's.
 * @throws BridgeError COPY_DIVERGED, ARCHIVE_BUSY, ARCHIVE_DAMAGED (the source's log)
 */
export async function fillCopy(filling: Filling): Promise<Filled> {
  const { copy, log, lockWaitSeconds } = filling
  const before = await sharedLength(copy, log)
  await checkDecisions(filling)
  await makeArchiveFolder(copy)
  const lock = await takeLock(copy, lockWaitSeconds)
  try {
    const keys = await prepare(filling)
    const { entries, ...weight } = await missingIn(filling)
    await bringAll(filling, entries, weight.bytes)
    await renewGuide(filling.disk, copy)
    const { report, healed } = await checkAndHeal(filling)
    const lostKeys = before > 0 ? keys : []
    return { report, healed: [...lostKeys, ...healed], missing: { entries: entries.length, ...weight } }
  } finally {
    await lock.release()
  }
}

/**
 * What a killed run left is finished; what can't be finished lies in the source too.
 * @returns public keys that weren't there
 */
async function prepare({ disk, source, copy, log }: Filling): Promise<readonly string[]> {
  if ((await recognise(copy)) === 'new') await create(disk, copy)
  for (const name of workFolders) await ensureFolder(disk, join(copy, name))
  const keys: string[] = []
  for (const key of await keyParts(source)) {
    if ((await kindOf(join(copy, key.path))) !== null) continue
    if (await replace({ disk, source, copy }, key)) keys.push(key.path)
  }
  const own = await readLog(copy)
  await recover(disk, copy, own)
  await repeatDisposals({ disk, copy, log }, own)
  for (const name of await namesIn(join(copy, 'staging'))) await removeTree(disk, join(copy, 'staging', name))
  return keys
}

/** What a killed run left undone in the copy, and what was put back into it. */
async function repeatDisposals(
  { disk, copy, log }: Pick<Filling, 'disk' | 'copy' | 'log'>,
  own: Log,
): Promise<void> {
  const hashes = new Set(own.entries.map(({ hash }) => hash))
  const unfinished = unfinishedDisposal(own)
  for (const { entry } of log.disposals) {
    if (!hashes.has(entry.hash)) continue
    if (entry.hash === unfinished?.hash || (await isLeft(copy, entry))) await carryOut(disk, copy, entry)
  }
}

async function bringAll(filling: Filling, entries: Log['entries'], bytes: number): Promise<void> {
  let done = 0
  await bringOver(filling, entries, read => {
    done += read
    filling.progress('copying', done, bytes)
  })
}

async function checkAndHeal(filling: Filling): Promise<Omit<Filled, 'missing'>> {
  const { copy, log, keyFile, isCopy = false, progress } = filling
  const expected = headOf(log)
  const look = () =>
    verifyArchive(copy, keyFile, {
      expected,
      isCopy,
      progress: (done, total) => progress('checking', done, total),
    })
  let report = await look()
  const healed: string[] = []
  for (let round = 0; report.findings.length > 0 && round < healingRounds; round++) {
    const mended = await heal(filling, log, report.findings)
    if (mended.length === 0) break
    healed.push(...mended)
    report = await look()
  }
  return { report, healed }
}
