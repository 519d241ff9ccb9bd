import type { CalendarFacts } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { ClassGroup, Directory, Id, IsoDate } from '../journal/index.js'
import { compareIds, nameWithInitials } from '../journal/index.js'
import { clipped } from '../plain-text.js'
import {
  type Decisions,
  type IdleStatement,
  noCounts,
  type Severity,
  type Verdict,
  type VerdictKind,
  wholeSchool,
} from '../regulation/index.js'
import { canonicalJson } from './json.js'
import type {
  ComplianceReport,
  ReportCoverage,
  ReportExemption,
  ReportFinding,
  ReportReply,
  RuleFigures,
} from './model.js'
import { compareRussian, share } from './russian.js'
import { severityOrder } from './wording.js'

export interface RuleFacts {
  /** Whether the rule ever says «соблюдено»: one that only finds events has no share of what is kept. */
  readonly canBeKept: boolean
  readonly id: string
  readonly clause: string
  readonly title: string
  readonly severity: Severity
  readonly termFrom: 'regulation' | 'school'
}

export interface ComplianceInput {
  readonly school: { readonly id: Id; readonly name: string }
  readonly from: IsoDate
  readonly to: IsoDate
  /** The instant for which the verdicts were computed. */
  readonly asOf: Instant
  readonly timeZone: string
  readonly regulation: ComplianceReport['regulation']
  readonly coverage: ReportCoverage
  /** Verdicts with the ids of their ledger entries (null where the ledger wasn't asked). */
  readonly verdicts: readonly { readonly verdict: Verdict; readonly entry: string | null }[]
  /** What people replied, by the id of the ledger entry. */
  readonly replies: ReadonlyMap<string, readonly ReportReply[]>
  /** Kept duties by rule. When left out, the verdicts of kind `kept` in `verdicts` are counted instead. */
  readonly kept?: Readonly<Record<string, number>> | undefined
  readonly rules: readonly RuleFacts[]
  /** What people decided, as the verdicts were computed with it. */
  readonly decisions: Decisions
  /** What people stated of these days and nothing in the journal answers to. */
  readonly idle: readonly IdleStatement[]
  /** Names of classes, subjects and teachers. */
  readonly directory: Directory
  readonly provenance: {
    readonly sliceHash: string
    readonly engine: string
    readonly calendar: CalendarFacts
  }
}

/**
 * The model of the compliance report: figures by rule, findings worst first, the heat map. Nothing of the input
 * is dropped: a verdict whose rule, class or teacher is unknown by name stands under its id.
 */
export function createComplianceReport(input: ComplianceInput): ComplianceReport {
  const open = input.verdicts.filter(item => item.verdict.verdict !== 'kept')
  const names = namesFrom(input.directory)
  return {
    schema: 'dnevnik-bridge/compliance-report/1',
    school: { id: input.school.id, name: input.school.name },
    from: input.from,
    to: input.to,
    asOf: input.asOf,
    timeZone: input.timeZone,
    regulation: {
      title: input.regulation.title,
      edition: input.regulation.edition,
      basis: input.regulation.basis,
    },
    coverage: input.coverage,
    rules: figures(input),
    findings: open.map(item => finding(item, names, input.replies)).sort(worstFirst),
    exemptions: exemptions(input),
    idle: input.idle.map(({ message }) => message),
    classes: reportedClasses(input.directory, open),
    byClassDay: heat(open.map(item => item.verdict)),
    provenance: input.provenance,
  }
}

function exemptions({ decisions, verdicts, from, to }: ComplianceInput): ReportExemption[] {
  const excused = new Map<number, number>()
  for (const { verdict } of verdicts) {
    if (verdict.decision?.by !== 'exemption') continue
    const { number } = verdict.decision
    excused.set(number, (excused.get(number) ?? 0) + 1)
  }
  return decisions.exemptions
    .filter(({ content }) => content.from <= to && content.to >= from)
    .map(({ number, content }) => ({
      number,
      from: content.from,
      to: content.to,
      reason: content.reason,
      order: content.order,
      excused: excused.get(number) ?? 0,
    }))
    .sort((a, b) => a.number - b.number)
}

/** Of a class that nobody names, and of what concerns the whole school. */
function classText(id: Id): string {
  return id === wholeSchool ? 'Школа' : `№ ${id}`
}

/** Entries of the ledger as a report shows its findings, worst first; persons and replies aside. */
export function findingsOf(
  entries: readonly { readonly verdict: Verdict; readonly id: string }[],
  directory: Directory,
): ReportFinding[] {
  const names = namesFrom(directory)
  return entries.map(({ verdict, id }) => finding({ verdict, entry: id }, names, new Map())).sort(worstFirst)
}

interface Names {
  readonly classes: ReadonlyMap<Id, string>
  readonly subjects: ReadonlyMap<Id, string>
  readonly teachers: ReadonlyMap<Id, string>
}

