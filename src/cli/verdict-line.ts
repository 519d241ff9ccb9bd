import type { Calendar } from '../calendar/index.js'
import type { Verdict, VerdictChange } from '../regulation/index.js'
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

export function changeLine({ before, after }: VerdictChange, calendar: Calendar) {
  const line = (verdict: Verdict | null) => (verdict === null ? null : verdictLine(verdict, calendar))
  return { before: line(before), after: line(after) }
}

export function verdictChangeText({ before, after }: VerdictChange): string {
  const title = (verdict: Verdict | null) => (verdict === null ? 'нет' : verdictTitles[verdict.verdict])
  const shown = after ?? before
  const where = shown === null ? '' : `${shown.date}  п. ${shown.clause}  `
  return `${where}${title(before)} → ${title(after)}: ${shown?.message ?? ''}`
}
