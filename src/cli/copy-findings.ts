import { type App, archiveCopyIn, type CopySetting } from '../app.js'
import { BridgeError } from '../errors.js'

const dayMs = 86_400_000

/** Nothing is copied to a place that nobody has named: what to do is told in words. */
export const noCopiesText =
  'не делаются: назовите в bridge.yaml папку на другом диске (archive.copies) и начните копию: backup --begin'

/**
 * How a copy that the settings name is: whether it is there now, and how old.
 * @throws BridgeError COPY_MISSING, COPY_REFUSED, COPY_DIVERGED; that of the last try
 */
export async function copyHealth(
  { deps }: App,
  { folder, place, sameDisk }: CopySetting,
): Promise<{ readonly message: string; readonly attention?: true }> {
  const archive = await deps.readArchive()
  if (archive === null) return { message: 'архива ещё нет, копировать нечего' }
  const request = { folder: archiveCopyIn(folder), place, sameDisk, mustExist: true, actor: 'administrator' }
  await archive.planBackup(request)
  const state = (await deps.copyBook.all()).get(folder)
  if (state === undefined || state.madeAt === null)
    return { message: 'ещё не сделана целиком: backup', attention: true }
  const days = Math.floor((deps.clock.now() - state.madeAt) / dayMs)
  if (state.failingSince !== null) {
    throw new BridgeError('COPY_MISSING', {
      message: `в последний раз не получилось (${state.errorCode}); последней целой дней: ${days}`,
      hint: 'Причина в письме администратору; сделать сейчас: backup',
    })
  }
  if (days > deps.copySettings.copyMaxAgeDays)
    return { message: `последней целой дней: ${days}; сделать сейчас: backup`, attention: true }
  return { message: days === 0 ? 'сделана меньше суток назад' : `последней целой дней: ${days}` }
}
