import type { ReportCoverage, RuleFigures } from './model.js'
import { percent, written } from './russian.js'
import { kindsToShow } from './rare-kinds.js'
import { coverageLines, isWhole, levelWords, termFromSchool, unprovenNote, verdictTitles } from './wording.js'

const shades = {
  broken: 'broken',
  mended: 'mended',
  unproven: 'open',
  pending: 'open',
  exempt: 'open',
  void: 'broken',
} as const
const others = ['broken', 'mended', 'unproven', 'exempt', 'void', 'pending'] as const

export function Coverage({ coverage, timeZone }: { coverage: ReportCoverage; timeZone: string }) {
  const whole = isWhole(coverage)
  return (
    <section class={whole ? 'coverage' : 'coverage gaps'}>
      <h2>{whole ? 'Охват: прочитано всё' : 'Охват: прочитано не всё'}</h2>
      {coverageLines(coverage, timeZone).map(line => (
        <p key={line}>{line}</p>
      ))}
      {coverage.gaps.length > 0 && (
        <>
          <p>
            <strong>Не прочитано:</strong>
          </p>
          <ul>
            {coverage.gaps.map(gap => (
              <li key={gap}>{gap}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

export function Figures({ rules }: { rules: readonly RuleFigures[] }) {
  const kinds = kindsToShow(rules, others)
  return (
    <section>
      <h2>Итоги по пунктам регламента</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Пункт</th>
            <th scope="col">Что проверяется</th>
            {(['kept', ...kinds] as const).map(kind => (
              <th scope="col" class="n" key={kind}>
                {verdictTitles[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map(rule => (
            <FigureRow key={rule.rule} rule={rule} kinds={kinds} />
          ))}
        </tbody>
      </table>
      <p class="soft">
        Доля соблюдения — соблюдено ÷ (соблюдено + нарушено + исправлено после срока). {unprovenNote}
      </p>
    </section>
  )
}

function FigureRow({ rule, kinds }: { rule: RuleFigures; kinds: readonly (typeof others)[number][] }) {
  const { counts } = rule
  return (
    <tr>
      <td data-label="Пункт">{rule.clause}</td>
      <th scope="row">
        {rule.title}
        {rule.termFrom === 'school' && (
          <>
            <br />
            <small>{termFromSchool}</small>
          </>
        )}
      </th>
      <td class="n" data-label={verdictTitles.kept}>
        <strong>{percent(rule.keptShare)}</strong> <small>({written(counts.kept)})</small>
      </td>
      {kinds.map(kind => (
        <td key={kind} class={counts[kind] > 0 ? `n ${shades[kind]}` : 'n'} data-label={verdictTitles[kind]}>
          {written(counts[kind])}
        </td>
      ))}
    </tr>
  )
}

export function Legend() {
  return (
    <section>
      <h2>Как читать доказательства</h2>
      <p>
        «Не было» и «было» — что показал журнал при двух соседних полных чтениях. Нарушение записывается,
        только если весь промежуток между ними лежит после срока.
      </p>
      <dl>
        {(['A', 'B', 'C', 'D'] as const).map(level => (
          <>
            <dt>{level}</dt>
            <dd>{levelWords[level]}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}
