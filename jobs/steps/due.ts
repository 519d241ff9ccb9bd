import type { Calendar } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { JobQueue, QueueBackend } from '../../src/queue/index.js'
import type { LookKind, PlannedLook, Run, RunKind, RunRequest } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { accessPaused } from './access.js'
import { addDueCopies } from './due-copies.js'
import { keepPlan, runKindOf, type ScheduleSettings } from './keep-plan.js'
import { addDueNotices } from './notices.js'

/** With which a run begins, and is taken up. */
function firstJob(kind: RunKind): string {
  if (kind === 'replay') return 'replay-quarantine'
  if (kind === 'check') return 'check-journal'
  // A print kit is made of what was read.
  return kind === 'print-kit' ? 'make-print-kit' : 'sync-school'
}

/** Enters a run and queues it; false when it was entered before (another scheduler, an earlier minute). */
export async function addRun(deps: JobDeps, queue: JobQueue, request: RunRequest): Promise<boolean> {
  const created = await deps.runs.create(request, deps.clock.now())
  if (!created) return false
  await queue.add({
    name: firstJob(request.kind),
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
    await queue.add({ name: firstJob(run.kind), id, payload: { run: run.id }, priority: 20 })
  }
  return unfinished.length
}

/** Id of this hour's try of something that failed before. */
function hourly(id: string, calendar: Calendar, now: Instant): string {
  return `${id}T${calendar.format(now).slice(11, 13)}`
}

/** These looks decide no deadline, so they wait for one another and for those that do; the mail for what it tells of. */
const patient: readonly LookKind[] = ['catch-up', 'night', 'digest', 'open-period', 'closed-periods']

/** A run that only waits for the archivist, who may be off for days, holds up no reading. */
function isBeingRead({ windows, complete, incomplete, step }: Run): boolean {
  return windows === null || complete + incomplete < windows || step === 'check'
}

/** Looks to take now: every one at a deadline, and one of the patient ones once nothing else is being read. */
async function looksToTake(deps: JobDeps, school: School): Promise<PlannedLook[]> {
  const due = await deps.plan.due(school.id, deps.clock.now())
  const urgent = due.filter(look => !patient.includes(look.kind))
  if (urgent.length > 0) return urgent
  const unfinished = await deps.runs.unfinished()
  if (unfinished.some(run => run.school === school.id && run.askedBy === 'cron' && isBeingRead(run)))
    return []
  return due.sort((a, b) => patient.indexOf(a.kind) - patient.indexOf(b.kind)).slice(0, 1)
}

/**
 * Takes the looks whose time is now. Safe to do twice and by two schedulers: a run is entered once by its id, and
 * whoever comes second notes the same run.
 */
async function takeLooks(deps: JobDeps, queue: JobQueue, school: School): Promise<string[]> {
  const { calendar } = await deps.calendar(school)
  const added: string[] = []
  for (const look of await looksToTake(deps, school)) {
    const { from, to, classIds } = look
    const id = look.run === null ? look.id : hourly(look.id, calendar, deps.clock.now())
    const kind = runKindOf(look.kind)
    const run: RunRequest = { id, kind, school: school.id, from, to, classIds, askedBy: 'cron' }
    if (await addRun(deps, queue, run)) {
      added.push(id)
      if (look.kind === 'night')
        await addUpkeep(queue, { id, school, look, sunday: calendar.weekday(look.date) === 7 })
    }
    await deps.plan.take(school.id, look.id, id)
  }
  return added
}

/** What a night brings beside its looks; more with the one that begins the Sunday. The archive is that of all schools. */
async function addUpkeep(
  queue: JobQueue,
  { id, school, look, sunday }: { id: string; school: School; look: PlannedLook; sunday: boolean },
): Promise<void> {
  const scope = sunday ? 'all' : 'new'
  await queue.add({ name: 'scrub-archive', id: `scrub-archive/${look.date}`, payload: { scope } })
  if (!sunday) return
  await queue.add({ name: 'drop-bodies', id: `${id}/drop-bodies`, payload: { school: school.id } })
}

/** The queue holds nothing, but runs are unfinished: it was emptied, or a run was entered while it was away. */
export async function recoverLostRuns(deps: JobDeps, queue: QueueBackend): Promise<number> {
  const counts = Object.values(await queue.counts())
  if (counts.some(({ waiting, active }) => waiting + active > 0)) return 0
  return resumeRuns(deps, queue)
}

/** Brings the plan up to date and adds whatever is due for the given schools; answers with the ids of the new runs. */
export async function addDueRuns(
  deps: JobDeps,
  queue: JobQueue,
  plan: { schools: readonly School[]; schedule: ScheduleSettings },
): Promise<string[]> {
  for (const school of plan.schools) await keepPlan(deps, school, plan.schedule)
  await addDueCopies(deps, queue, { schools: plan.schools, nightAt: plan.schedule.nightAt })
  await addDueNotices(deps, queue, plan.schedule)
  // What is due while there is no access is missed, and the plan says so.
  if (await accessPaused(deps, plan.schools)) return []
  const added: string[] = []
  for (const school of plan.schools) {
    added.push(...(await takeLooks(deps, queue, school)))
  }
  return added
}
