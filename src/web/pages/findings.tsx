import {
  type ComplianceReport,
  dayRange,
  type ReportFinding,
  verdictTitles,
  written,
} from '../../report/index.js'
import { addresses, type FindingFilter } from '../addresses.js'
import { FindingList } from './finding-list.js'

/** A list this long is read in the XLSX report, not on a page. */
const mostShown = 500

export function Findings({ report, filter }: { report: ComplianceReport; filter: FindingFilter }) {
  const found = report.findings.filter(finding => matches(finding, filter))
  const shown = found.slice(0, mostShown)
  const className = report.classes.find(({ id }) => id === filter.classId)?.name
  const rule = report.rules.find(figures => figures.rule === filter.rule)
  const limits = [
    dayRange(filter.from, filter.to),
    className && `класс ${className}`,
    rule && `п. ${rule.clause}: ${rule.title}`,
  ].filter(Boolean)
  return (
    <>
      <h1>
        {verdictTitles[filter.kind]}: {written(found.length)}
      </h1>
      <p class="soft">{limits.join(' · ')}</p>
      <p class="no-print">
        <a href={addresses.school(report.school.id, { from: filter.from, to: filter.to })}>
          Все сведения за эти дни
        </a>
      </p>
      {report.coverage.complete < report.coverage.windows && (
        <p class="note">
          Прочитано не всё: список может быть неполным. Чего именно нет — на первой странице.
        </p>
      )}
      {found.length === 0 ? (
        <p>В том, что прочитано, таких случаев нет.</p>
      ) : (
        <FindingList findings={shown} timeZone={report.timeZone} />
      )}
      {found.length > shown.length && (
        <p class="note">Показаны первые {written(shown.length)}. Выберите меньше дней или один класс.</p>
      )}
    </>
  )
}

function matches({ verdict }: ReportFinding, { kind, from, to, classId, rule }: FindingFilter): boolean {
  return (
    verdict.verdict === kind &&
    verdict.date >= from &&
    verdict.date <= to &&
    (classId === undefined || verdict.subject.class === classId) &&
    (rule === undefined || verdict.rule === rule)
  )
}
