import type { Instant } from '../clock.js'
import type { ReportFinding } from './model.js'

const hourMs = 60 * 60 * 1000
/** How long before its deadline a duty is told of. */
export const soonMs = 48 * hourMs

/** What falls due within two days, nearest first; not what has fallen due since somebody last looked. */
export function dueSoon(findings: readonly ReportFinding[], asOf: Instant): ReportFinding[] {
  return findings
    .filter(
      item =>
        item.verdict.verdict === 'pending' && deadlineOf(item) >= asOf && deadlineOf(item) <= asOf + soonMs,
    )
    .toSorted((a, b) => deadlineOf(a) - deadlineOf(b))
}

export function deadlineOf({ verdict: { deadline } }: ReportFinding): Instant {
  return deadline ?? Number.MAX_SAFE_INTEGER
}
