import { groupBy } from './grouping.js'
import type { ReportFinding } from './model.js'
import { compareRussian } from './russian.js'

export interface ReasonGroup {
  readonly rule: string
  readonly clause: string
  /** Id of the rule's message: a code, for keys. */
  readonly reason: string
  readonly count: number
  /** Message of one of them: the reason in words. */
  readonly example: string
  readonly classes: readonly string[]
}

/** Why things couldn't be decided: most frequent reason first. */
export function unprovenReasons(findings: readonly ReportFinding[]): ReasonGroup[] {
  const groups = groupBy(findings, ({ verdict }) => `${verdict.rule}/${verdict.reason}`)
  return [...groups.values()]
    .flatMap(group => {
      const [first] = group
      if (!first) return []
      const { rule, clause, reason, message } = first.verdict
      const classes = [...new Set(group.map(item => item.className))].sort(compareRussian)
      return [{ rule, clause, reason, count: group.length, example: message, classes }]
    })
    .sort((a, b) => b.count - a.count || compareRussian(a.rule, b.rule) || compareRussian(a.reason, b.reason))
}
