import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { counted, resourceWords, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { QuarantinedPlace } from '../deps/sync.js'
import { elements } from '../words.js'

interface QuarantineProps {
  readonly school: { readonly id: Id; readonly timeZone: string }
  readonly places: readonly QuarantinedPlace[]
  /** Null for who may only look. */
  readonly token: string | null
  readonly stale?: boolean
}

/** What couldn't be read of the answers: where and why, never what stands there. */
export function Quarantine({ school, places, token, stale = false }: QuarantineProps) {
  const total = places.reduce((sum, place) => sum + place.elements, 0)
  return (
    <>
      <h1>Отложено неразобранным: {written(total)}</h1>
      {stale && (
        <p class="note" role="alert">
          Разбор не начат: страница была открыта слишком давно. Нажмите ещё раз.
        </p>
      )}
      {places.length === 0 ? (
        <p>Всё, что платформа сказала последним, разобрано.</p>
      ) : (
        <>
          <p>
            Эти записи платформа прислала в виде, которого программа не понимает. Они хранятся целиком, и о
            них не делается никаких выводов. После обновления программы разберите их заново: платформу для
            этого не спрашивают, а увиденными они считаются тогда, когда пришёл ответ.
          </p>
          {token !== null && (
            <form method="post" action={addresses.quarantine(school.id)} class="actions">
              <input type="hidden" name={tokenField} value={token} />
              <button type="submit">Разобрать заново</button>
            </form>
          )}
          {places.map(place => (
            <Place
              key={`${place.resource}/${place.groupName}/${place.week}`}
              place={place}
              timeZone={school.timeZone}
            />
          ))}
        </>
      )}
      <p class="no-print">
        <a href={addresses.sync(school.id)}>Что прочитано</a>
      </p>
    </>
  )
}

function Place({ place, timeZone }: { place: QuarantinedPlace; timeZone: string }) {
  const { resource, groupName, week, askedAt, problems } = place
  return (
    <section>
      <h2>
        {groupName === null ? 'Вся школа' : <bdi>{groupName}</bdi>}: {resourceWords[resource]}
        {week !== null && `, неделя с ${russianDate(week)}`}
      </h2>
      <p class="soft">
        Ответ от {russianDateTime(askedAt, timeZone)}; не разобрано: {counted(place.elements, elements)}
      </p>
      <ul>
        {problems.map(({ path, problem, elements: count }) => (
          <li key={`${path}/${problem}`}>
            <code>{path}</code>: {problem}
            {count > 1 && ` — ${written(count)} раз`}
          </li>
        ))}
      </ul>
    </section>
  )
}
