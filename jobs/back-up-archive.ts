import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { backUpAndTell } from './steps/back-up.js'
import { tendArchive } from './steps/known-archive.js'
import { addDueTrial, askForTrial } from './steps/try-restore.js'

const Payload = z.strictObject({
  /** Of the night that they are for: what was made since isn't made again. */
  since: z.int(),
  /** When a trial restore was due last. */
  trialSince: z.int(),
  /** Of the settings; none for the letter that there are none. */
  folders: z.array(z.string()),
})

/** Makes the copies of archive and database that the settings name (clauses 1.2, 2.9), and raises the alarm. */
export const backUpArchive = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'back-up-archive',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run(payload, deps, { log, lastAttempt, progress, queue }) {
    const made = await backUpAndTell(deps, payload, { lastAttempt, progress })
    for (const { archive, database } of made) {
      const { upto, missing, healed, entry } = archive
      const copied = { upto, entries: missing.entries, bytes: missing.bytes, healed: healed.length, entry }
      log.info('copy made', { ...copied, databaseBytes: database.bytes })
    }
    if (made.length > 0) await tendArchive(deps)
    const { since: night, trialSince: since } = payload
    const opened = made.find(({ archive }) => !archive.isSealed)
    if (opened !== undefined) await addDueTrial(deps, queue, { folder: opened.folder, night, since })
    else if (made.length > 0) await askForTrial(deps, { since })
  },
})
