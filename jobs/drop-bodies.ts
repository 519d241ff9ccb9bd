import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { dropOldBodies } from './steps/drop-bodies.js'

const Payload = z.strictObject({ school: z.string() })

/** Drops raw answers that can be evidence of nothing any more. Twice is as good as once: the second finds none. */
export const dropBodies = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'drop-bodies',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ school }, deps, { log }) {
    const { bodies, bytes } = await dropOldBodies(deps, deps.school(school), { dryRun: false })
    if (bodies > 0) log.info('old bodies dropped', { school, bodies, bytes })
  },
})
