import type { Instant } from '../clock.js'
import type { VerdictKind } from '../regulation/index.js'
import { groupBy } from './grouping.js'
import { canonicalJson } from './json.js'
import type { ArchiveHead, ComplianceReport, ReportFinding, RuleFigures } from './model.js'
import { compareRussian, counted, percent, plural, written } from './russian.js'
import { unprovenReasons } from './unproven.js'
import { breaches, coverageShare } from './wording.js'

/** What a digest says, before it becomes HTML or text: a screen, not a report. */

export interface DigestOptions {
  /** Address of the dashboard; null where there is none to link to. */
  readonly baseUrl: string | null
  readonly kind: 'daily'
  /** The report of the digest before: what stood in it isn't new. */
  readonly previous?: ComplianceReport
  /** A mailbox is where nobody reaches who can write the archive's disk. */
  readonly checkpoint?: ArchiveHead | null
  /** What is to be said of the archive's copies: a sentence each. */
  readonly copies?: readonly string[]
}

/** Breaches of one clause in one class. */
export interface BreachGroup {
  readonly clause: string
  readonly className: string
  readonly critical: boolean
  readonly count: number
  readonly fresh: number
  /** Message of one of them, a new one if there is one. */
  readonly example: string
  readonly teachers: readonly string[]
}

export interface DigestModel {
  readonly subject: string
  readonly report: ComplianceReport
  readonly link: string | null
  /** The first gaps of the coverage, and how many more there are. */
  readonly gaps: readonly string[]
  readonly moreGaps: number
  /** Critical and major breaches by clause and class, worst first; no more than a screen. */
  readonly worst: readonly BreachGroup[]
  readonly broken: number
  /** Null when there is nothing to compare with. */
  readonly fresh: number | null
  /** Breaches that `worst` doesn't count. */
  readonly more: number
  readonly mended: number
  readonly due: readonly ReportFinding[]
  readonly moreDue: number
  readonly unproven: number
  /** Most frequent reason, in the words of one case. */
  readonly mainReason: string | null
  /** Of the rules that had something to say of these days. */
  readonly figures: readonly RuleFigures[]
  readonly exempt: number
  /** Numbers of the exemptions that excuse nothing. */
  readonly idleExemptions: readonly number[]
  readonly checkpoint: ArchiveHead | null
  readonly copies: readonly string[]
}

const mostGroups = 10
const mostGaps = 5
const mostDue = 6
const soonMs = 48 * 60 * 60 * 1000

/** Rule and subject: the same duty in two reports, whatever became of it. */
function findingKey({ verdict }: ReportFinding): string {
  return canonicalJson([verdict.rule, verdict.subject])
}

function dueSoon(report: ComplianceReport): ReportFinding[] {
  const deadline = (item: ReportFinding): Instant => item.verdict.deadline ?? Number.MAX_SAFE_INTEGER
  return report.findings
    .filter(item => item.verdict.verdict === 'pending' && deadline(item) <= report.asOf + soonMs)
    .toSorted((a, b) => deadline(a) - deadline(b))
}

function breachGroups(
  broken: readonly ReportFinding[],
  isFresh: (item: ReportFinding) => boolean,
): BreachGroup[] {
  const weighty = broken.filter(
    ({ verdict }) => verdict.severity === 'critical' || verdict.severity === 'major',
  )
  return [...groupBy(weighty, item => `${item.verdict.clause}/${item.verdict.subject.class}`).values()]
    .flatMap(group => {
      const fresh = group.filter(isFresh)
      const shown = fresh[0] ?? group[0]
      if (!shown) return []
      return [
        {
          clause: shown.verdict.clause,
          className: shown.className,
          critical: group.some(item => item.verdict.severity === 'critical'),
          count: group.length,
          fresh: fresh.length,
          example: shown.verdict.message,
          teachers: [...new Set(group.flatMap(item => item.teachers))].sort(compareRussian),
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(b.critical) - Number(a.critical) ||
        Number(b.fresh > 0) - Number(a.fresh > 0) ||
        compareRussian(a.clause, b.clause) ||
        compareRussian(a.className, b.className),
    )
}

/** The page of just these days: the usual page moves on while the mail lies unread. */
function pageOf({ school, from, to }: ComplianceReport, baseUrl: string): string {
  return new URL(`/schools/${school.id}?${new URLSearchParams({ from, to })}`, baseUrl).href
}

export function digestModel(report: ComplianceReport, options: DigestOptions): DigestModel {
  const of = (kind: VerdictKind, from = report) => from.findings.filter(item => item.verdict.verdict === kind)
  const broken = of('broken')
  const mended = of('mended').length
  const before = options.previous ? new Set(of('broken', options.previous).map(findingKey)) : null
  const isFresh = (item: ReportFinding) => before !== null && !before.has(findingKey(item))
  const fresh = before === null ? null : broken.filter(isFresh).length
  const worst = breachGroups(broken, isFresh).slice(0, mostGroups)
  const due = dueSoon(report)
  const unproven = of('unproven')
  const { gaps } = report.coverage
  return {
    subject: subjectLine(report, { broken: broken.length, fresh, mended }),
    report,
    link: options.baseUrl === null ? null : pageOf(report, options.baseUrl),
    gaps: gaps.slice(0, mostGaps),
    moreGaps: Math.max(0, gaps.length - mostGaps),
    worst,
    broken: broken.length,
    fresh,
    more: broken.length - worst.reduce((sum, group) => sum + group.count, 0),
    mended,
    due: due.slice(0, mostDue),
    moreDue: Math.max(0, due.length - mostDue),
    unproven: unproven.length,
    mainReason: unprovenReasons(unproven)[0]?.example ?? null,
    figures: report.rules.filter(({ counts }) => Object.values(counts).some(count => count > 0)),
    exempt: of('exempt').length,
    idleExemptions: report.exemptions.filter(({ excused }) => excused === 0).map(({ number }) => number),
    checkpoint: options.checkpoint ?? null,
    copies: options.copies ?? [],
  }
}

function breachText({ broken, fresh }: { broken: number; fresh: number | null }): string {
  if (broken === 0) return 'нарушений нет'
  if (fresh === null) return counted(broken, breaches)
  if (fresh === 0) return `новых нарушений нет (всего ${written(broken)})`
  return `${written(fresh)} ${plural(fresh, ['новое', 'новых', 'новых'])} ${plural(fresh, breaches)}`
}

/** «Журнал: 3 новых нарушения, 2 исправлено, охват 98 %» */
function subjectLine(
  report: ComplianceReport,
  counts: { broken: number; fresh: number | null; mended: number },
): string {
  const coverage = coverageShare(report.coverage)
  const parts = [
    // "No breaches" over a journal that nobody read would be a false all-clear.
    ...(coverage === null ? [] : [breachText(counts)]),
    ...(counts.mended > 0 ? [`${written(counts.mended)} исправлено`] : []),
    coverage === null ? 'данные не прочитаны' : `охват ${percent(coverage)}`,
  ]
  return `Журнал: ${parts.join(', ')}`.replaceAll('\u00a0', ' ')
}
