import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { evaluate } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'
import { buildReport, storeReport } from './steps/report.js'

const Payload = z.strictObject({ run: z.string() })

/** Makes the compliance report of the run's days, archives it with what it rests on, and lays copies out. */
export const makeReport = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-report',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { signal } = context
    await inRun(deps, { runId, name: 'report', context }, async run => {
      const evaluation = await evaluate(deps, run, signal)
      await storeReport(deps, evaluation, await buildReport(deps, evaluation))
    })
    await tendArchive(deps)
  },
})
