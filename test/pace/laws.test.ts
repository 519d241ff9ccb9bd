import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { freshBudget } from '../../src/pace/budget.js'
import type { Outcome } from '../../src/pace/index.js'
import { type Exchange, settle } from '../../src/pace/settle.js'
import { down, good, limited, mostInASecond } from './calls.js'

const processes = ['a', 'b', 'c']
const outcome = fc.oneof(
  fc.constant(good),
  fc.constant(down),
  fc.nat(5_000).map(limited),
  fc.constant<Outcome>({ code: 'DNEVNIK_TRUNCATED', outage: false, quietMs: null, bytes: 0 }),
)
const step = fc.record({
  afterMs: fc.oneof(fc.nat(20), fc.nat(500)),
  by: fc.constantFrom(...processes),
  wanted: fc.array(fc.record({ urgent: fc.boolean(), probe: fc.boolean() }), { maxLength: 4 }),
  /** Ends the oldest call of the process, so. */
  ending: fc.option(outcome),
})

const charge = { school: '1', purpose: 'sync', endpoint: 'x', hour: 0 }
const leaseMs = 2_000

interface InFlight {
  readonly id: string
  readonly by: string
  readonly probe: boolean
  heardOfAt: number
}

describe('whatever processes ask for and however their calls end', () => {
  test('ceilings, quiet and circuit hold, and each call is charged once', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120 }),
        fc.record({
          requestsPerSecond: fc.oneof(
            fc.integer({ min: 1, max: 1000 }),
            fc.double({ min: 0.1, max: 9, noNaN: true }),
          ),
          requestsAtOnce: fc.integer({ min: 1, max: 6 }),
          openAfter: fc.integer({ min: 2, max: 5 }),
        }),
        (steps, limits) => {
          const budget = freshBudget()
          let inFlight: InFlight[] = []
          let now = 1_000
          let quietUntil = 0
          let ids = 0
          const nextId = () => {
            ids += 1
            return String(ids)
          }
          let charged = 0
          const starts: number[] = []
          for (const { afterMs, by, wanted, ending } of steps) {
            now += afterMs
            // Dead to the others, who may take their places.
            inFlight = inFlight.filter(call => call.heardOfAt + leaseMs > now)
            const ended = ending === null ? undefined : inFlight.find(call => call.by === by)
            if (ended && ending?.quietMs != null) quietUntil = Math.max(quietUntil, now + ending.quietMs)
            inFlight = inFlight.filter(call => call !== ended)
            const own = inFlight.filter(call => call.by === by)
            for (const call of own) call.heardOfAt = now
            const exchange: Exchange = {
              by,
              limits,
              leaseMs,
              running: own.map(call => call.id),
              finished: ended ? [{ lease: ended.id, outcome: ending, ms: 1 }] : [],
              wanted: wanted.map(want => ({ ...want, lease: nextId(), charge })),
            }
            const { decisions, entries } = settle(budget, exchange, now)
            charged += entries.length
            for (const [index, decision] of decisions.entries()) {
              if (decision.kind === 'wait' && decision.ms !== null) expect(decision.ms).toBeGreaterThan(0)
              if (decision.kind !== 'go') continue
              starts.push(now)
              expect(now).toBeGreaterThanOrEqual(quietUntil)
              const probe = budget.circuit !== null
              inFlight.push({ id: exchange.wanted[index]?.lease ?? '', by, probe, heardOfAt: now })
            }
            expect(inFlight.length).toBeLessThanOrEqual(limits.requestsAtOnce)
            if (budget.circuit) expect(inFlight.filter(call => call.probe).length).toBeLessThanOrEqual(1)
            expect(budget.share).toBeGreaterThan(0)
            expect(budget.share).toBeLessThanOrEqual(1)
          }
          expect(mostInASecond(starts)).toBeLessThanOrEqual(Math.ceil(limits.requestsPerSecond))
          const later = { by: 'z', limits, leaseMs, running: [], finished: [], wanted: [] }
          charged += settle(budget, later, now + leaseMs).entries.length
          expect(charged).toBe(starts.length)
          expect(budget.leases).toEqual([])
        },
      ),
    )
  })
})
