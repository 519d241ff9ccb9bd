import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { judge, record } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'

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
      await record(deps, await judge(deps, run, signal), run.id)
      await deps.runs.setStep(run.id, 'checked')
    })
  },
})
