import { z } from 'zod'
import { windowKey } from '../src/journal/index.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { inRun } from './steps/in-run.js'
import { replayEach } from './steps/replay-quarantine.js'

const Payload = z.strictObject({ run: z.string() })

/** Reads once more what stands in quarantine, without the platform, and has the days judged with what came of it. */
export const replayQuarantineJob = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'replay-quarantine',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { queue, signal } = context
    await inRun(deps, { runId, name: 'replay', context }, async run => {
      const { runs } = deps
      // Taken up after a stop, it finds less in quarantine than there was.
      const finished = await runs.finishedWindows(runId)
      const waiting = await deps.mirror.quarantine(run.school)
      await runs.setWindows(
        runId,
        new Set([...finished, ...waiting.map(item => windowKey(item.window))]).size,
      )
      for await (const replayed of replayEach(deps, deps.school(run.school), { dryRun: false, signal })) {
        const { window, complete, suspect, changed, gone, after } = replayed
        const whole = complete && !suspect
        await runs.windowDone(runId, {
          window: windowKey(window),
          errorCode: null,
          requests: 0,
          complete: whole ? 1 : 0,
          incomplete: whole ? 0 : 1,
          changed,
          gone,
          quarantined: after,
        })
        if (!(await runs.isOpen(runId))) return
      }
      await queue.addTree({
        name: 'finish-run',
        id: `${runId}/finish`,
        payload: { run: runId },
        children: [{ name: 'check-journal', id: `${runId}/check-journal`, payload: { run: runId } }],
      })
    })
  },
})
