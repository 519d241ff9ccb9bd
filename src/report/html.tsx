import { plainText } from '../plain-text.js'
import { render } from 'preact-render-to-string'
import { Exempted, Findings, Idle, Pending, Unproven, Voided } from './html-findings.js'
import { Coverage, Figures, Legend } from './html-figures.js'
import { HeatMap } from './html-heat-map.js'
import { pageStyle } from './html-style.js'
import type { ComplianceReport } from './model.js'
import { dayRange, zonedDateTime } from './russian.js'

/**
 * The report as one page that needs nothing else: no scripts, no other hosts, readable on a telephone, in the
 * dark and on paper. It names teachers and never pupils; coverage comes before any figure.
 */
export function complianceHtml(report: ComplianceReport): string {
  return plainText(`<!doctype html>\n${render(<Page report={report} />)}\n`)
}

function Page({ report }: { report: ComplianceReport }) {
  const { school, regulation } = report
  const range = dayRange(report.from, report.to)
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{`Ведение электронного журнала: ${school.name}, ${range}`}</title>
        <style>{pageStyle}</style>
      </head>
      <body>
        <main>
          <h1>Отчёт о ведении электронного журнала</h1>
          <p>
            <strong>{school.name}</strong>, {range}
          </p>
          <p class="soft">
            По состоянию на {zonedDateTime(report.asOf, report.timeZone)}. {regulation.title},{' '}
            {regulation.edition}.
          </p>
          {regulation.basis.map(text => (
            <p key={text} class="soft">
              {text}
            </p>
          ))}
          <Coverage coverage={report.coverage} timeZone={report.timeZone} />
          <Figures rules={report.rules} />
          <HeatMap report={report} />
          <Findings report={report} />
          <Voided report={report} />
          <Unproven report={report} />
          <Exempted report={report} />
          <Idle report={report} />
          <Pending report={report} />
          <Legend />
          <footer class="soft">
            <p>{origin(report)}</p>
            <p>Из тех же данных, календаря и настроек регламента получается тот же отчёт.</p>
          </footer>
        </main>
      </body>
    </html>
  )
}

function origin({ provenance, timeZone, school }: ComplianceReport): string {
  const facts = [
    `Данные, из которых выведены заключения (SHA-256): ${provenance.sliceHash}`,
    `версия проверки: ${provenance.engine}`,
    `часовой пояс: ${timeZone}`,
    `школа № ${school.id}`,
  ]
  return `Источник: ИС «Дневник.ру». ${facts.join('; ')}.`
}
