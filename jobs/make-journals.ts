import { z } from 'zod'
import { BridgeError, mayPass } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { buildJournal, storeJournal } from './steps/class-journal.js'
import { endedPeriods } from './steps/ended-periods.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'

const Payload = z.strictObject({ run: z.string() })

/**
 * Archives the journal of every class one of whose periods has ended within the run's days: the study year up to the class's
 * last ended period, so with the last period the whole year. One class whose journal can't be made doesn't keep the others
 * waiting: the run fails when they are there.
 */
export const makeJournals = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-journals',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { progress, signal } = context
    await inRun(deps, { runId, name: 'journals', context }, async run => {
      const school = deps.school(run.school)
      const classIds = [...new Set((await endedPeriods(deps, run, school)).map(({ classId }) => classId))]
      const failures: unknown[] = []
      for (const [index, classId] of classIds.entries()) {
        if (signal.aborted) throw new BridgeError('INTERRUPTED', { message: 'Составление журналов прервано' })
        try {
          await storeJournal(deps, await buildJournal(deps, { school, classId, periodId: null, ended: true }))
        } catch (error) {
          // What may pass is tried again first.
          if (mayPass(error) && !context.lastAttempt) throw error
          failures.push(error)
        }
        await progress((index + 1) / classIds.length)
      }
      if (failures.length > 0) throw failures[0]
    })
    await tendArchive(deps)
  },
})
