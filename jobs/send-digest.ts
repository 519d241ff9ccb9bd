import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { sendDigests } from './steps/digest.js'
import { evaluate } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'
import { buildReport } from './steps/report.js'

const Payload = z.strictObject({ run: z.string() })

/** Sends the day's digest to everyone whom the settings name, once each. */
export const sendDigest = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'send-digest',
  queue: 'local',
  payload: Payload,
  attempts: 5,
  async run({ run: runId }, deps, { lastAttempt, signal }) {
    await inRun(deps, { runId, name: 'digest', lastAttempt }, async run => {
      const evaluation = await evaluate(deps, run, signal)
      await sendDigests(deps, evaluation.school, await buildReport(deps, evaluation))
    })
  },
})
