import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { inRun } from './steps/in-run.js'
import { buildSheet, storeSheet } from './steps/sheet.js'

const Payload = z.strictObject({ run: z.string() })

/** Snapshots the summary sheets of every class one of whose periods has ended within the run's days. */
export const makeSheets = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-sheets',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, { lastAttempt, progress, signal }) {
    await inRun(deps, { runId, name: 'sheets', lastAttempt }, async run => {
      const school = deps.school(run.school)
      const { calendar } = await deps.calendar(school)
      const today = calendar.dateOf(deps.clock.now())
      const directory = await deps.mirror.directory(run.school)
      const ended = directory.periods.filter(
        period =>
          period.type !== 'year' &&
          period.finish >= run.from &&
          period.finish <= run.to &&
          period.finish < today &&
          (run.classIds === null || run.classIds.includes(period.classId)),
      )
      for (const [index, period] of ended.entries()) {
        if (signal.aborted)
          throw new BridgeError('INTERRUPTED', { message: 'Составление ведомостей прервано' })
        const sheet = await buildSheet(deps, { school, classId: period.classId, periodId: period.id })
        await storeSheet(deps, sheet)
        await progress((index + 1) / ended.length)
      }
    })
  },
})
