import { z } from 'zod'
import { BridgeError, isBridgeError } from '../src/errors.js'
import type { ClassGroup, Directory, Neighbours, Window } from '../src/journal/index.js'
import { windowKey } from '../src/journal/index.js'
import type { JobContext, JobTree } from '../src/queue/index.js'
import { defineJob } from '../src/queue/index.js'
import type { Run, RunKind } from '../src/runs/index.js'
import type { JobDeps } from './deps.js'
import { inLanes } from './steps/in-lanes.js'
import { inRun } from './steps/in-run.js'
import { knownClass } from './steps/known-class.js'
import { neighboursOf } from './steps/neighbours.js'
import { chargeOf, readWindow } from './steps/read-window.js'
import {
  classDirectoryWindows,
  dueLists,
  journalWindows,
  schoolWindows,
  windowFacts,
} from './steps/windows.js'

/**
 * What follows the reading, by what was asked for; each step waits for the one before. A print kit reads nothing. Sheets are made also where
 * a journal couldn't be; a sheet that can't be printed ends the run, so they come last.
 */
const followUps: Readonly<Partial<Record<RunKind, readonly string[]>>> = {
  sync: ['check-journal'],
  'planned-look': ['check-journal'],
  report: ['check-journal', 'make-report', 'make-journals', 'make-sheets'],
  digest: ['check-journal', 'send-digest'],
  replay: ['check-journal'],
}

const Payload = z.strictObject({ run: z.string() })

/** Directory windows read at once; the platform's own limits are kept by `dnevnik/`. */
const directoryAtOnce = 4

async function readDirectory(
  deps: JobDeps,
  run: Run,
  { signal, giveWay, log }: Pick<JobContext, 'signal' | 'giveWay' | 'log'>,
): Promise<void> {
  const finished = await deps.runs.finishedWindows(run.id)
  const read = async (window: Window, neighbours?: Neighbours) => {
    if (!(await deps.runs.isOpen(run.id))) return
    await giveWay()
    await readWindow(deps, { run, log, window, finished, signal, ...(neighbours ? { neighbours } : {}) })
  }
  await inLanes(await dueLists(deps, run, schoolWindows(run.school)), directoryAtOnce, window => read(window))
  const groups: Window = { school: run.school, resource: 'groups', group: null, week: null }
  if ((await deps.mirror.lastComplete(groups)) === null) {
    const look = await deps.mirror.lastLook(groups)
    throw new BridgeError(isErrorCodeOfPlatform(look?.errorCode), {
      message: 'Список классов школы не прочитан, поэтому читать больше нечего',
      hint: 'Проверьте права токена (нужна роль сотрудника школы) командой: dnevnik-bridge doctor',
    })
  }
  const directory = await deps.mirror.directory(run.school)
  if (directory.classes.length === 0) {
    throw new BridgeError('DNEVNIK_UNEXPECTED', {
      message: 'В списке классов школы нет ни одного действующего класса, поэтому читать нечего',
      hint: 'Проверьте номер школы; если классы нового года ещё не созданы, повторите, когда они появятся',
    })
  }
  const classes = wantedClasses(run, directory)
  const windows = classes.flatMap(group => classDirectoryWindows(run.school, group.id, directory))
  await inLanes(await dueLists(deps, run, windows), directoryAtOnce, async window =>
    read(window, await neighboursOf(deps, window, directory)),
  )
}

function isErrorCodeOfPlatform(code: string | null | undefined) {
  const known = ['DNEVNIK_FORBIDDEN', 'DNEVNIK_DOWN', 'DNEVNIK_NETWORK', 'DNEVNIK_TIMEOUT'] as const
  return known.find(item => item === code) ?? 'DNEVNIK_UNEXPECTED'
}

function wantedClasses({ classIds }: Run, directory: Directory): readonly ClassGroup[] {
  return classIds === null ? directory.classes : classIds.map(id => knownClass(directory, id))
}

/** A person who asks for a class's week waits before the screen; who asks for the school's year doesn't. */
const longRun = 150

function priorityOf({ askedBy }: Run, windows: number): number {
  if (askedBy === 'cron') return 50
  return windows > longRun ? 30 : 10
}

/**
 * Starts a run: proves that the token sees the school, reads the directory, and adds a job a class, followed by
 * what was asked for. A re-run of the same run asks only what isn't finished.
 */
export const syncSchool = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'sync-school',
  queue: 'dnevnik',
  payload: Payload,
  attempts: 3,
  async run({ run: runId }, deps, context) {
    const { giveWay, log, queue, signal } = context
    await inRun(deps, { runId, name: 'directory', context }, async run => {
      try {
        await deps.source.visibleSchool(run.school, signal, chargeOf(run))
      } catch (error) {
        // An outage isn't waited for here: the next planned look is the retry, and the gap must be seen now.
        if (!isBridgeError(error) || error.permanent) throw error
        throw new BridgeError(error.code, {
          message: error.message,
          hint: error.hint ?? '',
          permanent: true,
          cause: error,
        })
      }
      await readDirectory(deps, run, { signal, giveWay, log })
      if (!(await deps.runs.isOpen(runId))) return
      const facts = await windowFacts(deps, run.school)
      // Named classes that the school hasn't are an error by now.
      const journal = journalWindows(run, facts)
      const finished = await deps.runs.finishedWindows(run.id)
      const planned = new Set([...finished, ...[...journal.values()].flat().map(windowKey)])
      await deps.runs.setWindows(run.id, planned.size)
      await deps.runs.setStep(run.id, 'windows')
      const reads: JobTree[] = [...journal].map(([classId, windows]) => ({
        name: 'read-class',
        id: `${run.id}/read/${classId}`,
        payload: { run: run.id, windows: [...windows] },
        priority: priorityOf(run, planned.size),
      }))
      const last = (followUps[run.kind] ?? []).reduce<readonly JobTree[]>(
        (children, name) => [{ name, id: `${run.id}/${name}`, payload: { run: run.id }, children }],
        reads,
      )
      await queue.addTree({
        name: 'finish-run',
        id: `${run.id}/finish`,
        payload: { run: run.id },
        children: last,
      })
    })
  },
})
