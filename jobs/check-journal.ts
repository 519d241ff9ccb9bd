import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { Run } from '../src/runs/index.js'
import type { JobDeps } from './deps.js'
import { endRun } from './steps/end-run.js'
import { judge, record } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'
import { recordByClass } from './steps/judge-again.js'
import { nightDays } from './steps/plan.js'

const Payload = z.strictObject({ run: z.string() })

/** Computes the verdicts of the run's days and enters them in the ledger. */
export const checkJournal = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'check-journal',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { signal } = context
    await inRun(deps, { runId, name: 'check', context }, async run => {
      if (await isLong(deps, run)) await recordByClass(deps, run, { runId }, signal)
      else await record(deps, await judge(deps, run, signal), runId)
      if (run.kind === 'check') await endRun(deps, run, { state: 'done' })
      else await deps.runs.setStep(runId, 'checked')
    })
  },
})

/**
 * A night's days of a whole school are read at once in half of the time that its classes would take one by one; of a closed period,
 * or a year, that would be a million records in memory. They are entered one by one then: pages show some of them before the others.
 */
async function isLong(deps: JobDeps, { school, from, to }: Run): Promise<boolean> {
  const { calendar } = await deps.calendar(deps.school(school))
  return calendar.addDays(from, nightDays) <= to
}
