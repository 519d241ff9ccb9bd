import type { z } from 'zod'
import type { Logger } from '../log.js'

/**
 * Jobs as the rest of the program sees them. Three back ends pass one contract suite: BullMQ on PostgreSQL (the
 * default), BullMQ on Redis, and `inline`, which runs the same jobs in the calling process for one-shot
 * commands. None is a source of truth: state of runs stands in `runs/`.
 */

export interface JobContext {
  /** Deterministic where the caller gave one. */
  readonly jobId: string
  readonly signal: AbortSignal
  readonly log: Logger
  /** From 1; after a failure that was final, somebody has sent the job off again by hand. */
  readonly attempt: number
  /** A failure now is final: what the job leaves behind must say so. */
  readonly lastAttempt: boolean
  /** Share done, 0 to 1, for whoever looks at the queue. */
  progress(share: number): Promise<void>
  /**
   * For long jobs to call between their steps. Where a more urgent job waits, this one is put back to go on later, and
   * no attempt is used up: it throws, and what it throws must get through.
   * @throws BridgeError INTERRUPTED
   */
  giveWay(): Promise<void>
  /** Adds work from inside a job. */
  readonly queue: JobQueue
}

/** A job is its name, the shape of its payload, and what it does with what the program gives it (`Deps`). */
export interface Job<Deps, Payload = unknown> {
  /** The file's name in `jobs/`. */
  readonly name: string
  /**
   * Which queue: `dnevnik` is bound by the platform's limits; `archive` is worked off where the archive's folder lies, by one
   * process; `local` by anybody.
   */
  readonly queue: QueueName
  /** Parsed before `run`; no person's name, no token. */
  readonly payload: z.ZodType<Payload>
  /** Attempts in all, for failures that aren't permanent. */
  readonly attempts: number
  /** Safe to run twice. */
  run(payload: Payload, deps: Deps, context: JobContext): Promise<void>
}

/** A job in a list of jobs, each with a payload of its own: that `run` gets what `payload` parsed is `runJob`'s care. */
export interface AnyJob<Deps> extends Omit<Job<Deps, never>, 'payload'> {
  readonly payload: z.ZodType
}

export const queueNames = ['dnevnik', 'local', 'archive'] as const
export type QueueName = (typeof queueNames)[number]

/** Something for each queue. */
export function byQueue<T>(make: (name: QueueName) => T): Record<QueueName, T> {
  return { dnevnik: make('dnevnik'), local: make('local'), archive: make('archive') }
}

export interface JobCounts {
  readonly waiting: number
  readonly active: number
  readonly failed: number
}

/** Gives a job's payload its type; `jobs/*.ts` export the result. */
export function defineJob<Deps, Payload>(job: Job<Deps, Payload>): Job<Deps, Payload> {
  return job
}

/** A request to run a job. `id` makes it idempotent: adding the same id again while it is known does nothing. */
export interface JobRequest {
  readonly name: string
  readonly payload: unknown
  readonly id?: string
  /** 1 (first) to 100 (last), 50 when not given; in a tree children inherit it. On-demand work passes planned work. */
  readonly priority?: number
}

/**
 * A job that waits for others. A child that fails for good doesn't fail its parent: the parent sees the gaps.
 * A child whose id is known and finished counts as ended; one that is still under way for another tree is run
 * again for this one, because a job has one parent.
 */
export interface JobTree extends JobRequest {
  readonly children?: readonly JobTree[]
}

export interface JobQueue {
  add(request: JobRequest): Promise<void>
  /** Adds the whole tree or, where the root's id is known, nothing. */
  addTree(tree: JobTree): Promise<void>
}

export interface WorkerOptions<Deps> {
  /** Only the queues of these are worked off. */
  readonly jobs: readonly AnyJob<Deps>[]
  readonly deps: Deps
  readonly log: Logger
  /** Jobs at once per queue. */
  readonly concurrency: Readonly<Record<QueueName, number>>
}

export interface Workers {
  /** Waits for running jobs; `force` gives them up (they are taken over when somebody works again). */
  close(force?: boolean): Promise<void>
}

export interface QueueBackend extends JobQueue {
  readonly kind: 'postgres' | 'redis' | 'inline'
  /** Starts working off jobs in this process. */
  work<Deps>(options: WorkerOptions<Deps>): Promise<Workers>
  /** Jobs by state, for health and dashboard. */
  counts(): Promise<Readonly<Record<QueueName, JobCounts>>>
  /**
   * Resolves when nothing waits or runs in any queue; for tests, demo and one-shot commands.
   * @throws BridgeError INTERRUPTED when the signal is aborted
   */
  idle(signal?: AbortSignal): Promise<void>
  /** BullMQ queues for bull-board; empty for `inline`. */
  boardQueues(): readonly unknown[]
  close(): Promise<void>
}

/** What must be known of a job to take a request for it, also in a process that runs none. */
export type JobKind = Pick<AnyJob<never>, 'name' | 'queue' | 'attempts'>

interface CommonOptions {
  /** Every job that may be asked for; a request for another is refused with JOB_UNKNOWN. */
  readonly jobs: readonly JobKind[]
  readonly log: Logger
}

export type QueueOptions = CommonOptions &
  (
    | { readonly kind: 'inline' }
    | { readonly kind: 'postgres'; readonly connectionString: string }
    | { readonly kind: 'redis'; readonly url: string; readonly prefix?: string }
  )
