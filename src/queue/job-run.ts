import { BridgeError } from '../errors.js'
import type { AnyJob, JobContext, JobKind, JobRequest } from './queue.js'

/** One run of one job, the same on every back end: payload parsed, start and end in the log, failures as codes. */

/** What became of a run, fit for logs and for the queue's own store: no text that we didn't write ourselves. */
export interface JobFailure {
  readonly code: string
  readonly permanent: boolean
  /** Shown in the queue dashboard. */
  readonly text: string
}

export function jobFailure(error: unknown): JobFailure {
  if (error instanceof BridgeError) {
    return { code: error.code, permanent: error.permanent, text: `${error.code}: ${error.message}` }
  }
  // The message of a foreign error may quote data (a driver's "Key (name)=(…)"), so only its class is told.
  const name = error instanceof Error ? error.name : typeof error
  return { code: 'INTERNAL', permanent: false, text: `INTERNAL: ${name}` }
}

/** What `giveWay` throws. */
export function givingWay(): BridgeError {
  return new BridgeError('INTERRUPTED', {
    message: 'Задание уступает место более срочному.',
    details: { givingWay: true },
  })
}

export function isGivingWay(error: unknown): boolean {
  return error instanceof BridgeError && error.details.givingWay === true
}

/** The first line of the stack that is ours: enough to find the fault, and free of data. */
function placeOf(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof BridgeError) return null
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return (frames.find(line => !/node_modules|node:/.test(line)) ?? frames[0] ?? '').trim() || null
}

export async function runJob<Deps>(
  job: AnyJob<Deps>,
  run: {
    readonly payload: unknown
    readonly deps: Deps
    readonly context: Omit<JobContext, 'attempt' | 'lastAttempt'>
    readonly attempt: number
    /** That the queue will make: of a job that was added by hand in its dashboard, another number than the job's own. */
    readonly attempts: number
  },
): Promise<void> {
  const { attempt, context } = run
  const about = { job: job.name, id: context.jobId, attempt }
  context.log.info('задание начато', about)
  try {
    const payload = parsedPayload(job, run.payload) as never
    await job.run(payload, run.deps, { ...context, attempt, lastAttempt: attempt >= run.attempts })
    context.log.info('задание выполнено', about)
  } catch (error) {
    if (isGivingWay(error)) {
      context.log.info('задание уступило место более срочному', about)
      throw error
    }
    const { code, permanent } = jobFailure(error)
    const place = placeOf(error)
    context.log.warn('задание не выполнено', { ...about, code, permanent, ...(place && { place }) })
    throw error
  }
}

function parsedPayload(job: Pick<AnyJob<never>, 'name' | 'payload'>, payload: unknown): unknown {
  const parsed = job.payload.safeParse(payload)
  if (parsed.success) return parsed.data
  // Paths and kinds of faults, never values.
  const faults = parsed.error.issues.map(issue => `${issue.path.join('.') || '(всё)'} — ${issue.code}`)
  throw new BridgeError('JOB_PAYLOAD', {
    message: `Задание «${job.name}» заполнено неверно: ${faults.join('; ')}.`,
    hint: 'Задание добавлено другой версией программы или вручную; добавьте его заново.',
  })
}

/** Finds jobs by name; an unknown one is a mistake of whoever asked, and trying again doesn't help. */
export function jobsByName<Kind extends Pick<JobKind, 'name'>>(
  jobs: readonly Kind[],
): (name: string) => Kind {
  const byName = new Map(jobs.map(job => [job.name, job]))
  return name => {
    const job = byName.get(name)
    if (job) return job
    throw new BridgeError('JOB_UNKNOWN', {
      message: `Программа не знает задания «${name}».`,
      hint: 'Вероятно, рядом работает программа другой версии: обновите все её части до одной версии.',
    })
  }
}

export const ordinaryPriority = 50

/** @throws BridgeError INTERNAL for a priority outside 1 to 100 */
export function priorityOf(request: JobRequest, inherited: number = ordinaryPriority): number {
  const priority = request.priority ?? inherited
  if (Number.isInteger(priority) && priority >= 1 && priority <= 100) return priority
  throw new BridgeError('INTERNAL', { message: `Приоритет задания «${request.name}» вне границ 1–100.` })
}
