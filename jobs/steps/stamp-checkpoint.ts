import type { Stamped } from '../../src/archive/index.js'
import { BridgeError, mayPass } from '../../src/errors.js'
import type { JobDeps } from '../deps.js'
import { dayOf, tellAdministrators } from './tell-administrators.js'

/**
 * Has the archive's checkpoint time-stamped where the settings name a service, and tells the administrators if it can't be
 * had. Null where nobody is to be asked, or nothing is new since the last one.
 * @throws BridgeError STAMP_FAILED that may pass, unless this is the last attempt; ARCHIVE_BUSY, MAIL_FAILED
 */
export async function stampAndTell(
  deps: JobDeps,
  { lastAttempt }: { readonly lastAttempt: boolean },
): Promise<Stamped | null> {
  const service = deps.timeStamps
  if (service === null) return null
  try {
    return await (await deps.archive()).stampCheckpoint({ service, actor: 'archivist' })
  } catch (error) {
    if (!(error instanceof BridgeError) || error.code !== 'STAMP_FAILED') throw error
    if (mayPass(error) && !lastAttempt) throw error
    deps.log.error('checkpoint not stamped', { code: error.code })
    await tellAdministrators(deps, {
      kind: 'stamp-failed',
      key: [dayOf(deps)],
      subject: 'Метка времени для архива электронного журнала не получена',
      lines: [
        error.message,
        ...(error.hint === null ? [] : [`Что делать: ${error.hint}`]),
        'Архив от этого не пострадал: контрольная точка остаётся без свидетеля снаружи до следующей недели. Получить метку сейчас: «dnevnik-bridge archive stamp».',
      ],
    })
    return null
  }
}
