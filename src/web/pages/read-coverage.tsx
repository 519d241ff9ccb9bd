import { coverageLines, isWhole, type ReportCoverage } from '../../report/index.js'
import { short } from '../short.js'

/** What was read of some days and what wasn't: what a page shows rests on it. */
export function ReadCoverage({ coverage, timeZone }: { coverage: ReportCoverage; timeZone: string }) {
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
            <li key={gap}>{short(gap, 500)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
