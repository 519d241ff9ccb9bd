import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import type { VerdictKind } from '../../regulation/index.js'
import {
  type ComplianceReport,
  coverageLines,
  dayRange,
  isWhole,
  kindsToShow,
  percent,
  type ReportCoverage,
  type RuleFigures,
  termFromSchool,
  unprovenNote,
  verdictTitles,
  written,
} from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { Period, Problems, TypedPeriod } from '../days.js'
import { DayFields } from './fields.js'
import { FindingList } from './finding-list.js'
import { HeatMap } from './heat-map.js'

/** So many are read on the first page; the rest has a page of its own. */
const mostShown = 50
const allKinds = [
  'broken',
  'mended',
  'unproven',
  'exempt',
  'void',
  'pending',
] as const satisfies readonly VerdictKind[]

export interface TodayProps {
  readonly school: { readonly id: Id; readonly name: string }
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  /** Null when the days typed can't be shown. */
  readonly report: ComplianceReport | null
}

export function Today({ school, typed, problems, report }: TodayProps) {
  return (
    <>
      <h1>{school.name}</h1>
      {report && (
        <p class="soft">
          {dayRange(report.from, report.to)} · состояние на {russianDateTime(report.asOf, report.timeZone)} (
          {report.timeZone})
        </p>
      )}
      <form method="get" action={addresses.school(school.id)} class="days">
        <DayFields typed={typed} problems={problems} />
        <button type="submit">Показать</button>
      </form>
      {report && <Shown school={school.id} report={report} />}
    </>
  )
}

function Shown({ school, report }: { school: Id; report: ComplianceReport }) {
  const period = { from: report.from, to: report.to }
  const broken = report.findings.filter(({ verdict }) => verdict.verdict === 'broken')
  return (
    <>
      <Coverage
        coverage={report.coverage}
        timeZone={report.timeZone}
        resync={addresses.resync(school, period)}
      />
      <Totals school={school} report={report} period={period} />
      <HeatMap school={school} report={report} />
      <Figures school={school} rules={report.rules} period={period} />
      <section>
        <h2>Что нарушено</h2>
        {broken.length === 0 ? (
          <p>В том, что прочитано, доказанных нарушений нет.</p>
        ) : (
          <FindingList findings={broken.slice(0, mostShown)} timeZone={report.timeZone} />
        )}
        {broken.length > mostShown && (
          <p>
            <a href={addresses.findings(school, { ...period, kind: 'broken' })}>
              Показать все: {written(broken.length)}
            </a>
          </p>
        )}
      </section>
    </>
  )
}

function Coverage(props: { coverage: ReportCoverage; timeZone: string; resync: string }) {
  const { coverage, timeZone, resync } = props
  const whole = isWhole(coverage)
  return (
    <section class={whole ? 'coverage whole' : 'coverage'} aria-label="Охват">
      <h2>{whole ? 'Прочитано всё' : 'Прочитано не всё'}</h2>
      {coverageLines(coverage, timeZone).map(line => (
        <p key={line}>{line}</p>
      ))}
      {coverage.gaps.length > 0 && (
        <ul>
          {coverage.gaps.map(gap => (
            <li key={gap}>{gap}</li>
          ))}
        </ul>
      )}
      <p class="no-print">
        <a href={resync}>Перечитать эти дни</a>
      </p>
    </section>
  )
}

function Totals({ school, report, period }: { school: Id; report: ComplianceReport; period: Period }) {
  return (
    <ul class="totals" aria-label="Итоги">
      {kindsToShow(report.rules, allKinds).map(kind => {
        const count = report.findings.filter(({ verdict }) => verdict.verdict === kind).length
        return (
          <li key={kind} class={count > 0 ? kind : 'none'}>
            <a href={addresses.findings(school, { ...period, kind })}>
              <b>{written(count)}</b> {verdictTitles[kind]}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Figures({ school, rules, period }: { school: Id; rules: readonly RuleFigures[]; period: Period }) {
  const kinds = kindsToShow(rules, allKinds)
  const cell = (rule: RuleFigures, kind: (typeof allKinds)[number]) => (
    <td key={kind} class={rule.counts[kind] > 0 ? `n ${kind}` : 'n absent'} data-label={verdictTitles[kind]}>
      {rule.counts[kind] === 0 ? (
        '0'
      ) : (
        <a href={addresses.findings(school, { ...period, kind, rule: rule.rule })}>
          {written(rule.counts[kind])}
        </a>
      )}
    </td>
  )
  return (
    <section>
      <h2>По пунктам регламента</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Пункт</th>
            <th scope="col">Что проверяется</th>
            <th scope="col" class="n">
              {verdictTitles.kept}
            </th>
            {kinds.map(kind => (
              <th scope="col" class="n" key={kind}>
                {verdictTitles[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map(rule => (
            <tr key={rule.rule}>
              <td data-label="Пункт">{rule.clause}</td>
              <th scope="row">
                {rule.title}
                {rule.termFrom === 'school' && <small> {termFromSchool}</small>}
              </th>
              <td class="n" data-label={verdictTitles.kept}>
                {percent(rule.keptShare)} <small>({written(rule.counts.kept)})</small>
              </td>
              {kinds.map(kind => cell(rule, kind))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">{unprovenNote}</p>
    </section>
  )
}
