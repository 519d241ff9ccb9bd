import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { endedBy } from './steps/ended-periods.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'
import { buildSheet, storeSheet } from './steps/sheet.js'

const Payload = z.strictObject({ run: z.string() })

/**
 * Snapshots the summary sheets of every class one of whose periods has ended within the run's days; and once its year is over,
 * to the end of the study year, that of the year, so that what is put right after resits is archived, too.
 */
export const makeSheets = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-sheets',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { progress, signal } = context
    await inRun(deps, { runId, name: 'sheets', context }, async run => {
      const school = deps.school(run.school)
      const { periods, years } = await endedBy(deps, run, school)
      const sheets = [
        ...periods.map(({ classId, id }) => ({ classId, periodId: id })),
        ...years.map(classId => ({ classId, periodId: null })),
      ]
      for (const [index, wanted] of sheets.entries()) {
        if (signal.aborted)
          throw new BridgeError('INTERRUPTED', { message: 'Составление ведомостей прервано' })
        const sheet = await buildSheet(deps, { school, ...wanted })
        await storeSheet(deps, sheet)
        await progress((index + 1) / sheets.length)
      }
    })
    await tendArchive(deps)
  },
})
