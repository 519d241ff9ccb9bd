import { russianDateTime } from '../../calendar/index.js'
import { coverageLines, isWhole } from '../../report/index.js'
import type { Ground } from '../findings-view.js'

/** What was not seen, before anything that was; and of when the findings are. */
export function Coverage({ ground, resync }: { ground: Ground; resync: string | null }) {
  const { coverage, timeZone } = ground
  const whole = isWhole(coverage)
  return (
    <section class={whole ? 'coverage whole' : 'coverage'} aria-label="Охват">
      <h2>{whole ? 'Прочитано всё' : 'Прочитано не всё'}</h2>
      <CheckedLine ground={ground} />
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
      {resync !== null && (
        <p class="no-print">
          <a href={resync}>Перечитать эти дни</a>
        </p>
      )}
    </section>
  )
}

function CheckedLine({ ground: { checked, timeZone } }: { ground: Ground }) {
  if (checked === null) {
    return <p>Эти дни ещё не проверялись: о них ничего не сказано, и хорошего тоже.</p>
  }
  const at = (instant: number) => russianDateTime(instant, timeZone)
  const { oldest, newest } = checked
  return (
    <p>
      Проверено {at(newest)} ({timeZone})
      {oldest < newest && `, часть дней — раньше: самое раннее ${at(oldest)}`}. Что внесено позже, здесь не
      видно.
    </p>
  )
}
