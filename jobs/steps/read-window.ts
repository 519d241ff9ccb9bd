import { BridgeError, isBridgeError } from '../../src/errors.js'
import type { Answer, Charge, Id, IsoDate, Neighbours, ReadOptions, Window } from '../../src/journal/index.js'
import { isNotOffered, windowKey } from '../../src/journal/index.js'
import type { LookResult } from '../../src/mirror/index.js'
import type { JobContext } from '../../src/queue/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'
import { tellLate } from './end-run.js'
import { isWholeSince } from './known.js'
import { pupilsOf } from './pupils.js'
import { isNotGiven } from './resits.js'

/** Failures that say something about one window only; anything else ends the run. */
function concernsWindowOnly(error: BridgeError): boolean {
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

/** A look was refused because a newer one is in, and that one isn't from the future. */
function isOvertaken(error: BridgeError, now: number): boolean {
  if (error.code !== 'CLOCK_BEHIND') return false
  const newest = error.details.newestAskedAt
  return typeof newest === 'number' && newest <= now
}

/** What left for the platform: nothing where an outage was known, or what was needed first had failed. */
function requestsOf({ details: { requests } }: BridgeError): number {
  return typeof requests === 'number' ? requests : 0
}

interface ClassWeek {
  readonly school: Id
  readonly group: Id
  readonly week: IsoDate
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

async function ask(deps: JobDeps, { window, charge, signal, neighbours }: LookRequest): Promise<Answer> {
  const { school, group, week } = window
  return deps.source.read(window, {
    signal,
    charge,
    ...(neighbours ? { neighbours } : {}),
    ...(group !== null && week !== null ? knownOf(deps, { school, group, week }) : {}),
    ...pupilsOf(deps, window),
  })
}

/** One look at one window, taken into the mirror. @throws BridgeError when it brought no data, or came too late */
export async function lookAt(
  deps: JobDeps,
  request: LookRequest,
): Promise<{ readonly answer: Answer; readonly look: LookResult }> {
  const answer = await ask(deps, request)
  return { answer, look: await deps.mirror.recordLook(request.window, answer) }
}

/**
 * Reads one window into the mirror and enters the outcome in the run. Safe to run twice: a window that the run
 * has finished is not asked again (`finished`), nor is one that is known. A refusal or outage makes the window
 * incomplete and lets the sweep go on.
 * @returns records that are new or different
 */
export async function readWindow(
  deps: JobDeps,
  request: Omit<LookRequest, 'charge'> & {
    readonly run: Run
    /** The job's. */
    readonly log: JobContext['log']
    readonly finished: ReadonlySet<string>
    /** Whether the mirror knows already what would be asked for; it is asked for where this isn't given. */
    readonly isKnown?: () => Promise<boolean>
    /** Of a class that isn't listed any more: what the platform doesn't give of it is no gap. */
    readonly isFormer?: boolean
  },
): Promise<number> {
  const { run, window, isFormer = false } = request
  const runId = run.id
  const key = windowKey(window)
  if (request.finished.has(key)) return 0
  if (await request.isKnown?.()) {
    await deps.runs.windowDone(runId, { window: key, errorCode: null, ...noChange, complete: 1 })
    return 0
  }
  const askedAt = deps.clock.now()
  let answer: Answer | null = null
  try {
    answer = await ask(deps, { ...request, charge: chargeOf(run) })
    const look = await deps.mirror.recordLook(window, answer)
    // A window that lost much at once proves nothing until a second look confirms it.
    const whole = look.complete && !look.suspect
    const changes = look.changed + look.gone > 0
    await deps.runs.windowDone(runId, {
      window: key,
      errorCode: null,
      requests: answer.requests,
      complete: whole ? 1 : 0,
      incomplete: whole || (isFormer && isNotGiven({ errorCode: null, records: look.records })) ? 0 : 1,
      changed: look.changed,
      gone: look.gone,
      quarantined: look.quarantined,
      askedAt: changes ? answer.askedAt : null,
    })
    if (changes && !(await deps.runs.isOpen(runId))) await tellLate(deps, run)
    return look.changed
  } catch (error) {
    if (!isBridgeError(error)) throw error
    const overtaken = isOvertaken(error, deps.clock.now())
    if (!overtaken && !concernsWindowOnly(error)) throw error
    const requests = answer?.requests ?? requestsOf(error)
    if (overtaken) {
      // Another run's look at this window is newer than ours: if it was whole, what we asked for is there.
      const whole = await isWholeSince(deps, window, askedAt)
      const outcome = whole ? { complete: 1 } : { incomplete: 1 }
      await deps.runs.windowDone(runId, { window: key, errorCode: null, ...noChange, requests, ...outcome })
      return 0
    }
    await deps.mirror.recordFailedLook(window, askedAt, error.code, requests)
    const isMissed =
      !isNotOffered(window.resource, error.code) &&
      !(isFormer && isNotGiven({ errorCode: error.code, records: 0 }))
    await deps.runs.windowDone(runId, {
      window: key,
      errorCode: error.code,
      ...noChange,
      requests,
      incomplete: isMissed ? 1 : 0,
    })
    request.log.warn('window not read', { run: runId, window: key, code: error.code })
    return 0
  }
}
