import { z } from 'zod'
import { BridgeError, isBridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { Run } from '../src/runs/index.js'
import type { JobDeps, School } from './deps.js'
import { endedPeriods, endedYears } from './steps/ended-periods.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'
import { resitClasses, resitGaps } from './steps/resits.js'
import { buildSheet, type SheetRequest, storeSheet } from './steps/sheet.js'

const Payload = z.strictObject({ run: z.string() })

/**
 * Snapshots the summary sheets of every class one of whose periods has ended within the run's days; and once its year is over,
 * to the end of the study year, that of the year, so that what is put right after resits is archived, too. In autumn that of the former year,
 * where the final marks of a class with debts were read since. One sheet that can't be
 * printed doesn't keep the others waiting: the run fails when they are there. Nor does a journal that can't be made.
 */
export const makeSheets = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-sheets',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { progress, signal } = context
    await inRun(deps, { runId, name: 'sheets', evenAfter: 'journals', context }, async run => {
      const school = deps.school(run.school)
      const sheets: Omit<SheetRequest, 'school'>[] = [
        ...(await endedPeriods(deps, run, school)).map(({ classId, id }) => ({ classId, periodId: id })),
        ...(await endedYears(deps, run, school)).map(classId => ({ classId, periodId: null })),
        ...(await formerYears(deps, run, school)),
      ]
      const unprintable: BridgeError[] = []
      for (const [index, wanted] of sheets.entries()) {
        if (signal.aborted)
          throw new BridgeError('INTERRUPTED', { message: 'Составление ведомостей прервано' })
        const sheet = await buildSheet(deps, { school, ...wanted })
        await storeSheet(deps, sheet).catch((error: unknown) => {
          if (!isBridgeError(error, 'SHEET_GLYPH')) throw error
          unprintable.push(error)
        })
        await progress((index + 1) / sheets.length)
      }
      if (unprintable[0]) throw unprintable[0]
    })
    await tendArchive(deps)
  },
})

async function formerYears(deps: JobDeps, run: Run, school: School): Promise<Omit<SheetRequest, 'school'>[]> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const resits = await resitClasses(deps, { school: school.id, calendar, today })
  return resits
    .filter(({ classId }) => run.classIds === null || run.classIds.includes(classId))
    .filter(({ finals }) => finals.state === 'read')
    .map(resit => {
      const { classId, studyYear, listsAt } = resit
      return { classId, periodId: null, former: { studyYear, listsAt, gaps: resitGaps(resit) } }
    })
}
