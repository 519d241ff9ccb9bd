import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import { engineMessagesOf } from './doubts.js'
import type { Finding, Rule } from './rule.js'
import { compileTemplate, type Template } from './template.js'
import type { Verdict, VerdictEvidence, VerdictKind } from './verdict.js'

/** What one rule needs for putting its findings into words. */
export interface Wording {
  /** By reason; undefined where the rule has no such message. */
  templateOf(reason: string): Template | undefined
  /** What is added to the message of a rule that counts days. */
  readonly caution: (finding: Finding) => string
}

export function finish(rule: Rule, finding: Finding, { templateOf, caution }: Wording): Verdict {
  const template = templateOf(finding.reason)
  if (!template) throw new Error(`Rule ${rule.id} has no message «${finding.reason}»`)
  return {
    rule: rule.id,
    clause: rule.clause,
    verdict: finding.verdict,
    severity: finding.severity ?? rule.severity,
    subject: finding.subject,
    date: finding.date,
    deadline: finding.deadline,
    evidence: isProved(finding.verdict) ? finding.evidence : withoutLevel(finding.evidence),
    responsible: finding.responsible,
    reason: finding.reason,
    message:
      template(typeof finding.values === 'function' ? finding.values() : finding.values) +
      (rule.countsDays ? caution(finding) : ''),
  }
}

/** That days of study or work may still change, where a duty lies in a year whose calendar is provisional. */
export function provisionalNote(calendar: Calendar): Wording['caution'] {
  const years = calendar.facts.provisionalYears ?? []
  if (years.length === 0) return () => ''
  const noteOf = (date: IsoDate, deadline: Instant | null) => {
    const days = deadline === null ? [date] : [date, calendar.dateOf(deadline)]
    const year = years.find(known => days.some(day => Number(day.slice(0, 4)) === known))
    return year === undefined ? '' : ` Календарь ${year} года предварительный.`
  }
  // The cells of a period have one date and one deadline.
  let last: { readonly date: IsoDate; readonly deadline: Instant | null; readonly note: string } | undefined
  return ({ date, deadline }) => {
    if (last?.date !== date || last.deadline !== deadline)
      last = { date, deadline, note: noteOf(date, deadline) }
    return last.note
  }
}

function withoutLevel(evidence: VerdictEvidence): VerdictEvidence {
  if (evidence.level === null) return evidence
  const { absentAt, presentAt, platformAt } = evidence
  return { level: null, absentAt, presentAt, platformAt }
}

/** Only what is decided has a strength of proof. */
function isProved(verdict: VerdictKind): boolean {
  return verdict === 'kept' || verdict === 'broken' || verdict === 'mended'
}

const templates = new WeakMap<Rule, Wording['templateOf']>()

/** Remembered: classes are judged one after the other, by the same rules. */
export function templatesOf(rule: Rule): Wording['templateOf'] {
  const found = templates.get(rule) ?? compileMessages(rule)
  templates.set(rule, found)
  return found
}

function compileMessages(rule: Rule): Wording['templateOf'] {
  const messages = new Map(Object.entries({ ...engineMessagesOf(rule), ...rule.messages }))
  const known = new Map<string, Template>()
  return reason => {
    const found = known.get(reason)
    if (found) return found
    const text = messages.get(reason)
    if (text === undefined) return undefined
    const template = compileTemplate(text)
    known.set(reason, template)
    return template
  }
}
