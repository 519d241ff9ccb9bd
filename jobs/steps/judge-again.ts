import type { Id, IsoDate } from '../../src/journal/index.js'
import type { LedgerChange } from '../../src/ledger/index.js'
import type { JobDeps } from '../deps.js'
import { type Evaluation, evaluate, record } from './evaluate.js'

const nothing: LedgerChange = { opened: 0, changed: 0, mended: 0, closed: 0 }

/**
 * What somebody states counts at once for days that were judged: as many of these days as have come are judged and
 * recorded again.
 */
export async function judgeAgain(
  deps: JobDeps,
  school: Id,
  days: { readonly from: IsoDate; readonly to: IsoDate; readonly classIds?: readonly Id[] | null },
): Promise<{ readonly evaluation: Evaluation | null; readonly change: LedgerChange }> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const { from, classIds = null } = days
  if (from > today) return { evaluation: null, change: nothing }
  const to = days.to < today ? days.to : today
  const evaluation = await evaluate(deps, { school, from, to, classIds })
  return { evaluation, change: await record(deps, evaluation, null) }
}
