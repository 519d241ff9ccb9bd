import { type App, type CopySetting, copyRequest } from '../app.js'
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
  copy: CopySetting,
): Promise<{ readonly message: string; readonly attention?: true }> {
  const archive = await deps.readArchive()
  if (archive === null) return { message: 'архива ещё нет, копировать нечего' }
  await archive.planBackup(copyRequest(copy, { begin: false, actor: 'administrator' }))
  const state = (await deps.copyBook.all()).get(copy.folder)
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
