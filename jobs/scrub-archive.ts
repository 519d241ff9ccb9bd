import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { tendArchive } from './steps/known-archive.js'
import { stampAndTell } from './steps/stamp-checkpoint.js'
import { scrubAndTell } from './steps/scrub-archive.js'

const Payload = z.strictObject({ scope: z.enum(['all', 'new']) })

/**
 * Reads the archive, enters in its log that it was done and what was found (clause 2.9), and raises the alarm. Where all of it
 * was read and is sound, its checkpoint is time-stamped.
 */
export const scrubArchive = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'scrub-archive',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ scope }, deps, { log, lastAttempt }) {
    const report = await scrubAndTell(deps, scope)
    if (report === null) return
    await tendArchive(deps)
    const { whole, objects, files, bytes, findings, entry } = report
    log.info('archive read', { whole, objects, files, bytes, findings: findings.length, entry })
    if (!whole || findings.length > 0) return
    const stamped = await stampAndTell(deps, { lastAttempt })
    if (stamped !== null) log.info('checkpoint stamped', { seq: stamped.seq, time: stamped.time })
  },
})
