import { type FigureBasis, type FigureDay, figureBasesOf } from '../regulation/index.js'
import type { RecordedScope } from './ledger.js'
import { fenceOf, type StandingDays } from './rule-days.js'

type Place = Pick<FigureDay, 'classId' | 'date'>

/**
 * The fence of the ledger for what is counted: whether no later check has told there what rests on that. What rests on the journal alone
 * is told by checks of all rules, which fence the days of each.
 */
export function figureFence(
  { rules }: RecordedScope,
  standing: StandingDays,
): (basis: FigureBasis, place: Place) => boolean {
  const deciding = new Set<string>(figureBasesOf(rules))
  if (![...standing.laterRules].some(rule => deciding.has(rule))) return () => true
  const isLater = fenceOf(standing)
  return (basis, place) =>
    basis === 'journal'
      ? rules.some(rule => !isLater({ ...place, rule }))
      : !isLater({ ...place, rule: basis })
}
