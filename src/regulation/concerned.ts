import { rules } from './rules/index.js'

/** Whose works are void decides verdicts of every rule. */
const concernsAll = '4.4-operations-void'

/** Rules whose verdicts the settings of this one decide, by id, in the regulation's order. */
export function rulesConcernedBy(id: string): readonly string[] {
  return rules
    .filter(rule => id === concernsAll || rule.id === id || rule.settingsFrom?.includes(id))
    .map(rule => rule.id)
}
