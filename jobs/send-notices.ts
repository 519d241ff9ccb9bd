import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { sendOwedNotices } from './steps/notices.js'

const Payload = z.strictObject({})

/** Sends the day's letters about the program itself and over all schools, to whom they are owed. */
export const sendNotices = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'send-notices',
  queue: 'local',
  payload: Payload,
  // What didn't go is tried again each quarter of an hour.
  attempts: 1,
  run: (_payload, deps) => sendOwedNotices(deps),
})
