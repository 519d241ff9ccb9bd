import { z } from 'zod'
import { BridgeError } from '../src/errors.js'
import type { Window } from '../src/journal/index.js'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'
import { effectiveSchool } from './steps/effective-school.js'
import { inRun } from './steps/in-run.js'
import { isKnown } from './steps/known.js'
import { readWindow } from './steps/read-window.js'
import { outgrownLists } from './steps/strangers.js'

const Payload = z.strictObject({
  run: z.string(),
  windows: z.array(
    z.strictObject({
      school: z.string(),
      resource: z.enum(['lessons', 'marks', 'attendance', 'final-marks', 'exam-marks']),
      group: z.string(),
      week: z.iso.date().nullable(),
    }),
  ),
})

/**
 * Reads the windows of one class, one after the other; lessons come before the attendance that may need them. Then
 * the lists that don't know what the journal names. A year of a class takes minutes: between two windows it makes room for
 * whoever asked for less, and comes back to what it hasn't read yet.
 */
export const readClass = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'read-class',
  queue: 'dnevnik',
  payload: Payload,
  attempts: 3,
  async run({ run: runId, windows }, deps, context) {
    const { giveWay, log, progress, signal } = context
    await inRun(deps, { runId, name: 'windows', context }, async run => {
      const finished = await deps.runs.finishedWindows(runId)
      const [first] = windows
      const neighbours = first && (await deps.mirror.neighbours(first.school, first.group))
      const school = await effectiveSchool(deps, run.school)
      const { calendar } = await deps.calendar(school)
      const { classes } = await deps.mirror.directory(run.school)
      const isFormer = !classes.some(({ id }) => id === first?.group)
      let changed = 0
      const read = async (window: Window) => {
        if (signal.aborted) throw new BridgeError('INTERRUPTED', { message: 'Чтение класса прервано' })
        const known = () => isKnown(deps, { run, window }, { calendar, school })
        const request = { run, log, window, finished, signal, isKnown: known, isFormer }
        changed += await readWindow(deps, { ...request, ...(neighbours ? { neighbours } : {}) })
      }
      for (const [index, window] of windows.entries()) {
        if (!(await deps.runs.isOpen(runId))) return
        await giveWay()
        await read(window)
        await progress((index + 1) / windows.length)
      }
      // The lists of a former year stay as they were.
      if (changed === 0 || first === undefined || isFormer) return
      for (const list of await outgrownLists(deps, school, { classId: first.group, windows }))
        await read(list)
    })
  },
})
