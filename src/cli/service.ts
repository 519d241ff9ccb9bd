import { type App, addDueRuns, recoverLostRuns, resumeRuns } from '../app.js'
import { claimService } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { QueueBackend, Workers } from '../queue/index.js'
import { type Schedule, startSchedule } from '../schedule.js'
import { startWeb, type WebServer } from '../web/index.js'
import { type Archivist, startArchivist } from './archivist.js'
import { webDeps } from './web-deps.js'

export const roles = ['all', 'worker', 'archivist', 'scheduler', 'web'] as const
export type Role = (typeof roles)[number]

export interface Service {
  /** Aborted when this process may no longer serve the folder: the database that its claim stood in is gone. */
  readonly lost: AbortSignal
  /** Null when this process serves no pages. */
  readonly url: string | null
  /** Why it can't look after the archive that it should look after; it tries again each minute. */
  readonly archiveTrouble: unknown
  readonly queue: QueueBackend
  /** Stops in the order that loses nothing: clock-work, pages, running jobs, queue. Safe to call twice. */
  stop(force?: boolean): Promise<void>
}

export interface ServiceOptions {
  readonly parts: readonly Exclude<Role, 'all'>[]
  /** One folder with everything in it is served by one process; machines that share work by role aren't bound. */
  readonly exclusive: boolean
  /** Forget the archive that the database knows: it is lost, and another one begins. */
  readonly beginArchive?: boolean
  readonly host?: string
  readonly port?: number
}

/** A running request may take longer than a stop may: what isn't done by then is taken over at the next start. */
const patienceMs = 4_000
const dayMs = 86_400_000

async function closeWorkers(workers: Workers, force: boolean): Promise<void> {
  if (force) return workers.close(true)
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, patienceMs)
  })
  const done = workers.close().then(() => true)
  const finished = await Promise.race([done, patience.then(() => false)])
  clearTimeout(timer)
  if (!finished) await workers.close(true)
}

/**
 * Starts the long-running roles on an opened installation.
 * @throws BridgeError DATA_IN_USE, PORT_IN_USE, CONFIG_INVALID, REDIS_FAILED; alone as archivist also ARCHIVE_ELSEWHERE,
 * ARCHIVE_UNUSABLE, ARCHIVE_BUSY
 */
export async function startService(app: App, options: ServiceOptions): Promise<Service> {
  const { parts, exclusive } = options
  const claim = exclusive ? await claimService(app.database, 'start') : null
  if (exclusive && claim === null) {
    throw new BridgeError('DATA_IN_USE', {
      message: `Папку ${app.folder.path} уже обслуживает другой процесс start`,
      hint: 'Остановите его или укажите другую папку: --data',
    })
  }
  let web: WebServer | null = null
  let workers: Workers | null = null
  let archivist: Archivist | null = null
  let schedule: Schedule | null = null
  let stopping: Promise<void> | null = null
  const stop = (force = false) => {
    stopping ??= (async () => {
      await schedule?.stop()
      await web?.close()
      // Side by side: what one may take, the other may take too.
      await Promise.all([
        workers && closeWorkers(workers, force),
        archivist?.stop(own => closeWorkers(own, force)),
      ])
      await claim?.release()
    })()
    return stopping
  }
  try {
    if (options.beginArchive === true) await app.deps.archiveNotices.forget()
    const queue = await app.sharedQueue()
    if (parts.includes('web')) {
      const { publicUrl, trustedProxies } = app.config.web
      const separation = await app.database.separate()
      if (separation === 'code')
        app.deps.log.warn('schools are kept apart by the program only', { separation })
      const server = await startWeb(webDeps(app, queue), {
        host: options.host ?? app.config.web.host,
        port: options.port ?? app.config.web.port,
        publicUrl: publicUrl ?? null,
        trustedProxies,
      })
      web = server
      app.setWebUrl(publicUrl ?? server.url)
    }
    if (parts.includes('worker')) workers = await app.work(queue, ['dnevnik', 'local'])
    if (parts.includes('archivist'))
      archivist = await startArchivist(app, queue, { mustWork: parts.length === 1 })
    if (parts.includes('scheduler')) {
      await resumeRuns(app.deps, queue)
      const plan = async () => {
        await app.requests.forgetOld(app.deps.clock.now())
        await app.people.forgetOld(app.config.web.accessLogDays * dayMs)
        await recoverLostRuns(app.deps, queue)
        await addDueRuns(app.deps, queue, { schools: app.schools, schedule: app.config.schedule })
      }
      schedule = startSchedule({ plan, log: app.deps.log })
    }
    const claims = [claim?.lost, archivist?.lost].filter(signal => signal !== undefined)
    return {
      lost: AbortSignal.any(claims),
      url: web?.url ?? null,
      archiveTrouble: archivist?.trouble ?? null,
      queue,
      stop,
    }
  } catch (error) {
    await stop(true)
    throw error
  }
}