/** Longer than any name; who is meant is told by the id that stands beside it. */
const shown = (name: string) => clipped(name, 200)

function namesFrom(directory: Directory): Names {
  return {
    classes: new Map(directory.classes.map(item => [item.id, shown(item.name)])),
    subjects: new Map(directory.subjects.map(item => [item.id, shown(item.name)])),
    teachers: new Map(directory.teachers.map(teacher => [teacher.id, shown(nameWithInitials(teacher))])),
  }
}

function finding(
  item: ComplianceInput['verdicts'][number],
  names: Names,
  replies: ComplianceInput['replies'],
): ReportFinding {
  const { class: classId, subject } = item.verdict.subject
  return {
    verdict: item.verdict,
    entry: item.entry,
    className: names.classes.get(classId) ?? classText(classId),
    subjectName: subject === undefined ? null : (names.subjects.get(subject) ?? `Предмет № ${subject}`),
    teachers: item.verdict.responsible.map(id => names.teachers.get(id) ?? `№ ${id}`),
    replies: (item.entry === null ? undefined : replies.get(item.entry)) ?? [],
  }
}

function worstFirst(a: ReportFinding, b: ReportFinding): number {
  const left = a.verdict
  const right = b.verdict
  return (
    severityOrder.indexOf(left.severity) - severityOrder.indexOf(right.severity) ||
    compareRussian(a.className, b.className) ||
    compareIds(left.subject.class, right.subject.class) ||
    inOrder(left.date, right.date) ||
    inOrder(left.rule, right.rule) ||
    // The order of equals must not depend on the order in which a store gave them.
    inOrder(canonicalJson(left), canonicalJson(right))
  )
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function figures(input: ComplianceInput): RuleFigures[] {
  const counts = new Map<string, Record<VerdictKind, number>>()
  const facts = new Map<string, RuleFacts>(input.rules.map(rule => [rule.id, rule]))
  const countsOf = (rule: string) => {
    const known = counts.get(rule)
    if (known) return known
    const fresh = noCounts()
    counts.set(rule, fresh)
    return fresh
  }
  for (const rule of facts.keys()) countsOf(rule)
  for (const [rule, kept] of Object.entries(input.kept ?? {})) countsOf(rule).kept += kept
  for (const { verdict } of input.verdicts) {
    if (verdict.verdict === 'kept' && input.kept) continue
    countsOf(verdict.rule)[verdict.verdict] += 1
    if (!facts.has(verdict.rule)) facts.set(verdict.rule, retiredRule(verdict))
  }
  return [...counts]
    .map(([id, count]) =>
      ruleFigures(facts.get(id) ?? retiredRule({ rule: id, clause: '', severity: 'info' }), count),
    )
    .sort((a, b) => compareRussian(a.rule, b.rule))
}

/** A rule that found something once and no longer exists: its id is all that is left of its title. */
function retiredRule(verdict: Pick<Verdict, 'rule' | 'clause' | 'severity'>): RuleFacts {
  const { rule, clause, severity } = verdict
  return { id: rule, clause, title: rule, severity, termFrom: 'regulation', canBeKept: true }
}

function ruleFigures(rule: RuleFacts, counts: Record<VerdictKind, number>): RuleFigures {
  const { id, clause, title, severity, termFrom } = rule
  const decided = counts.kept + counts.broken + counts.mended
  const keptShare = rule.canBeKept ? share(counts.kept, decided) : null
  return { rule: id, clause, title, severity, termFrom, counts, keptShare }
}

function reportedClasses(
  directory: Directory,
  open: ComplianceInput['verdicts'],
): { readonly id: Id; readonly name: string }[] {
  const known = new Map<Id, Pick<ClassGroup, 'id' | 'name'>>(directory.classes.map(item => [item.id, item]))
  for (const { verdict } of open) {
    const id = verdict.subject.class
    if (!known.has(id)) known.set(id, { id, name: classText(id) })
  }
  return [...known.values()]
    .map(({ id, name }) => ({ id, name: shown(name) }))
    .sort((a, b) => compareRussian(a.name, b.name) || compareIds(a.id, b.id))
}

function heat(verdicts: readonly Verdict[]): ComplianceReport['byClassDay'][number][] {
  const cells = new Map<
    string,
    { classId: Id; date: IsoDate; broken: number; unproven: number; mended: number }
  >()
  for (const { verdict, subject, date } of verdicts) {
    if (verdict !== 'broken' && verdict !== 'mended' && verdict !== 'unproven') continue
    const key = `${subject.class}/${date}`
    const cell = cells.get(key) ?? { classId: subject.class, date, broken: 0, unproven: 0, mended: 0 }
    cell[verdict] += 1
    cells.set(key, cell)
  }
  return [...cells.values()].sort((a, b) => compareIds(a.classId, b.classId) || inOrder(a.date, b.date))
}
