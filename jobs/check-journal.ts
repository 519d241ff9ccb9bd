import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { endRun } from './steps/end-run.js'
import { judge, record } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'
import { recordByClass } from './steps/judge-again.js'

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
      if (run.kind === 'check') {
        // Often a whole study year, beside whatever else this computer does.
        await recordByClass(deps, run, { runId }, signal)
        await endRun(deps, run, { state: 'done' })
        return
      }
      await record(deps, await judge(deps, run, signal), run.id)
      await deps.runs.setStep(run.id, 'checked')
    })
  },
})
