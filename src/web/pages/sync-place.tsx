import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { dayRange, resourceWords } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { addDays, type Period } from '../days.js'
import type { ReadPlace, ReadWindow } from '../deps/sync.js'
import { gapText } from './sync-window.js'

interface PlaceProps {
  readonly school: { readonly id: Id; readonly timeZone: string }
  readonly place: ReadPlace
  readonly period: Period
}

/** One class (or the school's lists): every part, when it was read whole, and what is wrong with it. */
export function SyncPlace({ school, place, period }: PlaceProps) {
  const weeks = [...new Set(place.windows.flatMap(({ week }) => week ?? []))].sort().reverse()
  const classIds = place.classId === null ? null : [place.classId]
  return (
    <>
      <h1>
        Что прочитано: <bdi>{place.name}</bdi>
      </h1>
      <p class="soft">{dayRange(period.from, period.to)}</p>
      <p class="no-print">
        <a href={addresses.sync(school.id, period)}>Вся школа</a> ·{' '}
        <a href={addresses.resync(school.id, { ...period, classIds })}>Перечитать</a>
      </p>
      {weeks.map(week => (
        <section key={week}>
          <h2>
            Неделя {russianDate(week)}–{russianDate(addDays(week, 6))}
          </h2>
          <Windows
            windows={place.windows.filter(window => window.week === week)}
            timeZone={school.timeZone}
          />
        </section>
      ))}
      <section>
        <h2>Списки</h2>
        <Windows windows={place.windows.filter(({ week }) => week === null)} timeZone={school.timeZone} />
      </section>
    </>
  )
}

function Windows({ windows, timeZone }: { windows: readonly ReadWindow[]; timeZone: string }) {
  if (windows.length === 0) return <p>Здесь читать нечего.</p>
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Что</th>
          <th scope="col">Прочитано полностью</th>
          <th scope="col">Чего не хватает</th>
        </tr>
      </thead>
      <tbody>
        {windows.map(({ resource, subgroup, readAt, gap }) => (
          <tr key={`${resource}/${subgroup}`}>
            <th scope="row">
              {subgroup === null ? (
                resourceWords[resource]
              ) : (
                <>
                  состав подгруппы <bdi>{subgroup}</bdi>
                </>
              )}
            </th>
            <td data-label="Прочитано полностью" class={readAt === null ? 'absent' : ''}>
              {readAt === null ? '—' : russianDateTime(readAt, timeZone)}
            </td>
            <td data-label="Чего не хватает" class={gap === null ? 'absent' : 'broken'}>
              {gap === null ? '—' : gapText(gap)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
