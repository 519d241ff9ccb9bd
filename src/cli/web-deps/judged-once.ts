import { LRUCache } from 'lru-cache'
import { BridgeError } from '../../errors.js'
import { gaveUp, type Line } from '../../web/index.js'

/** What was asked, and by whom. */
interface Asked {
  readonly key: string
  /** What the answer rests on: it is good as long as this is the same. */
  readonly state: string
  /** Of who asks: others may wait for the same answer longer. */
  readonly signal: AbortSignal
}

/** @throws BridgeError INTERRUPTED where the signal says so; what `judge` throws */
export type JudgeOnce<Answer> = (
  asked: Asked,
  judge: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>

interface Work<Answer> {
  readonly state: string
  readonly answer: Promise<Answer>
  readonly stop: AbortController
  readonly progress: { at: 'in-line' | 'judging' | 'over' }
  waiting: number
}

/**
 * What takes seconds to judge is judged once for all who ask, in its turn among what is judged for pages, and kept until what it
 * rests on has changed. It ends when the last of those who wait for it has gone; a failure isn't kept.
 * @param most so many answers are kept, of all schools together
 */
export function judgingOnce<Answer>(line: Line, most: number): JudgeOnce<Answer> {
  const kept = new LRUCache<string, Work<Answer>>({ max: most })

  function begin({ key, state }: Asked, judge: (signal: AbortSignal) => Promise<Answer>): Work<Answer> {
    const stop = new AbortController()
    const progress: Work<Answer>['progress'] = { at: 'in-line' }
    const answer = line.through(stop.signal, async () => {
      progress.at = 'judging'
      const judged = await judge(stop.signal)
      progress.at = 'over'
      return judged
    })
    const work: Work<Answer> = { state, answer, stop, progress, waiting: 0 }
    kept.set(key, work)
    answer.catch(() => forget(key, work))
    return work
  }

  function forget(key: string, work: Work<Answer>): void {
    if (kept.peek(key) === work) kept.delete(key)
  }

  return async (asked, judge) => {
    const { key, state, signal } = asked
    const known = kept.get(key)
    const work = known?.state === state ? known : begin(asked, judge)
    work.waiting += 1
    try {
      return await unlessAborted(work, signal)
    } finally {
      work.waiting -= 1
      if (work.waiting === 0 && work.progress.at !== 'over') {
        forget(key, work)
        work.stop.abort()
      }
    }
  }
}

function unlessAborted<Answer>({ answer, progress }: Work<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const leave = () =>
      reject(
        progress.at === 'in-line'
          ? gaveUp()
          : new BridgeError('INTERRUPTED', { message: 'Ответа не дождались' }),
      )
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
