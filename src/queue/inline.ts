import { setTimeout as delay } from 'node:timers/promises'
import { BridgeError } from '../errors.js'
import { createLine, type Entry } from './inline-line.js'
import { givingWay, isGivingWay, jobFailure, jobsByName, runJob } from './job-run.js'
import type { JobQueue, QueueBackend, QueueName, QueueOptions, WorkerOptions, Workers } from './queue.js'
import { queueNames } from './queue.js'

/**
 * The queue of one-shot commands: BullMQ's promises, kept in this process and gone with it. What is added
 * before somebody works is held.
 */

const firstBackOff = 10
/** How long running jobs have to notice that they are given up. */
const giveUpWithin = 2_000

/** Those who work, without the type of what their jobs are given. */
interface Crew {
  readonly queues: readonly QueueName[]
  readonly concurrency: Readonly<Record<QueueName, number>>
  readonly running: Map<Entry, AbortController>
  readonly leaving: AbortController
  run(entry: Entry, signal: AbortSignal): Promise<void>
}

export function openInline(options: Extract<QueueOptions, { kind: 'inline' }>): QueueBackend {
  const line = createLine(jobsByName(options.jobs))
  const crews = new Set<Crew>()
  const wakers = new Set<() => void>()

  function pump(): void {
    for (const crew of crews) {
      if (crew.leaving.signal.aborted) continue
      for (const name of crew.queues) startSome(crew, name)
    }
    for (const wake of [...wakers]) wake()
  }
  function startSome(crew: Crew, name: QueueName): void {
    while (line.active(name) < Math.max(1, crew.concurrency[name])) {
      const entry = line.take(name)
      if (entry === null) return
      start(crew, entry)
    }
  }
  function start(crew: Crew, entry: Entry): void {
    const controller = new AbortController()
    crew.running.set(entry, controller)
    const leave = (settle: () => void) => {
      crew.running.delete(entry)
      settle()
      pump()
    }
    crew.run(entry, controller.signal).then(
      () => leave(() => line.end(entry, false)),
      error =>
        leave(() =>
          controller.signal.aborted || isGivingWay(error) ? line.giveBack(entry) : line.end(entry, true),
        ),
    )
  }
  /** Looks after every change until `done` holds. */
  function until(done: () => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!signal?.aborted && !done()) return
        wakers.delete(look)
        signal?.removeEventListener('abort', look)
        if (signal?.aborted) reject(new BridgeError('INTERRUPTED', { message: 'Ожидание очереди прервано.' }))
        else resolve()
      }
      wakers.add(look)
      signal?.addEventListener('abort', look)
      look()
    })
  }
  const queue: JobQueue = {
    async add(request) {
      const { name, payload, id, priority } = request
      line.enter({
        name,
        payload,
        ...(id !== undefined && { id }),
        ...(priority !== undefined && { priority }),
      })
      pump()
    },
    async addTree(tree) {
      line.enter(tree)
      pump()
    },
  }
  return {
    kind: 'inline',
    ...queue,
    async work(worker) {
      const crew = newCrew(worker, { queue, isPassed: line.isPassed })
      crews.add(crew)
      pump()
      return workersOf(crew, until)
    },
    counts: async () => line.counts(),
    idle: signal => until(line.isIdle, signal),
    boardQueues: () => [],
    async close() {
      for (const crew of crews) crew.leaving.abort()
      crews.clear()
    },
  }
}

function newCrew<Deps>(
  options: WorkerOptions<Deps>,
  { queue, isPassed }: { readonly queue: JobQueue; readonly isPassed: (entry: Entry) => boolean },
): Crew {
  const jobOf = jobsByName(options.jobs)
  return {
    queues: queueNames.filter(name => options.jobs.some(job => job.queue === name)),
    concurrency: options.concurrency,
    running: new Map(),
    leaving: new AbortController(),
    async run(entry, signal) {
      const job = jobOf(entry.name)
      const context = {
        jobId: entry.id,
        signal,
        log: options.log,
        // Nobody looks into this queue from outside; a command shows the run's own progress.
        progress: async () => {},
        giveWay: async () => {
          if (isPassed(entry)) throw givingWay()
        },
        queue,
      }
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await runJob(job, {
            payload: entry.payload,
            deps: options.deps,
            context,
            attempt,
            attempts: job.attempts,
          })
        } catch (error) {
          if (signal.aborted || isGivingWay(error) || jobFailure(error).permanent || attempt >= job.attempts)
            throw error
          await delay(firstBackOff * 2 ** (attempt - 1))
        }
      }
    },
  }
}

function workersOf(crew: Crew, until: (done: () => boolean) => Promise<void>): Workers {
  return {
    async close(force = false) {
      crew.leaving.abort()
      if (force) for (const controller of crew.running.values()) controller.abort()
      const left = until(() => crew.running.size === 0)
      await (force ? Promise.race([left, delay(giveUpWithin, undefined, { ref: false })]) : left)
    },
  }
}
