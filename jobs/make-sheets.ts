import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { endedPeriods } from './steps/ended-periods.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'
import { buildSheet, storeSheet } from './steps/sheet.js'

const Payload = z.strictObject({ run: z.string() })

/** Snapshots the summary sheets of every class one of whose periods has ended within the run's days. */
export const makeSheets = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-sheets',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { progress, signal } = context
    await inRun(deps, { runId, name: 'sheets', context }, async run => {
      const school = deps.school(run.school)
      const ended = await endedPeriods(deps, run, school)
      for (const [index, period] of ended.entries()) {
        if (signal.aborted)
          throw new BridgeError('INTERRUPTED', { message: 'Составление ведомостей прервано' })
        const sheet = await buildSheet(deps, { school, classId: period.classId, periodId: period.id })
        await storeSheet(deps, sheet)
        await progress((index + 1) / ended.length)
      }
    })
    await tendArchive(deps)
  },
})
