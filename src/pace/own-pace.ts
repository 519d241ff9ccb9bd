import { type Budget, freshBudget, standingOf } from './budget.js'
import { type PaceOptions, paceOf } from './from-clerks.js'
import type { Pace } from './pace.js'
import { settle } from './settle.js'
import { realTime } from './timeline.js'

/**
 * The pace of this process alone, in its memory: for `init`, before there is a database, and for tests. Its calls
 * are entered nowhere.
 */
export function createOwnPace(options: PaceOptions): Pace {
  const { limits, time = realTime } = options
  const budgets = new Map<string, Budget>()
  return paceOf(
    {
      keeperOf({ origin }) {
        const budget = freshBudget()
        budgets.delete(origin)
        budgets.set(origin, budget)
        return async exchange => settle(budget, exchange, time.now())
      },
      // Calls die with the process, and so does this memory.
      leaseMs: Number.POSITIVE_INFINITY,
      async standing(origin) {
        const budget = budgets.get(origin)
        return budget ? standingOf(budget, limits.requestsPerSecond, time.now()) : null
      },
    },
    options,
  )
}
