import { rules } from './rules/index.js'

const operationsVoid = '4.4-operations-void'

/** Rules whose verdicts may name a work: whether it is void decides them. */
export const rulesAboutWorks: readonly string[] = [
  '2.1-homework-author',
  '2.4-class-teacher-edits',
  '2.5-marks-in-place',
  '2.5-marks-not-changed',
  '2.5-marks-not-deleted',
  '2.5-marks-same-day',
  '2.5-waiting-marks-closed',
  '2.5-written-works-in-time',
  '2.5-written-works-marked',
  '2.6-homework-in-time',
  '2.6-homework-specified',
  '2.6-homework-unchanged',
  operationsVoid,
]

/** Rules whose verdicts the settings of this one decide, by id, in the regulation's order. */
export function rulesConcernedBy(id: string): readonly string[] {
  return rules
    .filter(
      rule =>
        rule.id === id ||
        rule.settingsFrom?.includes(id) ||
        (id === operationsVoid && rulesAboutWorks.includes(rule.id)),
    )
    .map(rule => rule.id)
}

/** Rules whose verdicts an incident with a login decides. */
export function rulesOfIncidents(): readonly string[] {
  return ['4.3-notice-in-time', ...rulesConcernedBy(operationsVoid)]
}
