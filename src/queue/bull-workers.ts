import {
  type BackendClasses,
  type BackendFactory,
  type IQueueBackend,
  UnrecoverableError,
  WaitingError,
} from 'bullmq'
import type { BridgeError } from '../errors.js'
import { alsoTo, type Logger } from '../log.js'
import { callersId } from './bull-ids.js'
import { givingWay, isGivingWay, jobFailure, jobsByName, ordinaryPriority, runJob } from './job-run.js'
import {
  type JobKind,
  type JobQueue,
  type QueueName,
  queueNames,
  type WorkerOptions,
  type Workers,
} from './queue.js'

/** What the two BullMQ back ends differ in. */
export interface BullOptions<Backend extends IQueueBackend, Connection> {
  readonly kind: 'postgres' | 'redis'
  readonly factory: BackendFactory<Backend, Connection>
  /** For queues and trees: fails soon when the store is away, so that a page can say so. */
  readonly connection: Connection
  /** For workers: waits until the store is back. */
  readonly workerConnection: Connection
  readonly prefix?: string
  readonly jobs: readonly JobKind[]
  readonly log: Logger
  /** The store's error in our words; never shows a password. */
  failed(cause: unknown): BridgeError
}

export interface BullParts<Backend extends IQueueBackend, Connection> {
  readonly options: BullOptions<Backend, Connection>
  readonly classes: BackendClasses<Backend, Connection>
  readonly queue: JobQueue
  /** Whether a job that goes before this priority waits for a worker. */
  urgentWaits(queue: QueueName, before: number): Promise<boolean>
}

/**
 * A dead worker's lock runs out after `lockDuration`, and is found by one of the next two looks: 14 s at most.
 * The lock is renewed so often that a job may hold the event loop for seven seconds and keep it.
 */
const lockDuration = 10_000
const lockRenewTime = 2_500
const stalledInterval = 2_000
/** A job that took this many workers down with it is at fault itself. */
const maxStalledCount = 3
/** How long running jobs have to notice that they are given up. */
const giveUpWithin = 2_000

/** What a BullMQ job offers and we use. */
interface TakenJob {
  readonly id?: string | undefined
  readonly name: string
  readonly data: unknown
  readonly attemptsMade: number
  readonly opts: { readonly priority?: number; readonly attempts?: number }
  updateProgress(percent: number): Promise<void>
  log(line: string): Promise<unknown>
  moveToWait(token?: string): Promise<unknown>
}

/** Runs of this process by BullMQ's id, each with the means to stop it. */
type Running = Map<string, AbortController>

export async function startWorkers<Backend extends IQueueBackend, Connection, Deps>(
  parts: BullParts<Backend, Connection>,
  options: WorkerOptions<Deps>,
): Promise<Workers> {
  const running: Running = new Map()
  const givingUp = new AbortController()
  const process = processor(parts, options, { running, givingUp: givingUp.signal })
  const workers = queueNames
    .filter(name => options.jobs.some(job => job.queue === name))
    .map(name => {
      const worker = new parts.classes.Worker<unknown, void>(name, process, {
        connection: parts.options.workerConnection,
        ...(parts.options.prefix && { prefix: parts.options.prefix }),
        concurrency: Math.max(1, options.concurrency[name]),
        autorun: false,
        lockDuration,
        lockRenewTime,
        stalledInterval,
        maxStalledCount,
      })
      worker.on('error', error =>
        options.log.warn('хранилище очереди', { code: parts.options.failed(error).code, queue: name }),
      )
      worker.on('stalled', id =>
        options.log.warn('задание перенято у замолчавшей программы', { id: callersId(id) }),
      )
      // Somebody else may have taken these jobs over: a late writer must stop.
      worker.on('lockRenewalFailed', ids => {
        for (const id of ids) running.get(id)?.abort()
      })
      return worker
    })
  await Promise.all(workers.map(worker => worker.waitUntilReady()))
  for (const worker of workers) {
    worker
      .run()
      .catch(error => options.log.error('очередь остановилась', { code: parts.options.failed(error).code }))
  }
  return closing(workers, running, givingUp)
}

function processor<Backend extends IQueueBackend, Connection, Deps>(
  parts: BullParts<Backend, Connection>,
  options: WorkerOptions<Deps>,
  stop: { readonly running: Running; readonly givingUp: AbortSignal },
) {
  const jobOf = jobsByName(options.jobs)
  return async (taken: TakenJob, token?: string): Promise<void> => {
    const controller = new AbortController()
    const id = taken.id ?? ''
    stop.running.set(id, controller)
    if (stop.givingUp.aborted) controller.abort()
    const kept = logOf(taken, options.log)
    try {
      const job = jobOf(taken.name)
      await runJob(job, {
        payload: taken.data,
        deps: options.deps,
        attempt: taken.attemptsMade + 1,
        attempts: taken.opts.attempts ?? 1,
        context: {
          jobId: callersId(id),
          signal: controller.signal,
          log: kept.log,
          // Only for whoever watches the queue: a queue that was emptied meanwhile must not fail the work.
          progress: async share => {
            await taken
              .updateProgress(Math.round(share * 100))
              .catch(() => options.log.warn('ход задания не записан', { id: callersId(id) }))
          },
          giveWay: async () => {
            const priority = taken.opts.priority ?? ordinaryPriority
            // A queue that can't be asked for a moment must not fail the work either.
            const waits = await parts.urgentWaits(job.queue, priority).catch((error: unknown) => {
              options.log.warn('хранилище очереди', { code: jobFailure(error).code, queue: job.queue })
              return false
            })
            if (waits) throw givingWay()
          },
          queue: parts.queue,
        },
      })
    } catch (error) {
      if (stop.givingUp.aborted || isGivingWay(error)) {
        // Given back at once and without using up an attempt: for whoever works next, or until what is more urgent is done.
        await taken.moveToWait(token)
        throw new WaitingError()
      }
      const { permanent, text } = jobFailure(error)
      // BullMQ stores message and stack of what is thrown, so it gets an error that has only our words.
      throw permanent ? new UnrecoverableError(text) : new Error(text)
    } finally {
      await kept.written()
      stop.running.delete(id)
    }
  }
}

/** The program's log, of which a job keeps its own lines for whoever looks at it in the queue's dashboard. */
function logOf(taken: TakenJob, log: Logger): { readonly log: Logger; written(): Promise<void> } {
  let last = Promise.resolve()
  const lost = () => log.warn('журнал задания не записан', { id: callersId(taken.id ?? '') })
  return {
    log: alsoTo(log, line => {
      last = last.then(async () => {
        await taken.log(line)
      })
      last = last.catch(lost)
    }),
    written: () => last,
  }
}

interface Closable {
  pause(): Promise<void>
  close(force: boolean): Promise<void>
}

function closing(workers: readonly Closable[], running: Running, givingUp: AbortController): Workers {
  let closed: Promise<void> | null = null
  let abandon = () => {}
  const abandoned = new Promise<void>(resolve => {
    abandon = resolve
  })
  let timer: NodeJS.Timeout | undefined
  async function closeAll(): Promise<void> {
    // Pausing waits for running jobs, and unlike a plain close it can still be cut short.
    await Promise.race([Promise.all(workers.map(worker => worker.pause())), abandoned])
    clearTimeout(timer)
    await Promise.all(workers.map(worker => worker.close(true)))
  }
  return {
    async close(force = false) {
      if (force && !givingUp.signal.aborted) {
        givingUp.abort()
        for (const controller of running.values()) controller.abort()
        timer = setTimeout(abandon, giveUpWithin)
      }
      closed ??= closeAll()
      await closed
    },
  }
}
