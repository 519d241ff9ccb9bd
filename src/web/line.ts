import { BridgeError } from '../errors.js'

/** What takes much memory or processor time is done by so many at a time; the others wait in the order in which they came. */
export interface Line {
  /** @throws BridgeError INTERRUPTED where the signal says so before it is one's turn; then nothing was begun */
  through<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/** Why somebody has no answer: it takes longer than people wait, or it wasn't their turn before that. */
export type LeftOut = 'takes-too-long' | 'others-first'

/** @param most so many at a time */
export function createLine(most: number): Line {
  let free = most
  const waiting: (() => void)[] = []

  function turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(gaveUp())
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(come), 1)
        reject(gaveUp())
      }
      const come = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      waiting.push(come)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  return {
    async through(signal, work) {
      await turn(signal)
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}

/** Of whoever stopped waiting for his turn. */
export function gaveUp(): BridgeError {
  return new BridgeError('INTERRUPTED', { message: 'Очередь не подошла', details: { waited: true } })
}

/** Why somebody who was interrupted by his own patience has no answer. */
export function leftOutBy(interrupted: BridgeError): LeftOut {
  return interrupted.details.waited === true ? 'others-first' : 'takes-too-long'
}
