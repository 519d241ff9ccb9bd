import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { inRun } from './steps/in-run.js'
import { readWindow } from './steps/read-window.js'

const Payload = z.strictObject({
  run: z.string(),
  windows: z.array(
    z.strictObject({
      school: z.string(),
      resource: z.enum(['lessons', 'marks', 'attendance', 'final-marks']),
      group: z.string(),
      week: z.iso.date().nullable(),
    }),
  ),
})

/** Reads the windows of one class, one after the other; lessons come before the attendance that may need them. */
export const readClass = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'read-class',
  queue: 'dnevnik',
  payload: Payload,
  attempts: 3,
  async run({ run: runId, windows }, deps, { lastAttempt, progress, signal }) {
    await inRun(deps, { runId, name: 'windows', lastAttempt }, async run => {
      const finished = await deps.runs.finishedWindows(runId)
      const [first] = windows
      const neighbours = first && (await deps.mirror.neighbours(first.school, first.group))
      for (const [index, window] of windows.entries()) {
        if (signal.aborted) throw new BridgeError('INTERRUPTED', { message: 'Чтение класса прервано' })
        const request = { run, window, finished, signal, ...(neighbours ? { neighbours } : {}) }
        await readWindow(deps, request)
        await progress((index + 1) / windows.length)
      }
    })
  },
})
