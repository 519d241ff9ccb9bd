import { russianDate, russianDateTime } from '../calendar/index.js'
import type { ComplianceReport, ReportCoverage, ReportFinding } from './model.js'
import { dayRange, percent, zonedDateTime } from './russian.js'
import {
  coverageLines,
  evidenceText,
  excusedNothing,
  exemptNote,
  idleTitle,
  replyText,
  severityWords,
  termFromSchool,
  verdictTitles,
  verdictWords,
} from './wording.js'

/** What the workbooks hold, as plain tables. */

/** A day is midnight UTC. */
export type Value = string | number | Date | null

export interface Column {
  readonly title: string
  /** In characters. */
  readonly width: number
  /** The title runs upwards. */
  readonly upright?: boolean
}

export interface Table {
  readonly name: string
  /** Lines above the table: whose it is, of which days, what wasn't seen. */
  readonly before: readonly (readonly Value[])[]
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
  /** Columns that stay in sight. */
  readonly frozen: number
  readonly filter: boolean
}

export function complianceTables(report: ComplianceReport): Table[] {
  const of = (...kinds: readonly string[]) =>
    report.findings.filter(item => kinds.includes(item.verdict.verdict))
  return [
    totals(report),
    findingsTable('Нарушения', of('broken', 'mended'), report.timeZone),
    ...(of('void').length > 0 ? [findingsTable('Недействительно', of('void'), report.timeZone)] : []),
    findingsTable('Не доказано', of('unproven'), report.timeZone),
    ...(report.exemptions.length > 0 ? exemptionTables(report, of('exempt')) : []),
    ...(report.idle.length > 0 ? [idleTable(report.idle)] : []),
    coverageTable(report.coverage, report.timeZone),
  ]
}

function idleTable(messages: readonly string[]): Table {
  return {
    name: 'Без соответствия',
    before: [],
    columns: [{ title: idleTitle, width: 120 }],
    rows: messages.map(message => [message]),
    frozen: 0,
    filter: false,
  }
}

function totals(report: ComplianceReport): Table {
  return {
    name: 'Итоги',
    before: [
      ['Отчёт о ведении электронного журнала'],
      [report.school.name],
      [`${dayRange(report.from, report.to)}, по состоянию на ${zonedDateTime(report.asOf, report.timeZone)}`],
      [`${report.regulation.title}, ${report.regulation.edition}`],
      ...report.regulation.basis.map(text => [text]),
      ...coverageLines(report.coverage, report.timeZone).map(line => [line]),
      [`Хэш данных: ${report.provenance.sliceHash}; версия проверки: ${report.provenance.engine}`],
      [],
    ],
    columns: [
      { title: 'Пункт', width: 10 },
      { title: 'Что проверяется', width: 46 },
      { title: 'Значимость', width: 16 },
      { title: 'Соблюдено, доля', width: 12 },
      { title: verdictTitles.kept, width: 12 },
      { title: verdictTitles.broken, width: 12 },
      { title: verdictTitles.mended, width: 16 },
      { title: verdictTitles.unproven, width: 12 },
      { title: verdictTitles.exempt, width: 12 },
      { title: verdictTitles.void, width: 16 },
      { title: verdictTitles.pending, width: 12 },
      { title: 'Примечание', width: 34 },
      { title: 'Правило', width: 28 },
    ],
    rows: report.rules.map(rule => [
      rule.clause,
      rule.title,
      severityWords[rule.severity],
      percent(rule.keptShare),
      rule.counts.kept,
      rule.counts.broken,
      rule.counts.mended,
      rule.counts.unproven,
      rule.counts.exempt,
      rule.counts.void,
      rule.counts.pending,
      rule.termFrom === 'school' ? termFromSchool : null,
      rule.rule,
    ]),
    frozen: 2,
    filter: true,
  }
}

function exemptionTables(report: ComplianceReport, findings: readonly ReportFinding[]): Table[] {
  const list: Table = {
    name: 'Исключения',
    before: [[exemptNote], []],
    columns: [
      { title: '№', width: 6 },
      { title: 'Первый день', width: 12 },
      { title: 'Последний день', width: 14 },
      { title: 'Причина', width: 46 },
      { title: 'Основание', width: 34 },
      { title: 'Случаев', width: 10 },
      { title: 'Примечание', width: 24 },
    ],
    rows: report.exemptions.map(({ number, from, to, reason, order, excused }) => [
      number,
      russianDate(from),
      russianDate(to),
      reason,
      order,
      excused,
      excused === 0 ? excusedNothing : null,
    ]),
    frozen: 1,
    filter: true,
  }
  return [list, findingsTable('Исключено', findings, report.timeZone)]
}

function findingsTable(name: string, findings: readonly ReportFinding[], timeZone: string): Table {
  const at = (instant: number | null) => (instant === null ? null : russianDateTime(instant, timeZone))
  return {
    name,
    before: [],
    columns: [
      { title: 'Класс', width: 9 },
      { title: 'Дата', width: 12 },
      { title: 'Предмет', width: 24 },
      { title: 'Учитель', width: 24 },
      { title: 'Пункт', width: 8 },
      { title: 'Итог', width: 18 },
      { title: 'Значимость', width: 16 },
      { title: 'Что обнаружено', width: 60 },
      { title: 'Срок', width: 18 },
      { title: 'Доказательство', width: 50 },
      { title: 'Уровень', width: 9 },
      { title: 'Урок', width: 22 },
      { title: 'Обучающийся (номер)', width: 22 },
      { title: 'Запись реестра', width: 16 },
      { title: 'Ответы', width: 50 },
    ],
    rows: findings.map(({ verdict, className, subjectName, teachers, entry, replies }) => [
      className,
      russianDate(verdict.date),
      subjectName,
      teachers.join(', '),
      verdict.clause,
      verdictWords[verdict.verdict],
      severityWords[verdict.severity],
      verdict.message,
      at(verdict.deadline),
      evidenceText(verdict.evidence, timeZone),
      verdict.evidence.level,
      verdict.subject.lesson ?? null,
      verdict.subject.person ?? null,
      entry,
      replies.length === 0 ? null : replies.map(reply => replyText(reply, timeZone)).join('\n'),
    ]),
    frozen: 2,
    filter: true,
  }
}

export function coverageTable(coverage: ReportCoverage, timeZone: string): Table {
  const gaps = coverage.gaps.length === 0 ? [['Пробелов нет.']] : coverage.gaps.map(gap => [gap])
  return {
    name: 'Охват',
    before: coverageLines(coverage, timeZone).map(line => [line]),
    columns: [{ title: 'Что не прочитано', width: 120 }],
    rows: gaps,
    frozen: 0,
    filter: false,
  }
}
