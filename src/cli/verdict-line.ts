import type { Calendar } from '../calendar/index.js'
import type { Verdict } from '../regulation/index.js'
import { verdictTitles } from '../report/index.js'

/** The documented JSON line of one verdict (docs/cli.md); instants carry the school's offset. */
export function verdictLine(verdict: Verdict, calendar: Calendar) {
  const instant = (at: number | null) => (at === null ? null : calendar.format(at))
  const { evidence } = verdict
  return {
    rule: verdict.rule,
    clause: verdict.clause,
    verdict: verdict.verdict,
    severity: verdict.severity,
    subject: verdict.subject,
    date: verdict.date,
    deadline: instant(verdict.deadline),
    evidence: {
      level: evidence.level,
      absentAt: instant(evidence.absentAt),
      presentAt: instant(evidence.presentAt),
      platformAt: instant(evidence.platformAt),
    },
    responsible: verdict.responsible,
    message: verdict.message,
  }
}

export function verdictText(verdict: Verdict): string {
  return `${verdict.date}  п. ${verdict.clause}  ${verdictTitles[verdict.verdict].toUpperCase()}  ${verdict.message}`
}
