import type { Instant } from '../clock.js'
import type { VerdictKind } from '../regulation/index.js'
import type { DigestNews } from './digest-news.js'
import { groupBy } from './grouping.js'
import { brief } from './letter-parts.js'
import type { ArchiveHead, ComplianceReport, ReportFinding, RuleFigures } from './model.js'
import { compareRussian, counted, percent, plural, written } from './russian.js'
import { unprovenReasons } from './unproven.js'
import { breaches, coverageShare } from './wording.js'

/** What a digest says, before it becomes HTML or text: a screen, not a report. */

export interface DigestOptions {
  /** Address of the dashboard; null where there is none to link to. */
  readonly baseUrl: string | null
  /** The week's letter goes in any case, and tells the figures of its days. */
  readonly weekly: boolean
  /** The class whose own letter it is; null for the letter about the school. */
  readonly className?: string | null
  /** A mailbox is where nobody reaches who can write the archive's disk. */
  readonly checkpoint?: ArchiveHead | null
  /** What is to be said of the archive and its copies: a sentence each. */
  readonly copies?: readonly string[]
  /** Where one press ends such letters; only for those that the recipient may do without. */
  readonly mute?: string | null
  /** What is to be said of the yearly sheets on paper: a sentence each. */
  readonly printing?: readonly string[]
}

/** Breaches of one clause in one class. */
export interface BreachGroup {
  readonly clause: string
  readonly className: string
  readonly critical: boolean
  readonly count: number
  /** Message of one of them. */
  readonly example: string
  readonly teachers: readonly string[]
}

export interface DigestModel {
  readonly subject: string
  readonly title: string
  readonly report: ComplianceReport
  readonly link: string | null
  readonly mute: string | null
  /** The first gaps of the coverage, and how many more there are. */
  readonly gaps: readonly string[]
  readonly moreGaps: number
  /** The first letter calls nothing new. */
  readonly first: boolean
  /** Breaches that weren't told before. */
  readonly fresh: number
  /** The critical and major ones by clause and class, worst first; no more than a screen. */
  readonly worst: readonly BreachGroup[]
  /** Breaches that `worst` doesn't count. */
  readonly more: number
  readonly mended: number
  /** «7А — 3, 8Б — 1» */
  readonly mendedBy: string
  readonly corrections: readonly string[]
  readonly moreCorrections: number
  readonly open: number
  /** By how long the term is over, the longest first. */
  readonly openByAge: readonly { readonly age: string; readonly count: number }[]
  readonly due: readonly ReportFinding[]
  readonly moreDue: number
  readonly unproven: number
  /** Most frequent reason, in the words of one case. */
  readonly mainReason: string | null
  /** Of the rules that were broken most often in these days; only in the week's letter. */
  readonly figures: readonly RuleFigures[]
  /** Other rules that were broken. */
  readonly moreFigures: number
  readonly exempt: number
  /** Numbers of the exemptions that excuse nothing. */
  readonly idleExemptions: readonly number[]
  readonly checkpoint: ArchiveHead | null
  readonly copies: readonly string[]
  readonly printing: readonly string[]
}

const mostGroups = 6
const mostGaps = 5
const mostDue = 6
const mostCorrections = 5
const mostClasses = 8
const mostFigures = 5
const hourMs = 60 * 60 * 1000
/** How long before its deadline a duty is told of. */
export const soonMs = 48 * hourMs
const weekMs = 7 * 24 * hourMs

/** What falls due within two days, nearest first; not what has fallen due since somebody last looked. */
export function dueSoon(findings: readonly ReportFinding[], asOf: Instant): ReportFinding[] {
  const deadline = (item: ReportFinding): Instant => item.verdict.deadline ?? Number.MAX_SAFE_INTEGER
  return findings
    .filter(
      item => item.verdict.verdict === 'pending' && deadline(item) >= asOf && deadline(item) <= asOf + soonMs,
    )
    .toSorted((a, b) => deadline(a) - deadline(b))
}

function told(item: ReportFinding): ReportFinding {
  return { ...item, verdict: { ...item.verdict, message: brief(item.verdict.message) } }
}

