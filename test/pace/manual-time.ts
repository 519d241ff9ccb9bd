import type { Timeline } from '../../src/pace/index.js'

interface Timer {
  readonly at: number
  fire(): void
}

/** Time that passes only when told to, and only when everybody has done what there was to do. */
export interface ManualTime extends Timeline {
  /** Lets time pass, timer by timer. */
  advance(ms: number): Promise<void>
}

/** `busy` tells of work that isn't done although no timer is due: queries under way. */
export function manualTime(busy: () => boolean = () => false): ManualTime {
  const timers = new Set<Timer>()
  let now = 0

  async function quiet(): Promise<void> {
    for (let turns = 0; turns < 4; turns += 1) {
      await new Promise(setImmediate)
      if (busy()) turns = 0
    }
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = { at: now + ms, fire: resolve }
        timers.add(timer)
        signal.addEventListener('abort', () => {
          timers.delete(timer)
          reject(new Error('aborted'))
        })
      }),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        await quiet()
        const next = [...timers].filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.delete(next)
        now = next.at
        next.fire()
      }
      now = end
    },
  }
}
