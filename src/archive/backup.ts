import type { BackupPlan, BackupReport, BackupRequest } from './archive.js'
import { settledLog } from './bring-over.js'
import { headOf } from './checkpoint.js'
import { checkRoom, copyPlace, requireCopy } from './copy-place.js'
import { type Filling, fillCopy, missingIn } from './fill-copy.js'
import type { Log } from './log.js'
import { checkPlaceText } from './paths.js'
import { withClearTrouble } from './trouble.js'

/** What a request would bring over, of a log that stands still. Changes nothing. */
export async function planBackup(source: string, request: BackupRequest): Promise<BackupPlan> {
  return (await prepareBackup(source, request)).plan
}

async function prepareBackup(
  source: string,
  { folder, place, sameDisk, mustExist }: BackupRequest,
): Promise<{ readonly plan: BackupPlan; readonly log: Log }> {
  checkPlaceText(place)
  const log = await settledLog(source)
  return withClearTrouble(folder, async () => {
    if (mustExist === true) await requireCopy(folder)
    const where = await copyPlace(source, folder, { sameDisk })
    const { entries, ...weight } = await missingIn({ source, copy: folder, log })
    await checkRoom(folder, weight)
    const { seq: upto, head: uptoHead } = headOf(log)
    return {
      plan: { folder, ...where, upto, uptoHead, missing: { entries: entries.length, ...weight } },
      log,
    }
  })
}

/** Without the source's lock: what is in its log never changes. */
export async function makeBackup(
  { source, ...how }: Pick<Filling, 'disk' | 'source' | 'keyFile' | 'lockWaitSeconds'>,
  request: BackupRequest,
): Promise<Omit<BackupReport, 'entry'>> {
  const { folder, progress = () => undefined } = request
  const { plan, log } = await prepareBackup(source, request)
  const { report, missing, healed } = await withClearTrouble(folder, () =>
    fillCopy({ ...how, source, copy: folder, log, progress }),
  )
  return { ...report, ...plan, missing, healed }
}
