import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { endRun } from './steps/end-run.js'
import { inRun } from './steps/in-run.js'

const Payload = z.strictObject({ run: z.string() })

/** Ends a run: whole, or with gaps that its windows tell of. */
export const finishRun = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'finish-run',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    await inRun(deps, { runId, name: 'finish', context }, async run => {
      const whole = run.incomplete === 0
      await endRun(deps, run, { state: whole ? 'done' : 'done-with-gaps' })
    })
  },
})
