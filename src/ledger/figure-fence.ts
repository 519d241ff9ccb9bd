import type { FigureBasis, FigureDay } from '../regulation/index.js'
import { type Fence, isOfSchool } from './checked-days.js'
import type { RecordedScope } from './ledger.js'

type Place = Pick<FigureDay, 'classId' | 'date'>

/**
 * The fence of the ledger for what is counted: whether no later check has told there what rests on that. What rests on the journal alone
 * is told by checks of all rules, which fence the days of each.
 */
export function figureFence(
  { rules }: RecordedScope,
  fence: Fence,
): (basis: FigureBasis, place: Place) => boolean {
  if (fence.isEmpty) return () => true
  return (basis, place) =>
    basis === 'journal'
      ? rules.some(rule => !isOfSchool(rule) && !fence.isLater({ ...place, rule }))
      : !fence.isLater({ ...place, rule: basis })
}
