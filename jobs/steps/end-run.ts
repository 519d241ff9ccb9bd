import type { Run, RunEnd } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'

/** Ends a run, with what it brought. False when it had ended already. */
export async function endRun(
  deps: JobDeps,
  run: Pick<Run, 'id' | 'kind' | 'school'>,
  end: Pick<RunEnd, 'state' | 'error'>,
): Promise<boolean> {
  // Looks that others took brought it; the totals tell what was read of them now.
  if (run.kind === 'replay') return deps.runs.finish(run.id, deps.clock.now(), end)
  const { looks, difference } = await broughtBy(deps, run)
  const ended = await deps.runs.finish(run.id, deps.clock.now(), { ...end, difference })
  // Whoever entered a look meanwhile still saw the run open.
  if (ended && !(await deps.runs.brought(run.id, { looks, difference }))) await tellLate(deps, run)
  return ended
}

/** What was on its way when a run ended belongs to what it brought. */
export async function tellLate(deps: JobDeps, run: Pick<Run, 'id' | 'school'>): Promise<void> {
  while (!(await deps.runs.brought(run.id, await broughtBy(deps, run)))) {
    // Another look has come in between.
  }
}

async function broughtBy(deps: JobDeps, run: Pick<Run, 'id' | 'school'>) {
  const looks = await deps.runs.changingLooks(run.id)
  const difference = await deps.mirror.difference({ school: run.school, looks })
  return { looks: looks.length, difference }
}

/**
 * Ends a run that nobody wants any more. What it has read stays read; the request that is on its way is the last one.
 * False when it had ended already.
 */
export async function cancelRun(deps: JobDeps, run: Pick<Run, 'id' | 'kind' | 'school'>): Promise<boolean> {
  return endRun(deps, run, { state: 'cancelled' })
}
