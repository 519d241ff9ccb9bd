import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { buildJournal, storeJournal } from './steps/class-journal.js'
import { endedPeriods } from './steps/ended-periods.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'

const Payload = z.strictObject({ run: z.string() })

/**
 * Archives the journal of every class one of whose periods has ended within the run's days: the study year up to the class's
 * last ended period, so with the last period the whole year.
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
      for (const [index, classId] of classIds.entries()) {
        if (signal.aborted) throw new BridgeError('INTERRUPTED', { message: 'Составление журналов прервано' })
        await storeJournal(deps, await buildJournal(deps, { school, classId, periodId: null, ended: true }))
        await progress((index + 1) / classIds.length)
      }
    })
    await tendArchive(deps)
  },
})
