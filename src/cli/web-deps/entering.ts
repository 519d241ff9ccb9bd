import { addRun, type JobDeps } from '../../app.js'
import { isBridgeError } from '../../errors.js'
import type { JobQueue } from '../../queue/index.js'
import type { Line } from '../../web/index.js'

/** Something that is being entered: with what it is, and what becomes of the days that it concerns. */
export interface Entering {
  readonly deps: JobDeps
  /** Id of the run that judges them, where that takes longer than the page waits; null where they are judged. */
  checking(): string | null
}
export type BeginEntering = () => Entering

/** Whoever enters something gets an answer when its days are judged. */
export function enteringAtOnce(deps: JobDeps): BeginEntering {
  return () => ({ deps, checking: () => null })
}

/**
 * Days are judged while the page waits, in its turn among those that judge for other pages; what isn't done by then is left to
 * a run, which judges all of them.
 */
export function enteringPatiently({
  deps,
  queue,
  line,
  patienceMs,
}: {
  readonly deps: JobDeps
  readonly queue: JobQueue
  readonly line: Line
  readonly patienceMs: number
}): BeginEntering {
  return () => {
    let run: string | null = null
    return {
      deps: {
        ...deps,
        async rejudge(days, judge) {
          const late = AbortSignal.timeout(patienceMs)
          try {
            return await line.through(late, () => judge(late))
          } catch (error) {
            if (!isBridgeError(error, 'INTERRUPTED')) throw error
            run = `check-${days.school}-${deps.clock.now()}-${process.hrtime.bigint()}`
            await addRun(deps, queue, { id: run, kind: 'check', ...days, askedBy: 'web' })
            return { opened: 0, changed: 0, mended: 0, closed: 0 }
          }
        },
      },
      checking: () => run,
    }
  }
}
