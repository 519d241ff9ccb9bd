import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createRequestLedger, type Pace } from '../../src/pace/index.js'
import { paceContract } from '../contract/pace.contract.js'
import { account, aCall, call, down, failureOf, good, limited, mostInASecond, never } from './calls.js'
import { type SharedStore, sharedStore } from './shared-store.js'

paceContract('PostgreSQL', sharedStore)

describe('processes that share a pace', () => {
  let store: SharedStore
  const opened: Pace[] = []
  const open: SharedStore['open'] = limits => {
    const pace = store.open(limits)
    opened.push(pace)
    return pace
  }
  async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
    await store.time.advance(ms)
    return promise
  }
  const entered = async () => {
    const lines = await createRequestLedger(store.database).read({ from: 0, to: Number.MAX_SAFE_INTEGER })
    return lines.map(({ outcome, calls, bytes }) => ({ outcome, calls, bytes }))
  }

  beforeEach(async () => {
    store = await sharedStore()
  })
  afterEach(async () => {
    const closing = Promise.all(opened.splice(0).map(pace => pace.close()))
    await store.time.advance(60_000)
    await closing
    await store.drop()
  })

  test('keep one ceiling of calls a second and of calls in flight between them', async () => {
    const paces = [1, 2, 3].map(() => open({ requestsPerSecond: 5, requestsAtOnce: 2 }))
    const starts: number[] = []
    let inFlight = 0
    let most = 0
    const calls = paces.flatMap(pace =>
      Array.from({ length: 4 }, async () => {
        const turn = await pace.turn(aCall(), never)
        starts.push(store.time.now())
        inFlight += 1
        most = Math.max(most, inFlight)
        await store.time.sleep(700, never)
        inFlight -= 1
        turn.done(good)
      }),
    )
    await within(30_000, Promise.all(calls))
    expect(most).toBe(2)
    expect(mostInASecond(starts)).toBeLessThanOrEqual(5)
    expect(await entered()).toEqual([{ outcome: 'OK', calls: 12, bytes: 1200 }])
  })

  test('are all quiet when one was asked to be, and all slower', async () => {
    const [one, other] = [open(), open()]
    await within(1, call(one, limited(20_000)))
    const waiting = other.turn(aCall(), never)
    let started = false
    void waiting.then(() => (started = true))
    await store.time.advance(19_900)
    expect(started).toBe(false)
    ;(await within(1_000, waiting)).done(good)
    expect(await other.standing(account.origin)).toMatchObject({ requestsPerSecond: 500 })
    await within(1, call(other, limited(3_600_000)))
    expect((await within(1, failureOf(call(one))))?.code).toBe('DNEVNIK_RATE_LIMITED')
  })

  test('open one circuit by their outages together, and close it for all', async () => {
    const [one, other] = [open({ openAfter: 3 }), open({ openAfter: 3 })]
    for (const pace of [one, other, one]) await within(1_000, call(pace, down))
    expect((await within(1, failureOf(call(other))))?.code).toBe('DNEVNIK_DOWN')
    await store.time.advance(10_000)
    await within(1, call(one, good))
    await within(1_000, call(other, good))
  })

  test('let the urgent call of one go before the waiting calls of another', async () => {
    const [busy, person] = [open({ requestsAtOnce: 1 }), open({ requestsAtOnce: 1 })]
    const first = await within(1, busy.turn(aCall(), never))
    const order: string[] = []
    const follow = async (pace: Pace, name: string, urgent: boolean) => {
      const turn = await pace.turn(aCall({ urgent }), never)
      order.push(name)
      turn.done(good)
    }
    const all = Promise.all([follow(busy, 'backfill', false), follow(person, 'person', true)])
    await store.time.advance(100)
    first.done(good)
    await within(10_000, all)
    expect(order).toEqual(['person', 'backfill'])
  })

  test('believe in a long call as long as its process tells of it', async () => {
    const [one, other] = [open({ requestsAtOnce: 1 }), open({ requestsAtOnce: 1 })]
    const long = await within(1, one.turn(aCall(), never))
    let started = false
    const waiting = other.turn(aCall(), never).then(turn => {
      started = true
      turn.done(good)
    })
    await store.time.advance(45_000)
    expect(started).toBe(false)
    long.done(good)
    await within(1_000, waiting)
  })

  test('charge a call once, though it was taken for lost and ended after all', async () => {
    const [silent, other] = [open({ requestsAtOnce: 1 }), open({ requestsAtOnce: 1 })]
    const long = await within(1, silent.turn(aCall(), never))
    await forgetLeases(store)
    await within(1, call(other))
    long.done(good)
    await store.time.advance(1)
    expect(await entered()).toEqual([
      { outcome: 'LOST', calls: 1, bytes: 0 },
      { outcome: 'OK', calls: 1, bytes: 100 },
    ])
  })

  test('stay quiet for as long as a call was told that had been taken for lost', async () => {
    const [silent, other] = [open({ requestsAtOnce: 1 }), open({ requestsAtOnce: 1 })]
    const long = await within(1, silent.turn(aCall(), never))
    await forgetLeases(store)
    await within(1, call(other))
    long.done(limited(20_000))
    await store.time.advance(1)
    let started = false
    const waiting = call(other).then(() => {
      started = true
    })
    await store.time.advance(19_000)
    expect(started).toBe(false)
    await within(2_000, waiting)
  })

  test('are told when the database is gone, and enter what they know once it is back', async () => {
    const pace = open()
    const turn = await within(1, pace.turn(aCall(), never))
    await store.database.pool.query('alter table pace.budget rename to elsewhere')
    expect((await within(1, failureOf(call(pace))))?.code).toBe('INTERNAL')
    turn.done(good)
    await store.time.advance(1)
    await store.database.pool.query('alter table pace.elsewhere rename to budget')
    await store.time.advance(5_000)
    expect(await entered()).toEqual([{ outcome: 'OK', calls: 1, bytes: 100 }])
  })
})

/** As if the process that holds them had said nothing for long. */
async function forgetLeases({ database }: SharedStore): Promise<void> {
  await database.pool.query(`update pace.budget set state = jsonb_set(state, '{leases,0,until}', '0')`)
}
