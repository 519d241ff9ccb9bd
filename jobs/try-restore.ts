import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { tendArchive } from './steps/known-archive.js'
import { tryRestoreAndTell } from './steps/try-restore.js'

const Payload = z.strictObject({
  /** Of the settings: whose copy of the archive and newest dump are tried. */
  folder: z.string(),
})

/** Restores a copy on trial, once a year, and has it in the archive's log (clause 2.9). */
export const tryRestore = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'try-restore',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ folder }, deps, { log, lastAttempt, progress }) {
    const report = await tryRestoreAndTell(deps, folder, { lastAttempt, progress })
    if (report === null) return
    await tendArchive(deps)
    const { objects, files, bytes, compared, findings, entry } = report
    log.info('restore tried', { objects, files, bytes, compared, findings: findings.length, entry })
  },
})
