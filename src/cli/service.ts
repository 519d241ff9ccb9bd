import { type App, addDueRuns, recoverLostRuns, resumeRuns } from '../app.js'
import { claimService } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { QueueBackend, Workers } from '../queue/index.js'
import { type Schedule, startSchedule } from '../schedule.js'
import { startWeb, type WebServer } from '../web/index.js'
import { webDeps } from './web-deps.js'

export const roles = ['all', 'worker', 'scheduler', 'web'] as const
export type Role = (typeof roles)[number]

export interface Service {
  /** Aborted when this process may no longer serve the folder: the database that its claim stood in is gone. */
  readonly lost: AbortSignal
  /** Null when this process serves no pages. */
  readonly url: string | null
  readonly queue: QueueBackend
  /** Stops in the order that loses nothing: clock-work, pages, running jobs, queue. Safe to call twice. */
  stop(force?: boolean): Promise<void>
}

export interface ServiceOptions {
  readonly parts: readonly Exclude<Role, 'all'>[]
  /** One folder with everything in it is served by one process; machines that share work by role aren't bound. */
  readonly exclusive: boolean
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
 * @throws BridgeError DATA_IN_USE, PORT_IN_USE, CONFIG_INVALID, REDIS_FAILED
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
  let schedule: Schedule | null = null
  let stopping: Promise<void> | null = null
  const stop = (force = false) => {
    stopping ??= (async () => {
      await schedule?.stop()
      await web?.close()
      if (workers) await closeWorkers(workers, force)
      await claim?.release()
    })()
    return stopping
  }
  try {
    const queue = await app.sharedQueue()
    if (parts.includes('web')) {
      const { publicUrl, trustedProxies } = app.config.web
      const server = await startWeb(webDeps(app, queue), {
        host: options.host ?? app.config.web.host,
        port: options.port ?? app.config.web.port,
        publicUrl: publicUrl ?? null,
        trustedProxies,
      })
      web = server
      app.setWebUrl(publicUrl ?? server.url)
    }
    if (parts.includes('worker')) workers = await app.work(queue)
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
    return { lost: claim?.lost ?? new AbortController().signal, url: web?.url ?? null, queue, stop }
  } catch (error) {
    await stop(true)
    throw error
  }
}
