import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import { clipped } from '../plain-text.js'
import { type Clause, requiredLine } from '../regulation/index.js'
import { legible } from './glyphs.js'
import { groupBy } from './grouping.js'
import type { ComplianceReport, ReportFinding } from './model.js'
import type { Official } from './paper.js'
import { compareRussian, counted, listed, lowerFirst, percent, share, written } from './russian.js'
import { breaches, coverageForReaders, isWhole } from './wording.js'

/** «Справка по итогам проверки журнала»: what a deputy head's control found, made of findings. */

/** What is looked at. */
export interface CertificateScope {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null for all. */
  readonly classIds: readonly Id[] | null
  /** Whose duties alone are looked at; null for all teachers. */
  readonly teacher: Id | null
}

/** What whoever checked says of it. */
export const CertificateWords = z.strictObject({
  /** As the school numbers them; null where it is written in by hand. */
  number: requiredLine('Номер', 50).nullable(),
  aim: requiredLine('Цель'),
  /** «план внутришкольного контроля»; null where nothing is named. */
  basis: requiredLine('Основание').nullable(),
  /** «Директор, П. П. Петров»; null for the deputy head whom the settings name. */
  inspector: requiredLine('Кто проверял', 200).nullable(),
  /** Null where the day is written in by hand. */
  recheck: z.iso.date('День повторной проверки: нужна дата').nullable(),
  conclusions: ownLines('Вывод'),
  recommendations: ownLines('Рекомендация'),
})
export type CertificateWords = z.infer<typeof CertificateWords>

function ownLines(what: string) {
  return z
    .array(requiredLine(what, 1000))
    .max(20, { error: `${what}: не больше двадцати` })
    .readonly()
}

export const usualAim = 'контроль ведения электронного журнала: своевременность и полнота записей'

export interface CertificateRequest extends Omit<CertificateWords, 'inspector'> {
  /** Whose lessons were looked at; null for all teachers. */
  readonly teacher: string | null
  readonly classNames: readonly string[]
  readonly inspector: Official
  readonly head: Official
}

export interface CertificateLine {
  readonly className: string
  readonly clause: string
  /** Of the rule. */
  readonly title: string
  readonly broken: number
  /** Broken first, and put right since. */
  readonly mended: number
  /** In the words of the findings, the earliest first; a few. */
  readonly examples: readonly string[]
}

export interface CheckCertificate extends Omit<CertificateRequest, 'classNames'> {
  readonly schema: 'dnevnik-bridge/check-certificate/1'
  readonly school: { readonly id: Id; readonly name: string }
  readonly from: IsoDate
  readonly to: IsoDate
  readonly asOf: Instant
  readonly timeZone: string
  readonly regulation: ComplianceReport['regulation']
  readonly classes: readonly string[]
  readonly checked: readonly {
    readonly clause: string
    readonly title: string
    readonly kept: number
    readonly broken: number
    readonly mended: number
    readonly unproven: number
    readonly keptShare: number | null
  }[]
  /** By teacher, in Russian order; an empty name is what nobody in particular answers for. */
  readonly findings: readonly { readonly teacher: string; readonly lines: readonly CertificateLine[] }[]
  /** Whether everything of these days was read, and what wasn't. */
  readonly isWhole: boolean
  readonly coverage: readonly string[]
}

const mostExamples = 3

export function createCertificate(
  report: ComplianceReport,
  request: CertificateRequest,
  clauses: readonly Pick<Clause, 'clause' | 'title' | 'demand'>[],
): CheckCertificate {
  const { classNames, ...said } = request
  const found = report.findings.filter(
    ({ verdict }) => verdict.verdict === 'broken' || verdict.verdict === 'mended',
  )
  const titles = new Map(report.rules.map(({ rule, title }) => [rule, title]))
  const checked = checkedRules(report)
  return {
    schema: 'dnevnik-bridge/check-certificate/1',
    school: report.school,
    from: report.from,
    to: report.to,
    asOf: report.asOf,
    timeZone: report.timeZone,
    regulation: report.regulation,
    ...said,
    classes: classNames,
    checked,
    findings: byTeacher(found, titles),
    isWhole: isWhole(report.coverage),
    coverage: coverageOf(report),
    conclusions: [...conclusionsOf({ report, found, checked, classNames }), ...request.conclusions],
    recommendations: [...recommendationsOf(found, clauses), ...request.recommendations],
  }
}

function coverageOf({ coverage, timeZone }: ComplianceReport): string[] {
  return [...coverageForReaders(coverage, timeZone), ...coverage.gaps]
}

function checkedRules({ rules }: ComplianceReport): CheckCertificate['checked'] {
  return rules
    .filter(({ counts }) => counts.kept + counts.broken + counts.mended + counts.unproven > 0)
    .map(({ clause, title, counts, keptShare }) => ({
      ...{ clause, title, keptShare },
      ...{ kept: counts.kept, broken: counts.broken, mended: counts.mended, unproven: counts.unproven },
    }))
    .sort((a, b) => compareRussian(a.clause, b.clause) || compareRussian(a.title, b.title))
}

