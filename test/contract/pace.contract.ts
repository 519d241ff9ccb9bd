import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { patienceMs, type Limits, type Pace } from '../../src/pace/index.js'
import { account, aCall, call, down, failureOf, good, limited, mostInASecond, never } from '../pace/calls.js'
import type { ManualTime } from '../pace/manual-time.js'

export interface PaceStore {
  readonly time: ManualTime
  open(limits?: Partial<Limits>): Pace
  drop(): Promise<void>
}

const minute = 60_000

/** What every pace promises, whoever shares it. Time is the test's: nothing is waited for. */
export function paceContract(name: string, prepare: () => Promise<PaceStore>): void {
  describe(`pace contract: ${name}`, () => {
    let store: PaceStore
    const opened: Pace[] = []
    const open = (limits: Partial<Limits> = {}) => {
      const pace = store.open(limits)
      opened.push(pace)
      return pace
    }
    /** Time passes until the promise has ended. */
    async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
      await store.time.advance(ms)
      return promise
    }

    beforeEach(async () => {
      store = await prepare()
    })
    afterEach(async () => {
      const closing = Promise.all(opened.splice(0).map(pace => pace.close()))
      // Calls that a test left in flight are waited for a while.
      await store.time.advance(minute)
      await closing
      await store.drop()
    })

    test.each([
      [4, 12],
      [2.5, 6],
      [1_000, 1_500],
    ])(
      'at %d a second no second sees more, and %d calls take no longer than they must',
      async (rate, count) => {
        const pace = open({ requestsPerSecond: rate, requestsAtOnce: count })
        const starts: number[] = []
        const calls = Array.from({ length: count }, async () => {
          const turn = await pace.turn(aCall(), never)
          starts.push(store.time.now())
          turn.done(good)
        })
        await within((count / rate) * 1010, Promise.all(calls))
        expect(starts).toHaveLength(count)
        expect(mostInASecond(starts)).toBeLessThanOrEqual(Math.ceil(rate))
      },
    )

    test('no more calls are in flight than allowed; one that ends makes room, however it ends', async () => {
      const pace = open({ requestsAtOnce: 2 })
      const turns = Array.from({ length: 5 }, () => pace.turn(aCall(), never))
      let started = 0
      for (const turn of turns) void turn.then(() => (started += 1))
      await store.time.advance(minute)
      expect(started).toBe(2)
      for (const [index, outcome] of [good, down, limited(0), good, good].entries()) {
        ;(await turns[index])?.done(outcome)
        await store.time.advance(minute)
        expect(started).toBe(Math.min(5, 3 + index))
      }
    })

    test('who gives up waiting leaves the queue, and the others go on', async () => {
      const pace = open({ requestsAtOnce: 1 })
      const first = await within(1, pace.turn(aCall(), never))
      const controller = new AbortController()
      const second = failureOf(pace.turn(aCall(), controller.signal))
      const third = pace.turn(aCall(), never)
      await store.time.advance(1)
      controller.abort()
      expect((await second)?.code).toBe('INTERRUPTED')
      first.done(good)
      await within(minute, third)
      expect((await failureOf(pace.turn(aCall(), AbortSignal.abort())))?.code).toBe('INTERRUPTED')
    })

    test('nobody starts before the platform wants calls again; of several wishes the longest counts', async () => {
      const pace = open()
      await within(1, call(pace, limited(3_000)))
      const turns = [pace.turn(aCall(), never), pace.turn(aCall({ urgent: true }), never)]
      await within(1, Promise.all([]))
      let startedAt = -1
      for (const turn of turns) void turn.then(() => (startedAt = store.time.now()))
      await store.time.advance(2_000)
      expect(startedAt).toBe(-1)
      await store.time.advance(minute)
      expect(startedAt).toBeGreaterThanOrEqual(3_000)
      const [first, second] = await Promise.all(turns)
      first?.done(limited(5_000))
      second?.done(limited(1_000))
      const again = store.time.now()
      let restarted = -1
      void pace.turn(aCall(), never).then(() => (restarted = store.time.now() - again))
      await store.time.advance(minute)
      expect(restarted).toBeGreaterThanOrEqual(5_000)
      expect(restarted).toBeLessThan(6_000)
    })

    test('quiet of hours is told at once, with what remains of it, and ends', async () => {
      const pace = open()
      await within(1, call(pace, limited(120 * minute)))
      await store.time.advance(30 * minute)
      const early = await within(1, failureOf(pace.turn(aCall(), never)))
      expect(early).toMatchObject({ code: 'DNEVNIK_RATE_LIMITED', permanent: false })
      expect(early?.details.retryAfterMs).toBeGreaterThan(89 * minute)
      expect(early?.details.retryAfterMs).toBeLessThanOrEqual(90 * minute)
      await store.time.advance(90 * minute - patienceMs)
      await within(patienceMs + 1, call(pace))
    })

    test('being limited halves the rate once for all calls that had left; good answers give it back', async () => {
      const pace = open({ requestsPerSecond: 8 })
      const both = Promise.all([pace.turn(aCall(), never), pace.turn(aCall(), never)])
      const [first, second] = await within(1_000, both)
      first?.done(limited(10))
      await store.time.advance(1)
      second?.done(limited(10))
      await store.time.advance(1)
      expect(await pace.standing(account.origin)).toMatchObject({ requestsPerSecond: 4, ceiling: 8 })
      await within(1_000, call(pace, limited(10)))
      expect(await within(1, pace.standing(account.origin))).toMatchObject({ requestsPerSecond: 2 })
      const rates: number[] = []
      for (let turn = 0; turn < 90; turn += 1) {
        await within(2_000, call(pace))
        rates.push((await pace.standing(account.origin))?.requestsPerSecond ?? 0)
      }
      expect(rates).toEqual([...rates].sort((a, b) => a - b))
      expect(rates[0]).toBeLessThan(3)
      expect(rates.at(-1)).toBe(8)
    })

    test('outages in a row open the circuit; one probe tries, after ever longer pauses; an answer closes it', async () => {
      const pace = open({ openAfter: 3 })
      for (const outcome of [down, down, good, down, down]) await within(1_000, call(pace, outcome))
      expect((await pace.standing(account.origin))?.outage).toBeNull()
      await within(1_000, call(pace, { ...down, code: 'DNEVNIK_TIMEOUT' }))
      const refused = await within(1, failureOf(call(pace)))
      expect(refused).toMatchObject({ code: 'DNEVNIK_TIMEOUT', permanent: false, exit: 75 })
      const pauses: number[] = []
      for (let probes = 0; probes < 3; probes += 1) {
        const probeInMs = (await pace.standing(account.origin))?.outage?.probeInMs ?? 0
        pauses.push(probeInMs)
        await store.time.advance(probeInMs)
        const probe = await within(1, pace.turn(aCall(), never))
        expect((await within(1, failureOf(call(pace))))?.code).toMatch(/TIMEOUT|DOWN/)
        probe.done(probes < 2 ? down : good)
        await store.time.advance(1)
      }
      expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0)
      expect(pauses[2]).toBeGreaterThan(pauses[1] ?? 0)
      expect((await pace.standing(account.origin))?.outage).toBeNull()
      await within(1_000, Promise.all([call(pace), call(pace)]))
    })

    test('who asks whether the platform is back needs no pause to be over, but asks alone', async () => {
      const pace = open({ openAfter: 2 })
      for (const outcome of [down, down]) await within(1_000, call(pace, outcome))
      const first = await within(1, pace.turn(aCall({ probe: true }), never))
      let others = 0
      const second = pace.turn(aCall({ probe: true }), never)
      void second.then(() => (others += 1))
      await store.time.advance(500)
      expect(others).toBe(0)
      first.done(good)
      await within(1_000, second)
      await within(1_000, call(pace))
    })

    test('an urgent call goes before those that wait already', async () => {
      const pace = open({ requestsAtOnce: 1 })
      const first = await within(1, pace.turn(aCall(), never))
      const order: string[] = []
      const follow = async (name: string, urgent: boolean) => {
        const turn = await pace.turn(aCall({ urgent }), never)
        order.push(name)
        turn.done(good)
      }
      const all = Promise.all([follow('backfill', false), follow('backfill', false), follow('person', true)])
      await store.time.advance(1)
      first.done(good)
      await within(minute, all)
      expect(order).toEqual(['person', 'backfill', 'backfill'])
    })

    test('another token and another server have a pace of their own', async () => {
      const pace = open({ requestsAtOnce: 1 })
      await within(1, call(pace, limited(60 * minute)))
      await within(1, call(pace, good, { account: { ...account, fingerprint: 'e'.repeat(32) } }))
      await within(1, call(pace, good, { account: { ...account, origin: 'http://127.0.0.1:1' } }))
      expect((await within(1, failureOf(call(pace))))?.code).toBe('DNEVNIK_RATE_LIMITED')
      expect(await pace.standing('https://nobody.example')).toBeNull()
    })

    test('once closed it lets nobody start, and ends all waits', async () => {
      const pace = open({ requestsAtOnce: 1 })
      const first = await within(1, pace.turn(aCall(), never))
      const waiting = failureOf(pace.turn(aCall(), never))
      await store.time.advance(1)
      const closing = pace.close()
      expect((await waiting)?.code).toBe('INTERRUPTED')
      first.done(good)
      await closing
      expect((await failureOf(pace.turn(aCall(), never)))?.code).toBe('INTERRUPTED')
    })
  })
}
