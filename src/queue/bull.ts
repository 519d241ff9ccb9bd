import { setTimeout as delay } from 'node:timers/promises'
import {
  type FlowJobNode,
  type FlowProducer,
  type IQueueBackend,
  type JobsOptions,
  type Queue,
  withBackend,
} from 'bullmq'
import { BridgeError } from '../errors.js'
import { bullId } from './bull-ids.js'
import { type BullOptions, startWorkers } from './bull-workers.js'
import { jobsByName, priorityOf } from './job-run.js'
import {
  byQueue,
  type JobCounts,
  type JobKind,
  type JobQueue,
  type JobRequest,
  type JobTree,
  type QueueBackend,
  type QueueName,
  queueNames,
} from './queue.js'

/** Finished jobs stay known, for the dashboard and so that their ids stay idempotent, up to this many per queue. */
const keptFinished = 1000
const lookupsAtOnce = 50

export async function openBull<Backend extends IQueueBackend, Connection>(
  options: BullOptions<Backend, Connection>,
): Promise<QueueBackend> {
  const classes = withBackend(options.factory)
  const shared = { connection: options.connection, ...(options.prefix && { prefix: options.prefix }) }
  const queues = byQueue(name => new classes.Queue<unknown>(name, shared))
  const flow = new classes.FlowProducer(shared)
  const logError = (error: unknown) =>
    options.log.warn('хранилище очереди', { code: options.failed(error).code, kind: options.kind })
  flow.on('error', logError)
  for (const name of queueNames) queues[name].on('error', logError)

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof BridgeError ? error : options.failed(error)
    }
  }
  const closeParts = async () => {
    await flow.close()
    for (const name of queueNames) await queues[name].close()
  }
  const adder = bullAdder(queues, flow, options.jobs)
  const queue: JobQueue = {
    add: request => guarded(() => adder.add(request)),
    addTree: tree => guarded(() => adder.addTree(tree)),
  }
  const urgentWaits = (name: QueueName, before: number) =>
    guarded(async () => {
      if (before <= 1) return false
      const priorities = Array.from({ length: before - 1 }, (_, index) => index + 1)
      const waiting = await queues[name].getCountsPerPriority(priorities)
      return Object.values(waiting).some(count => count > 0)
    })
  const counts = () =>
    guarded(async () => {
      const counted = byQueue(name => countsOf(queues[name]))
      await Promise.all(Object.values(counted))
      return { dnevnik: await counted.dnevnik, local: await counted.local, archive: await counted.archive }
    })

  return {
    kind: options.kind,
    ...queue,
    counts,
    work: worker => guarded(() => startWorkers({ options, classes, queue, urgentWaits }, worker)),
    idle: signal => untilIdle(counts, signal),
    boardQueues: () => Object.values(queues),
    close: closeParts,
  }
}

async function countsOf(queue: Pick<Queue, 'getJobCounts'>): Promise<JobCounts> {
  const states = ['waiting', 'prioritized', 'delayed', 'waiting-children', 'active', 'failed'] as const
  const { active = 0, failed = 0, ...unstarted } = await queue.getJobCounts(...states)
  return { waiting: Object.values(unstarted).reduce((sum, count) => sum + count, 0), active, failed }
}

/** Two quiet looks in a row, because a job may add to a queue that was just counted. */
async function untilIdle(counts: QueueBackend['counts'], signal?: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    if (signal?.aborted) throw new BridgeError('INTERRUPTED', { message: 'Ожидание очереди прервано.' })
    const now = Object.values(await counts())
    quiet = now.every(({ waiting, active }) => waiting + active === 0) ? quiet + 1 : 0
    await delay(quiet === 1 ? 20 : 60)
  }
}

function bullAdder(
  queues: Record<QueueName, Pick<Queue, 'add' | 'getJobState'>>,
  flow: Pick<FlowProducer, 'add'>,
  jobs: readonly JobKind[],
): JobQueue {
  const jobOf = jobsByName(jobs)
  const optionsOf = (request: JobRequest, priority: number): JobsOptions => ({
    ...(request.id !== undefined && { jobId: bullId(request.id) }),
    attempts: Math.max(1, jobOf(request.name).attempts),
    backoff: { type: 'exponential', delay: 1000 },
    priority,
    removeOnComplete: { count: keptFinished },
    removeOnFail: { count: keptFinished },
  })
  const stateOf = async ({ name, id }: JobRequest) =>
    id === undefined ? 'unknown' : await queues[jobOf(name).queue].getJobState(bullId(id))

  /** Children that aren't known yet, or only as part of another tree: see JobTree. */
  async function nodesOf(trees: readonly JobTree[], priority: number): Promise<FlowJobNode[]> {
    const nodes: FlowJobNode[] = []
    for (let start = 0; start < trees.length; start += lookupsAtOnce) {
      const some = trees.slice(start, start + lookupsAtOnce)
      const states = await Promise.all(some.map(stateOf))
      for (const [index, tree] of some.entries()) {
        const state = states[index]
        if (state === 'completed' || state === 'failed') continue
        nodes.push(await nodeOf(tree, { priority, asChild: true, fresh: state === 'unknown' }))
      }
    }
    return nodes
  }
  async function nodeOf(
    tree: JobTree,
    place: { readonly priority: number; readonly asChild: boolean; readonly fresh: boolean },
  ): Promise<FlowJobNode> {
    const priority = priorityOf(tree, place.priority)
    const { jobId, ...rest } = optionsOf(tree, priority)
    const node = {
      name: tree.name,
      queueName: jobOf(tree.name).queue,
      data: tree.payload,
      opts: {
        ...rest,
        ...(jobId !== undefined && place.fresh && { jobId }),
        ...(place.asChild && { ignoreDependencyOnFailure: true }),
      },
    }
    const children = await nodesOf(tree.children ?? [], priority)
    return children.length > 0 ? { ...node, children } : node
  }
  return {
    async add(request) {
      const { queue } = jobOf(request.name)
      await queues[queue].add(request.name, request.payload, optionsOf(request, priorityOf(request)))
    },
    async addTree(tree) {
      const priority = priorityOf(tree)
      if ((await stateOf(tree)) !== 'unknown') return
      await flow.add(await nodeOf(tree, { priority, asChild: false, fresh: true }))
    },
  }
}
