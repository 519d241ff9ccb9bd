import type { IsoDate } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import type { JobQueue, QueueBackend } from '../../src/queue/index.js'
import type { Run, RunRequest } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { accessPaused } from './access.js'
import { type PlannedLook, planDay } from './plan.js'

/** Enters a run and queues it; false when it was entered before (another scheduler, an earlier minute). */
export async function addRun(deps: JobDeps, queue: JobQueue, request: RunRequest): Promise<boolean> {
  const created = await deps.runs.create(request, deps.clock.now())
  if (!created) return false
  await queue.add({
    name: 'sync-school',
    id: `${request.id}/sync`,
    payload: { run: request.id },
    priority: request.askedBy === 'cron' ? 50 : 1,
  })
  return true
}

/**
 * Takes up what a stopped program left: the queue may have lost it, the runs table hasn't. Windows that a run has
 * finished aren't asked again, so doing this twice costs nothing. One-shot commands end with their process.
 */
export async function resumeRuns(deps: JobDeps, queue: JobQueue): Promise<number> {
  const unfinished = (await deps.runs.unfinished()).filter(run => run.askedBy !== 'cli')
  for (const run of unfinished) {
    const id = `${run.id}/resume/${deps.clock.now()}`
    await queue.add({ name: 'sync-school', id, payload: { run: run.id }, priority: 20 })
  }
  return unfinished.length
}

export interface ScheduleSettings {
  readonly nightAt: string
  readonly digestAt: string
  readonly plannedLooks: boolean
}

const minute = 60_000
/** A planned look that comes later than this decides nothing any more: the night's run takes over. */
const lookToleranceMs = 10 * minute
const digestDays = 7
/** Late entries land in old windows: the night reads this far back. */
const nightDays = 14

/** The looks of one school's day, from what the mirror knows of its lessons. */
export async function plannedLooks(deps: JobDeps, school: School, date: IsoDate): Promise<PlannedLook[]> {
  const { calendar } = await deps.calendar(school)
  const slice = await deps.mirror.slice({ school: school.id, from: date, to: date }, school.timeZone)
  const { minutes, graceMinutes } = school.regulation.rules['2.6-homework-in-time']
  return planDay(createJournal(slice), calendar, { date, homeworkMinutes: minutes, graceMinutes })
}

/** Whether a later try of the same day's run has come through. */
async function doneSince(deps: JobDeps, first: Run): Promise<boolean> {
  const tries = (await deps.runs.recent(first.school, 100)).filter(run => run.id.startsWith(first.id))
  return tries.some(run => run.state === 'done' || run.state === 'done-with-gaps')
}

/** Runs of a school that are due at `now`; their ids are functions of what is due, so doubling does no harm. */
export async function dueRuns(
  deps: JobDeps,
  school: School,
  schedule: ScheduleSettings,
): Promise<RunRequest[]> {
  const now = deps.clock.now()
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(now)
  const due: RunRequest[] = []
  const add = (
    kind: RunRequest['kind'],
    at: string,
    from: IsoDate,
    classIds: RunRequest['classIds'] = null,
  ) =>
    due.push({
      id: `${kind}-${school.id}-${at}`,
      kind,
      school: school.id,
      from,
      to: today,
      classIds,
      askedBy: 'cron',
    })
  /** What must happen today is tried again each hour while it fails: an outage or a mail server passes. */
  const daily = async (kind: RunRequest['kind'], from: IsoDate) => {
    const first = await deps.runs.get(`${kind}-${school.id}-${today}`)
    const again = first?.state === 'failed' && !(await doneSince(deps, first))
    add(kind, again ? calendar.format(now).slice(0, 13) : today, from)
  }
  if (now >= calendar.at(today, schedule.nightAt)) await daily('report', calendar.addDays(today, -nightDays))
  if (now >= calendar.at(today, schedule.digestAt) && school.digestTo.length > 0) {
    await daily('digest', calendar.addDays(today, -digestDays))
  }
  if (!schedule.plannedLooks) return due
  // The last look at a day lies after its midnight.
  for (const date of [calendar.addDays(today, -1), today]) {
    for (const look of await plannedLooks(deps, school, date)) {
      if (look.at <= now && now < look.at + lookToleranceMs)
        add('planned-look', String(look.at), date, look.classIds)
    }
  }
  return due
}

/** The queue holds nothing, but runs are unfinished: it was emptied, or a run was entered while it was away. */
export async function recoverLostRuns(deps: JobDeps, queue: QueueBackend): Promise<number> {
  const counts = Object.values(await queue.counts())
  if (counts.some(({ waiting, active }) => waiting + active > 0)) return 0
  return resumeRuns(deps, queue)
}

/** Adds whatever is due for the given schools; answers with the ids of the new runs. */
export async function addDueRuns(
  deps: JobDeps,
  queue: JobQueue,
  plan: { schools: readonly School[]; schedule: ScheduleSettings },
): Promise<string[]> {
  // What is due while there is no access is missed, and coverage says so.
  if (await accessPaused(deps, plan.schools)) return []
  const added: string[] = []
  for (const school of plan.schools) {
    for (const run of await dueRuns(deps, school, plan.schedule)) {
      if (await addRun(deps, queue, run)) added.push(run.id)
    }
  }
  return added
}
