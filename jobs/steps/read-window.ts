import type { Instant } from '../../src/clock.js'
import { BridgeError, isBridgeError } from '../../src/errors.js'
import type { Answer, Charge, Id, IsoDate, Neighbours, ReadOptions, Window } from '../../src/journal/index.js'
import { isNotOffered, windowKey } from '../../src/journal/index.js'
import type { LookResult } from '../../src/mirror/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'

/** Failures that say something about one window only; anything else ends the run. */
function concernsWindowOnly(error: unknown): error is BridgeError {
  return isBridgeError(
    error,
    'DNEVNIK_DOWN',
    'DNEVNIK_FORBIDDEN',
    'DNEVNIK_NETWORK',
    'DNEVNIK_NOT_FOUND',
    'DNEVNIK_PARAMETER',
    'DNEVNIK_RATE_LIMITED',
    'DNEVNIK_TIMEOUT',
    'DNEVNIK_TRUNCATED',
    'DNEVNIK_UNEXPECTED',
  )
}

const noChange = { requests: 0, complete: 0, incomplete: 0, changed: 0, gone: 0, quarantined: 0 }

/** What people ask for goes before what the clock asks for. */
export function chargeOf({ kind, askedBy }: Run): Charge {
  return { purpose: kind, urgent: askedBy !== 'cron' }
}

/** Our look was refused because a newer one is in, and that one isn't from the future. */
function isOvertaken(error: unknown, now: Instant): boolean {
  if (!isBridgeError(error, 'CLOCK_BEHIND')) return false
  const newest = error.details.newestAskedAt
  return typeof newest === 'number' && newest <= now
}

function requestsOf(error: BridgeError): number {
  const requests = error.details.requests
  return typeof requests === 'number' ? requests : 1
}

interface ClassWeek {
  readonly school: Id
  readonly group: Id
  readonly week: IsoDate
}

/** Read since then, and whole: the newest look is the proof, not one before a failure. */
async function isWholeSince(deps: JobDeps, window: Window, since: Instant): Promise<boolean> {
  const proof = await deps.mirror.lastComplete(window)
  if (proof === null || proof < since) return false
  const newest = await deps.mirror.lastLook(window)
  return newest?.askedAt === proof
}

async function areLessonsRead(deps: JobDeps, week: ClassWeek): Promise<boolean> {
  const newest = await deps.mirror.lastLook({ ...week, resource: 'lessons' })
  return newest?.complete === true
}

/**
 * Lessons of a week, for a platform that gives attendance only by lessons or their subjects. Without a whole look at
 * the lessons an empty answer would pass for «nobody was absent».
 */
async function needLessons(deps: JobDeps, week: ClassWeek): Promise<void> {
  if (await areLessonsRead(deps, week)) return
  throw new BridgeError('DNEVNIK_UNEXPECTED', {
    message: 'Посещаемость даётся только по урокам, а уроки этой недели не прочитаны',
  })
}

/** What the mirror knows of a class's week, where the platform can only be asked with it. */
function knownOf(deps: JobDeps, week: ClassWeek): Omit<ReadOptions, 'signal'> {
  const { school, group } = week
  return {
    async lessonIds() {
      await needLessons(deps, week)
      return deps.mirror.lessonIds(school, group, week.week)
    },
    async subjectIds() {
      await needLessons(deps, week)
      return deps.mirror.lessonSubjects(school, group, week.week)
    },
    // As long as the lessons aren't read, nobody can tell which works they would have brought.
    unknownWorks: async ids =>
      (await areLessonsRead(deps, week)) ? deps.mirror.unknownWorks(school, group, ids) : [],
  }
}

export interface LookRequest {
  readonly window: Window
  readonly charge: Charge
  readonly signal: AbortSignal
  readonly neighbours?: Neighbours
}

/** One look at one window, taken into the mirror. @throws BridgeError when it brought no data, or came too late */
export async function lookAt(
  deps: JobDeps,
  { window, charge, signal, neighbours }: LookRequest,
): Promise<{ readonly answer: Answer; readonly look: LookResult }> {
  const { school, group, week } = window
  const answer = await deps.source.read(window, {
    signal,
    charge,
    ...(neighbours ? { neighbours } : {}),
    ...(group !== null && week !== null ? knownOf(deps, { school, group, week }) : {}),
  })
  return { answer, look: await deps.mirror.recordLook(window, answer) }
}

/**
 * Reads one window into the mirror and enters the outcome in the run. Safe to run twice: a window that the run
 * has finished is not asked again (`finished`), nor is one that was read whole since `freshSince`. A refusal or outage
 * makes the window incomplete and lets the sweep go on.
 * @returns records that are new or different
 */
export async function readWindow(
  deps: JobDeps,
  request: Omit<LookRequest, 'charge'> & {
    readonly run: Run
    readonly finished: ReadonlySet<string>
    readonly freshSince?: Instant | null
  },
): Promise<number> {
  const { run, window, freshSince = null } = request
  const runId = run.id
  const key = windowKey(window)
  if (request.finished.has(key)) return 0
  if (freshSince !== null && (await isWholeSince(deps, window, freshSince))) {
    await deps.runs.windowDone(runId, { window: key, errorCode: null, ...noChange, complete: 1 })
    return 0
  }
  const askedAt = deps.clock.now()
  try {
    const { answer, look } = await lookAt(deps, { ...request, charge: chargeOf(run) })
    await deps.runs.windowDone(runId, {
      window: key,
      errorCode: null,
      requests: answer.requests,
      // A window that lost much at once proves nothing until a second look confirms it.
      complete: look.complete && !look.suspect ? 1 : 0,
      incomplete: look.complete && !look.suspect ? 0 : 1,
      changed: look.changed,
      gone: look.gone,
      quarantined: look.quarantined,
    })
    return look.changed
  } catch (error) {
    if (isOvertaken(error, deps.clock.now())) {
      // Another run's look at this window is newer than ours: what we asked for is there.
      await deps.runs.windowDone(runId, {
        window: key,
        errorCode: null,
        ...noChange,
        requests: 1,
        complete: 1,
      })
      return 0
    }
    if (!concernsWindowOnly(error)) throw error
    await deps.mirror.recordFailedLook(window, askedAt, error.code)
    await deps.runs.windowDone(runId, {
      window: key,
      errorCode: error.code,
      ...noChange,
      requests: requestsOf(error),
      incomplete: isNotOffered(window.resource, error.code) ? 0 : 1,
    })
    deps.log.warn('window not read', { run: runId, window: key, code: error.code })
    return 0
  }
}