function breachGroups(broken: readonly ReportFinding[]): BreachGroup[] {
  const weighty = broken.filter(
    ({ verdict }) => verdict.severity === 'critical' || verdict.severity === 'major',
  )
  return [...groupBy(weighty, item => `${item.verdict.clause}/${item.verdict.subject.class}`).values()]
    .flatMap(group => {
      const [shown] = group
      if (!shown) return []
      return [
        {
          clause: shown.verdict.clause,
          className: shown.className,
          critical: group.some(item => item.verdict.severity === 'critical'),
          count: group.length,
          example: brief(shown.verdict.message),
          teachers: [...new Set(group.flatMap(item => item.teachers))].sort(compareRussian),
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(b.critical) - Number(a.critical) ||
        compareRussian(a.clause, b.clause) ||
        compareRussian(a.className, b.className),
    )
}

function openByAge(open: readonly ReportFinding[], asOf: Instant): DigestModel['openByAge'] {
  const since = ({ verdict: { deadline, date } }: ReportFinding) => asOf - (deadline ?? Date.parse(date))
  const ages = [
    { age: 'дольше четырёх недель', from: 4 * weekMs, to: Number.POSITIVE_INFINITY },
    { age: 'от одной до четырёх недель', from: weekMs, to: 4 * weekMs },
    { age: 'меньше недели', from: Number.NEGATIVE_INFINITY, to: weekMs },
  ]
  return ages
    .map(({ age, from, to }) => ({
      age,
      count: open.filter(item => since(item) >= from && since(item) < to).length,
    }))
    .filter(({ count }) => count > 0)
}

function byClass(findings: readonly ReportFinding[]): string {
  const classes = [...groupBy(findings, item => item.className)].sort(([a], [b]) => compareRussian(a, b))
  const more = classes.length - mostClasses
  const shown = classes.slice(0, mostClasses).map(([name, items]) => `${name} — ${written(items.length)}`)
  return `${shown.join(', ')}${more > 0 ? ` и ещё ${counted(more, ['класс', 'класса', 'классов'])}` : ''}`
}

/** In the order of the regulation. */
function brokenRules({ rules }: ComplianceReport): Pick<DigestModel, 'figures' | 'moreFigures'> {
  const times = ({ counts }: RuleFigures) => counts.broken + counts.mended
  const broken = rules.filter(rule => times(rule) > 0)
  const most = new Set(broken.toSorted((a, b) => times(b) - times(a)).slice(0, mostFigures))
  return { figures: broken.filter(rule => most.has(rule)), moreFigures: broken.length - most.size }
}

/** The page of just these days: the usual page moves on while the mail lies unread. */
function pageOf({ school, from, to }: ComplianceReport, baseUrl: string): string {
  return new URL(`/schools/${school.id}?${new URLSearchParams({ from, to })}`, baseUrl).href
}

export function digestModel(report: ComplianceReport, news: DigestNews, options: DigestOptions): DigestModel {
  const of = (kind: VerdictKind) => report.findings.filter(item => item.verdict.verdict === kind)
  const { fresh, open, mended, corrections } = news
  const worst = breachGroups(fresh).slice(0, mostGroups)
  const due = dueSoon(report.findings, report.asOf)
  const unproven = of('unproven')
  const [reason] = unprovenReasons(unproven)
  const { gaps } = report.coverage
  const className = options.className ?? null
  return {
    subject: subjectLine(report, news, className),
    title: className === null ? 'Ведение электронного журнала' : `Ведение журнала ${className}`,
    report,
    link: options.baseUrl === null ? null : pageOf(report, options.baseUrl),
    mute: options.mute ?? null,
    gaps: gaps.slice(0, mostGaps).map(brief),
    moreGaps: Math.max(0, gaps.length - mostGaps),
    first: news.first,
    fresh: fresh.length,
    worst,
    more: fresh.length - worst.reduce((sum, group) => sum + group.count, 0),
    mended: mended.length,
    mendedBy: byClass(mended),
    corrections: corrections.slice(0, mostCorrections).map(brief),
    moreCorrections: Math.max(0, corrections.length - mostCorrections),
    open: open.length,
    openByAge: openByAge(open, report.asOf),
    due: due.slice(0, mostDue).map(told),
    moreDue: Math.max(0, due.length - mostDue),
    unproven: unproven.length,
    mainReason: reason === undefined ? null : brief(reason.example),
    ...(options.weekly ? brokenRules(report) : { figures: [], moreFigures: 0 }),
    exempt: of('exempt').length,
    idleExemptions: report.exemptions.filter(({ excused }) => excused === 0).map(({ number }) => number),
    checkpoint: options.checkpoint ?? null,
    copies: options.copies ?? [],
    printing: options.printing ?? [],
  }
}

function breachText({ first, fresh, open }: DigestNews): string {
  if (fresh.length > 0) {
    const of = plural(fresh.length, breaches)
    const fresher = plural(fresh.length, ['новое', 'новых', 'новых'])
    return first ? counted(fresh.length, breaches) : `${written(fresh.length)} ${fresher} ${of}`
  }
  return open.length > 0 ? 'новых нарушений нет' : 'нарушений нет'
}

/** «Журнал: 3 новых нарушения, 2 исправлено, открыто 17, охват 98 %» */
function subjectLine(report: ComplianceReport, news: DigestNews, className: string | null): string {
  const coverage = coverageShare(report.coverage)
  const { mended, open, corrections } = news
  const parts = [
    // "No breaches" over a journal that nobody read would be a false all-clear.
    ...(coverage === null ? [] : [breachText(news)]),
    ...(mended.length > 0 ? [`${written(mended.length)} исправлено`] : []),
    ...(corrections.length > 0 ? [`уточнений ${written(corrections.length)}`] : []),
    ...(open.length > 0 ? [`открыто ${written(open.length)}`] : []),
    coverage === null ? 'данные не прочитаны' : `охват ${percent(coverage)}`,
  ]
  return `Журнал${className === null ? '' : ` ${className}`}: ${parts.join(', ')}`.replaceAll('\u00a0', ' ')
}
