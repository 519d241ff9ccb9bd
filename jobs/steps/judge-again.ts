import type { Id, IsoDate } from '../../src/journal/index.js'
import type { LedgerChange } from '../../src/ledger/index.js'
import { rules } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { type EvaluationRequest, type Judgement, record } from './evaluate.js'
import { judgeByClass, type Variant } from './judge-by-class.js'

export const nothing: LedgerChange = { opened: 0, changed: 0, mended: 0, closed: 0 }

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds?: readonly Id[] | null
}

interface Again extends Days {
  /** Rules whose verdicts may have changed, by id; all where this isn't given. */
  readonly only?: readonly string[]
}

/** As many of these days as have come and have a calendar, of classes that are still listed; null where none. */
export async function daysThatCame(
  deps: JobDeps,
  school: Id,
  { from, to, classIds = null }: Days,
): Promise<Required<Days> | null> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const { knownDays } = deps
  const first = from < knownDays.from ? knownDays.from : from
  const last = [to, today, knownDays.to].sort()[0] ?? to
  const { classes } = await deps.mirror.directory(school)
  const listed = classIds?.filter(id => classes.some(group => group.id === id)) ?? null
  return first > last || listed?.length === 0 ? null : { from: first, to: last, classIds: listed }
}

interface Recording {
  readonly runId: string | null
  /** What the days are judged by too, for whoever tells the difference; that isn't recorded. */
  readonly before?: Variant | null
  /** What was judged, class by class, and the same by `before`. */
  use?(now: Judgement, before: Judgement | null): void | Promise<void>
}

/**
 * Judges days class by class and enters each in the ledger as it is judged: whoever is interrupted has judged the first of them.
 * The database enters one class while the next ones are judged and read: four are held at most.
 * @throws BridgeError as `judge`
 */
export async function recordByClass(
  deps: JobDeps,
  request: EvaluationRequest,
  { runId, before, use }: Recording,
  signal?: AbortSignal,
): Promise<LedgerChange> {
  const rulesAsked = request.only ?? rules.map(({ id }) => id)
  const entered = inTurns()
  try {
    await judgeByClass(
      deps,
      request,
      before ? [{}, before] : [{}],
      async ([now, then]) => {
        if (!now) return
        // The duties of the school come last: what is told then is told of every class, also of one that isn't listed any more.
        const isLast = now.part === 'school' && request.classIds === null
        await entered.next(() => record(deps, now, runId, isLast ? rulesAsked : undefined))
        await use?.(now, then ?? null)
      },
      signal,
    )
  } catch (error) {
    await entered.stop()
    throw error
  }
  return entered.all()
}

/** One piece of work after the other; whoever brings one goes on while another one waits for its turn, but not while two do. */
function inTurns() {
  let last = Promise.resolve(nothing)
  let before = last
  let isOpen = true
  return {
    /** @throws whatever one of those before threw; those after it aren't begun */
    async next(work: () => Promise<LedgerChange>): Promise<void> {
      const running = last
      last = running.then(async change => (isOpen ? sum(change, await work()) : change))
      // Its failure is told to whoever waits for it; until then it isn't one that nobody handles.
      last.catch(() => undefined)
      await before
      before = running
    },
    all: () => last,
    /** Begins nothing any more, and waits for what runs: then nothing is written. */
    async stop(): Promise<void> {
      isOpen = false
      await Promise.allSettled([last])
    },
  }
}

function sum(a: LedgerChange, b: LedgerChange): LedgerChange {
  return {
    opened: a.opened + b.opened,
    changed: a.changed + b.changed,
    mended: a.mended + b.mended,
    closed: a.closed + b.closed,
  }
}

/**
 * What somebody states counts at once for days that were judged: as many of these days as have come are judged and
 * recorded again, or will be, where whoever waits for it has no time for that.
 */
export async function judgeAgain(
  deps: JobDeps,
  school: Id,
  { only, ...days }: Again,
  told: Pick<Recording, 'before' | 'use'> = {},
): Promise<LedgerChange> {
  const came = await daysThatCame(deps, school, days)
  if (came === null) return nothing
  const request = { school, ...came }
  const judge = (signal?: AbortSignal) =>
    recordByClass(deps, { ...request, ...(only && { only }) }, { runId: null, ...told }, signal)
  return deps.rejudge ? deps.rejudge(request, judge) : judge()
}