/** Who teaches a lesson together answers together: the finding stands with each of them. */
function byTeacher(
  found: readonly ReportFinding[],
  titles: ReadonlyMap<string, string>,
): CheckCertificate['findings'] {
  const named = found.flatMap(finding =>
    (finding.teachers.length === 0 ? [''] : finding.teachers).map(teacher => ({ teacher, finding })),
  )
  return [...groupBy(named, ({ teacher }) => teacher)]
    .map(([teacher, own]) => ({
      teacher,
      lines: linesOf(
        own.map(({ finding }) => finding),
        titles,
      ),
    }))
    .sort(
      (a, b) => Number(a.teacher === '') - Number(b.teacher === '') || compareRussian(a.teacher, b.teacher),
    )
}

function linesOf(findings: readonly ReportFinding[], titles: ReadonlyMap<string, string>): CertificateLine[] {
  return [...groupBy(findings, ({ className, verdict }) => `${className}/${verdict.rule}`).values()]
    .flatMap(group => {
      const [first] = group
      if (!first) return []
      const { rule, clause } = first.verdict
      const examples = group
        .map(({ verdict }) => verdict)
        .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
      return [
        {
          ...{ className: first.className, clause, title: titles.get(rule) ?? rule },
          broken: group.filter(({ verdict }) => verdict.verdict === 'broken').length,
          mended: group.filter(({ verdict }) => verdict.verdict === 'mended').length,
          examples: [...new Set(examples.map(({ message }) => message))].slice(0, mostExamples),
        },
      ]
    })
    .sort(
      (a, b) =>
        compareRussian(a.className, b.className) ||
        compareRussian(a.clause, b.clause) ||
        compareRussian(a.title, b.title),
    )
}

interface Concluded {
  readonly report: ComplianceReport
  readonly found: readonly ReportFinding[]
  readonly checked: CheckCertificate['checked']
  readonly classNames: readonly string[]
}

/** Only what the figures say; whoever checked adds the rest. */
function conclusionsOf({ report, found, checked, classNames }: Concluded): string[] {
  const sum = (of: 'kept' | 'broken' | 'mended' | 'unproven') =>
    checked.reduce((total, rule) => total + rule[of], 0)
  const decided = sum('kept') + sum('broken') + sum('mended')
  if (decided + sum('unproven') === 0)
    return ['За эти дни проверять было нечего, или журнал не прочитан: выводов нет.']
  const troubled = new Set(found.map(({ className }) => className))
  const clean = classNames.filter(name => !troubled.has(name))
  return [
    `Оценено требований: ${written(decided)}; соблюдено ${percent(share(sum('kept'), decided))}, нарушено ${written(sum('broken'))}, нарушено и затем исправлено ${written(sum('mended'))}.`,
    ...(sum('unproven') > 0
      ? [
          `Не доказано: ${written(sum('unproven'))}. Это не нарушения: данных не хватает, чтобы сказать, соблюдён ли срок.`,
        ]
      : []),
    ...mostFrequent(found),
    ...(clean.length > 0 && clean.length < classNames.length
      ? [`Без замечаний: ${listed(clean.map(className))}.`]
      : []),
    ...(found.length === 0 ? ['Доказанных нарушений нет.'] : []),
    ...(isWhole(report.coverage)
      ? []
      : ['Журнал за эти дни прочитан не полностью: выводы касаются только прочитанного.']),
  ]
}

/** The platform's words stand in a conclusion as a font can draw them; only what somebody types here is refused for a sign. */
function className(name: string): string {
  return clipped(legible(name), 200)
}

/** What is worth speaking of first. */
function mostFrequent(found: readonly ReportFinding[]): string[] {
  const groups = [...groupBy(found, ({ verdict }) => verdict.clause)].sort(
    ([a, left], [b, right]) => right.length - left.length || compareRussian(a, b),
  )
  const [first, second] = groups
  if (!first || !second || first[1].length === second[1].length) return []
  const [clause, own] = first
  const classes = [...new Set(own.map(({ className }) => className))].sort(compareRussian)
  return [
    `Чаще всего нарушается пункт ${clause}: ${counted(own.length, breaches)} (${listed(classes.map(className))}).`,
  ]
}

function recommendationsOf(
  found: readonly ReportFinding[],
  clauses: readonly Pick<Clause, 'clause' | 'title' | 'demand'>[],
): string[] {
  const broken = new Set(found.map(({ verdict }) => verdict.clause))
  const open = found.some(({ verdict }) => verdict.verdict === 'broken')
  return [
    ...(open
      ? ['Учителям, названным в справке, устранить то, что можно исправить, и объяснить остальное.']
      : []),
    ...clauses
      .filter(({ clause }) => broken.has(clause))
      .map(({ clause, demand }) => `Соблюдать пункт ${clause}: ${lowerFirst(demand)}`),
  ]
}
