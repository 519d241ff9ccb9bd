import { type App, tendArchive } from '../app.js'
import { claimService } from '../database/index.js'
import { BridgeError, describeError } from '../errors.js'
import type { QueueBackend, Workers } from '../queue/index.js'
import { type Schedule, startSchedule } from '../schedule.js'

/** The one process that holds the archive: it works off what is to be stored, checked and copied, and posts what it shows. */
export interface Archivist {
  /** Aborted when another process may have become it. */
  readonly lost: AbortSignal
  /** Why it doesn't work as yet; it tries again each minute. */
  readonly trouble: unknown
  stop(close: (workers: Workers) => Promise<void>): Promise<void>
}

/**
 * While the archive can't be used, its jobs wait in their queue instead of failing.
 * @param mustWork a process that is nothing else has nothing to wait for
 * @throws BridgeError DATA_IN_USE; with `mustWork` also ARCHIVE_ELSEWHERE, ARCHIVE_UNUSABLE, ARCHIVE_BUSY
 */
export async function startArchivist(
  app: App,
  queue: QueueBackend,
  { mustWork }: { readonly mustWork: boolean },
): Promise<Archivist> {
  const claim = await claimService(app.database, 'archivist')
  if (claim === null) {
    throw new BridgeError('DATA_IN_USE', {
      message: 'Архив этой базы данных уже ведёт другой процесс',
      hint: 'У архива один архивариус: остановите тот процесс или запустите этот с другой ролью',
    })
  }
  let workers: Workers | null = null
  let schedule: Schedule | null = null
  let isStopping = false
  const tend = async () => {
    await tendArchive(app.deps)
    if (!isStopping) workers ??= await app.work(queue, ['archive'])
  }
  try {
    let trouble: unknown = null
    await tend().catch((error: unknown) => {
      if (mustWork) throw error
      app.deps.log.error('archive not tended', { error: describeError(error) })
      trouble = error
    })
    schedule = startSchedule({ plan: tend, log: app.deps.log })
    return {
      lost: claim.lost,
      trouble,
      async stop(close) {
        isStopping = true
        await schedule?.stop()
        if (workers) await close(workers)
        await claim.release()
      },
    }
  } catch (error) {
    await claim.release()
    throw error
  }
}
