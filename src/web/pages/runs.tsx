import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { dayRange, written } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { askerWord, runKinds, runStates } from '../words.js'

export function RunList({ school, runs, timeZone }: { school: Id; runs: readonly Run[]; timeZone: string }) {
  return (
    <>
      <h1>Чтения журнала</h1>
      {runs.length === 0 ? (
        <p>
          Журнал ещё не читали. <a href={addresses.resync(school)}>Прочитать сейчас</a>
        </p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Начато</th>
              <th scope="col">Что</th>
              <th scope="col">Дни</th>
              <th scope="col">Состояние</th>
              <th scope="col" class="n">
                Прочитано
              </th>
              <th scope="col" class="n">
                Запросов
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map(run => (
              <tr key={run.id}>
                <td data-label="Начато">
                  <a href={addresses.run(run.school, run.id)}>{russianDateTime(run.createdAt, timeZone)}</a>
                </td>
                <td data-label="Что">
                  {runKinds[run.kind]} <small>{askerWord(run.askedBy)}</small>
                </td>
                <td data-label="Дни">{dayRange(run.from, run.to)}</td>
                <td data-label="Состояние" class={`state ${run.state}`}>
                  {runStates[run.state]}
                </td>
                <td data-label="Прочитано" class="n">
                  {written(run.complete)}
                  {run.windows !== null && ` из ${written(run.windows)}`}
                </td>
                <td data-label="Запросов" class="n">
                  {written(run.requests)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
