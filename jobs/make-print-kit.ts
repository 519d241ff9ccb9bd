import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { endRun } from './steps/end-run.js'
import { inRun } from './steps/in-run.js'
import { tendArchive } from './steps/known-archive.js'
import { makeKit } from './steps/print-kit.js'

const Payload = z.strictObject({ run: z.string() })

/** Makes the print kit of the year for the run's classes: their sheets, and all papers that go with them. */
export const makePrintKit = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'make-print-kit',
  queue: 'archive',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { progress, signal } = context
    await inRun(deps, { runId, name: 'print-kit', context }, async run => {
      const { missing } = await makeKit(deps, {
        school: deps.school(run.school),
        classIds: run.classIds,
        signal,
        async onClass(classId, errorCode, { done, of }) {
          await deps.runs.setWindows(run.id, of)
          await deps.runs.windowDone(run.id, {
            ...{
              window: `print-kit/${classId}`,
              errorCode,
              requests: 0,
              changed: 0,
              gone: 0,
              quarantined: 0,
            },
            ...{ complete: errorCode === null ? 1 : 0, incomplete: errorCode === null ? 0 : 1 },
          })
          await progress(done / of)
        },
      })
      await endRun(deps, run, { state: missing.length === 0 ? 'done' : 'done-with-gaps' })
    })
    await tendArchive(deps)
  },
})
