import { setTimeout as delay } from 'node:timers/promises'
import type { Timeline } from '../../src/pace/index.js'

/** How much faster than the machine's time waits pass: a Retry-After of a second takes 20 ms. */
const speed = 50

export const quickTime: Timeline = {
  now: () => (performance.timeOrigin + performance.now()) * speed,
  sleep: (ms, signal) => delay(ms / speed, undefined, { signal }),
}
