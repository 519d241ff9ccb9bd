import { russianDateTime } from '../calendar/index.js'
import type { Id } from '../journal/index.js'
import type { DigestNews } from './digest-news.js'
import {
  type CoverageSection,
  correctionSection,
  coverageSection,
  dueSection,
  freshSection,
  type Ground,
  type NewsLists,
  openSection,
  printingSection,
  restSection,
  shortList,
} from './digest-sections.js'
import { letterLinks } from './letter-links.js'
import type { Section } from './letter-parts.js'
import type { ArchiveHead, ComplianceReport, RuleFigures } from './model.js'
import { counted, dayRange, percent, plural, written } from './russian.js'
import { breaches, coverageShare } from './wording.js'

/** What a digest says, before it becomes HTML or text: a screen, not a report. Each part has a few lines, however bad the day. */

export interface DigestOptions {
  /** Address of the dashboard; null where there is none to link to. */
  readonly baseUrl: string | null
  /** The week's letter goes in any case, and tells the figures of its days. */
  readonly weekly: boolean
  readonly lists: NewsLists
  /** The class whose own letter it is; null for the letter about the school. */
  readonly ofClass?: { readonly id: Id; readonly name: string } | null
  /** A mailbox is where nobody reaches who can write the archive's disk. */
  readonly checkpoint?: ArchiveHead | null
  /** What is to be said of the archive and its copies: a sentence each. */
  readonly copies?: readonly string[]
  /** Where one press ends such letters; only for those that the recipient may do without. */
  readonly mute?: string | null
  /** What is to be said of the yearly sheets on paper: a sentence each. */
  readonly printing?: readonly string[]
}

export interface DigestModel {
  readonly subject: string
  readonly title: string
  readonly under: string
  readonly report: ComplianceReport
  readonly link: string | null
  readonly mute: string | null
  readonly coverage: CoverageSection
  /** What is new, still open, soon due, mended, exempt, taken back, to be printed; what there is nothing of is left out. */
  readonly sections: readonly Section[]
  /** Of the rules that were broken most often in these days; only in the week's letter. */
  readonly figures: readonly RuleFigures[]
  /** Other rules that were broken. */
  readonly moreFigures: number
  /** Of when it is, since when its news are, and by which regulation. */
  readonly standing: string
  readonly checkpoint: ArchiveHead | null
  readonly copies: readonly string[]
}

/** Of a day that has everything; what isn't there leaves room for others. */
const fewestGroups = 3
const mostFigures = 3
const mostCopies = 1

export function digestModel(judged: ComplianceReport, news: DigestNews, options: DigestOptions): DigestModel {
  const { lists, ofClass = null, printing = [], copies = [] } = options
  const report = ofClass === null ? judged : ofClassOnly(judged, ofClass.id)
  const links = letterLinks(options.baseUrl, report.school.id)
  const classId = ofClass?.id ?? null
  const ground: Ground = { report, links, classId, lists }
  const days = { from: report.from, to: report.to, classId }
  const others = [
    openSection(ground, news),
    dueSection(ground),
    restSection(ground, news),
    correctionSection(ground, news),
    printingSection(links, printing),
  ]
  const figures = options.weekly ? brokenRules(report) : { figures: [], moreFigures: 0 }
  // Each part that isn't there leaves room for one more breach.
  const room = others.filter(section => section === null).length + (figures.figures.length === 0 ? 1 : 0)
  return {
    subject: subjectLine(report, news, ofClass?.name ?? null),
    title: ofClass === null ? 'Ведение электронного журнала' : `Ведение журнала ${ofClass.name}`,
    under: `${report.school.name}, ${dayRange(report.from, report.to)}`,
    report,
    link: links.days(days),
    mute: options.mute ?? null,
    coverage: coverageSection(report, links.coverage(days)),
    sections: [
      freshSection(ground, news, fewestGroups + room),
      ...others.filter(section => section !== null),
    ],
    ...figures,
    standing: standing(report, lists.told),
    checkpoint: options.checkpoint ?? null,
    copies: shortList(copies, mostCopies),
  }
}

/** Letters of days on which no mail went out are one: it says since when. */
function standing({ asOf, timeZone, regulation }: ComplianceReport, told: NewsLists['told']): string {
  const since = told === null ? '' : ` Новое — с прошлого письма, ${russianDateTime(told, timeZone)}.`
  return `По состоянию на ${russianDateTime(asOf, timeZone)}.${since} ${regulation.title}, ${regulation.edition}.`
}

/** What concerns the whole school is judged with each class, and isn't its teacher's. */
/** Of one class alone nobody can tell what answers to statements about several classes, or about others. */
function ofClassOnly(report: ComplianceReport, classId: Id): ComplianceReport {
  const findings = report.findings.filter(({ verdict }) => verdict.subject.class === classId)
  const own = new Set(findings.map(({ verdict }) => verdict.rule))
  return {
    ...{ ...report, findings, idle: [] },
    exemptions: report.exemptions.filter(({ excused }) => excused > 0),
    rules: report.rules.filter(({ rule }) => own.has(rule)),
  }
}

/** In the order of the regulation. */
function brokenRules({ rules: figures }: ComplianceReport): Pick<DigestModel, 'figures' | 'moreFigures'> {
  const times = ({ counts }: RuleFigures) => counts.broken + counts.mended
  const broken = figures.filter(rule => times(rule) > 0)
  const most = new Set(broken.toSorted((a, b) => times(b) - times(a)).slice(0, mostFigures))
  return { figures: broken.filter(rule => most.has(rule)), moreFigures: broken.length - most.size }
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
