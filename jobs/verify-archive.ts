import { z } from 'zod'
import { findingLine } from '../src/archive/index.js'
import { BridgeError, mayPass } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { scrubAndTell } from './steps/scrub-archive.js'

const Payload = z.strictObject({ check: z.string() })

/** Progress is for whoever watches: twice a second is enough. */
const tellEveryMs = 500
const mostFindings = 200

/** Reads the whole archive because somebody asked, tells how far it is, and enters in its log what was found. */
export const verifyArchive = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'verify-archive',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ check }, deps, { lastAttempt, log }) {
    const { archiveChecks, clock } = deps
    const known = await archiveChecks.get(check)
    if (known === null || known.finishedAt !== null) return
    let told = 0
    let telling: Promise<void> = Promise.resolve()
    const progress = (done: number, total: number) => {
      const now = performance.now()
      if (now - told < tellEveryMs) return
      told = now
      // One after the other; a lost one must not fail the check.
      telling = telling
        .then(() => archiveChecks.tell(check, clock.now(), { done, total }))
        .catch((error: unknown) => {
          log.warn('ход проверки не записан', {
            check,
            error: error instanceof Error ? error.name : typeof error,
          })
        })
    }
    try {
      const report = await scrubAndTell(deps, 'all', progress)
      await telling
      const { objects = 0, files = 0, findings = [] } = report ?? {}
      const lines = findings.slice(0, mostFindings).map(findingLine)
      await archiveChecks.end(check, clock.now(), { objects, files, findings: lines })
    } catch (error) {
      await telling
      if (mayPass(error) && !lastAttempt) throw error
      const { code, message } =
        error instanceof BridgeError ? error : { code: 'INTERNAL', message: 'Ошибка программы' }
      await archiveChecks.end(check, clock.now(), { errorCode: code, errorMessage: message })
      throw error
    }
  },
})
