import { BridgeError, mayPass } from '../../src/errors.js'
import type { JobContext } from '../../src/queue/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'
import { addRun } from './due.js'
import { endRun } from './end-run.js'

/**
 * Runs one step of a run: names the step, does nothing when the run has ended meanwhile (failed, cancelled), and
 * ends the run when the step fails for good, so that no run stays «running» for ever. A step whose failure ended its run
 * and that somebody sends off again in the queue's dashboard has the same asked for anew: what has ended stays as it ended.
 * A step that needs nothing of the one before is done also where that one's failure (`evenAfter`) has ended the run.
 */
export async function inRun(
  deps: JobDeps,
  step: {
    runId: string
    name: string
    evenAfter?: string
    context: Pick<JobContext, 'attempt' | 'lastAttempt' | 'log' | 'queue'>
  },
  work: (run: Run) => Promise<void>,
): Promise<void> {
  const { name, evenAfter, context } = step
  const run = await deps.runs.get(step.runId)
  if (!run) throw new BridgeError('NOT_FOUND', { message: `Запуска ${step.runId} нет` })
  if (run.state === 'failed' && run.step === name && context.attempt > 1) {
    // One for each run that failed, whichever of its jobs are sent off again, and how often.
    const { kind, school, from, to, classIds, kinds } = run
    const again = { id: `${run.id}/again`, kind, school, from, to, classIds, kinds, askedBy: 'queue' }
    await addRun(deps, context.queue, again)
    return
  }
  const isOpen = run.state === 'queued' || run.state === 'running'
  if (!isOpen && !(run.state === 'failed' && run.step === evenAfter)) return
  await deps.runs.setStep(run.id, name)
  try {
    await work(run)
  } catch (error) {
    const known = error instanceof BridgeError ? error : null
    if (known?.code === 'INTERRUPTED' || (mayPass(error) && !context.lastAttempt)) throw error
    // A foreign error's text may quote data, so only its class is kept; the queue's log has its place.
    const foreign = error instanceof Error ? error.name : 'неизвестная ошибка'
    const failure = {
      code: known?.code ?? 'INTERNAL',
      message: known?.message ?? `Ошибка программы: ${foreign}`,
    }
    context.log.error('run failed', { run: run.id, step: name, code: failure.code })
    await endRun(deps, run, { state: 'failed', error: failure })
    throw error
  }
}
