import { mkdtemp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TrialReport, TrialRequest } from './archive.js'
import { settledLog } from './bring-over.js'
import { type Disk, removeTree } from './disk.js'
import { sharedLength } from './kinship.js'
import { restoreArchive } from './restore.js'
import { checkSealedKin } from './sealed-kin.js'
import { unusable, withClearTrouble } from './trouble.js'
import { isSealedCopy, sealedListOf } from './verify-sealed.js'

interface TrialSource {
  readonly disk: Disk
  readonly source: string
  readonly keyFile: string
  readonly lockWaitSeconds: number
}

/**
 * Restores a copy of `source` into a folder of its own, which is removed whatever comes of it.
 * @throws BridgeError COPY_DIVERGED, ARCHIVE_UNUSABLE where it is no copy of `source`
 */
export async function tryRestore(
  { source, keyFile, ...how }: TrialSource,
  { from, within, identity, progress }: TrialRequest,
): Promise<Omit<TrialReport, 'entry'>> {
  const log = await settledLog(source)
  const isSealed = await isSealedCopy(from)
  if (isSealed) await checkSealedKin({ source, copy: from, log, ...(await sealedListOf(from)) })
  else if ((await sharedLength(from, log)) === 0) {
    throw unusable(`В папке ${from} нет копии этого архива.`, 'Проверьте путь к копии.', from)
  }
  const room = await withClearTrouble(within, () => mkdtemp(join(resolve(within), 'trial-restore-')))
  try {
    const more = { ...(identity === undefined ? {} : { identity }), ...(progress ? { progress } : {}) }
    const request = { from, to: join(room, 'archive'), keyFile, ...more }
    const {
      restored: _,
      disposed: _disposed,
      newest: _newest,
      entry: _entry,
      ...report
    } = await restoreArchive(request, how)
    return report
  } finally {
    await removeTree(how.disk, room)
  }
}
