import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { letterKinds } from './steps/addressees.js'
import { evaluate } from './steps/evaluate.js'
import { inRun } from './steps/in-run.js'
import { sendSchoolLetters } from './steps/school-letters.js'

const Payload = z.strictObject({ run: z.string() })

/** Sends the letters that are owed to everyone whom the school's settings name. */
export const sendDigest = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'send-digest',
  queue: 'local',
  payload: Payload,
  attempts: 5,
  async run({ run: runId }, deps, context) {
    const { signal } = context
    await inRun(deps, { runId, name: 'digest', context }, async run => {
      await sendSchoolLetters(deps, await evaluate(deps, run, signal), { kinds: letterKinds, asked: false })
    })
  },
})
