import { describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { Limiter } from '../../src/dnevnik/limiter.js'

/** Time that only passes when told to. */
function aTimeline() {
  const timers: { at: number; resolve: () => void }[] = []
  let now = 0
  return {
    sleep: (ms: number) => new Promise<void>(resolve => timers.push({ at: now + ms, resolve })),
    async advance(ms: number) {
      const end = now + ms
      for (;;) {
        await new Promise(setImmediate)
        const next = timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.splice(timers.indexOf(next), 1)
        now = next.at
        next.resolve()
      }
      now = end
    },
    now: () => now,
  }
}

const never = new AbortController().signal

describe('the limiter', () => {
  test.each([
    [4, 10],
    [1_000, 2_000],
  ])('at %d a second lets %d start in no less than their time', async (requestsPerSecond, count) => {
    const time = aTimeline()
    const limiter = new Limiter({ requestsPerSecond, requestsAtOnce: count, sleep: time.sleep })
    const starts: number[] = []
    const runs = Array.from({ length: count }, () => limiter.run(never, async () => starts.push(time.now())))
    await time.advance((count / requestsPerSecond) * 1000)
    await Promise.all(runs)
    const perSecond = new Map<number, number>()
    for (const start of starts)
      perSecond.set(Math.floor(start / 1000), (perSecond.get(Math.floor(start / 1000)) ?? 0) + 1)
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(requestsPerSecond)
    expect(starts.at(-1)).toBeGreaterThanOrEqual(((count - 1) / requestsPerSecond) * 1000 - 5)
  })

  test('a failed task frees its place', async () => {
    const limiter = new Limiter({ requestsPerSecond: 1000, requestsAtOnce: 1, sleep: async () => {} })
    await expect(limiter.run(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await limiter.run(never, async () => 'yes')).toBe('yes')
  })

  test('who gives up waiting leaves the queue, and the others go on', async () => {
    const limiter = new Limiter({ requestsPerSecond: 1000, requestsAtOnce: 1, sleep: async () => {} })
    let finish = () => {}
    const first = limiter.run(never, () => new Promise<void>(resolve => (finish = resolve)))
    const controller = new AbortController()
    const second = limiter.run(controller.signal, async () => 'second')
    const third = limiter.run(never, async () => 'third')
    controller.abort()
    await expect(second).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await new Promise(setImmediate)
    finish()
    await first
    expect(await third).toBe('third')
  })

  test('pauses that overlap end with the longest', async () => {
    const time = aTimeline()
    const limiter = new Limiter({ requestsPerSecond: 1000, requestsAtOnce: 2, sleep: time.sleep })
    limiter.pause(3_000)
    limiter.pause(1_000)
    let startedAt = -1
    const run = limiter.run(never, async () => {
      startedAt = time.now()
    })
    await time.advance(5_000)
    await run
    expect(startedAt).toBe(3_000)
  })

  test('after a pause of hours it opens again', async () => {
    const time = aTimeline()
    const limiter = new Limiter({ requestsPerSecond: 1000, requestsAtOnce: 1, sleep: time.sleep })
    limiter.pause(3_600_000)
    const early = limiter.run(never, async () => 'early')
    await expect(early).rejects.toBeInstanceOf(BridgeError)
    await time.advance(3_600_000)
    const later = limiter.run(never, async () => 'later')
    await time.advance(10)
    expect(await later).toBe('later')
  })
})
