import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { paceText } from '../../pace/index.js'
import { counted, dayRange, written } from '../../report/index.js'
import { lookKindWords, missedWords, type PlannedLook, type Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { addDays, type Period, type Problems, type TypedPeriod } from '../days.js'
import type { ReadPlace, RequestBudget, SyncOverview } from '../deps/sync.js'
import { elements, purposeWord, requests, runKinds } from '../words.js'
import { DayFields } from './fields.js'
import { ReadCoverage } from './read-coverage.js'
import { worstOf } from './sync-window.js'
import { Scroll } from './scroll.js'

interface SyncProps {
  readonly school: { readonly id: Id; readonly timeZone: string }
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  /** Null when the days typed can't be shown. */
  readonly shown: (SyncOverview & { readonly period: Period }) | null
}

/** What was read when, what wasn't and why, and what it costs. */
export function Sync({ school, typed, problems, shown }: SyncProps) {
  return (
    <>
      <h1>Что прочитано</h1>
      <form method="get" action={addresses.sync(school.id)} class="days">
        <DayFields typed={typed} problems={problems} />
        <button type="submit">Показать</button>
      </form>
      {shown && (
        <>
          <p class="soft on-paper">{dayRange(shown.period.from, shown.period.to)}</p>
          <ReadCoverage coverage={shown.coverage} timeZone={school.timeZone} />
          <p class="no-print">
            <a href={addresses.resync(school.id, shown.period)}>Перечитать эти дни</a> ·{' '}
            <a href={addresses.runs(school.id)}>Все чтения журнала</a>
          </p>
          <Underway runs={shown.unfinished} timeZone={school.timeZone} />
          <Quarantine school={school.id} quarantined={shown.quarantined} />
          <Places school={school} shown={shown} period={shown.period} />
          <Budget budget={shown.budget} />
          <Looks looks={shown.looks} school={school} />
        </>
      )}
    </>
  )
}

function Underway({ runs, timeZone }: { runs: readonly Run[]; timeZone: string }) {
  if (runs.length === 0) return null
  return (
    <section>
      <h2>Идёт сейчас</h2>
      <ul>
        {runs.map(run => (
          <li key={run.id}>
            <a href={addresses.run(run.school, run.id)}>
              {runKinds[run.kind]}, {russianDateTime(run.createdAt, timeZone)}
            </a>
            : {dayRange(run.from, run.to)}
            {run.windows !== null && `, ${written(run.complete + run.incomplete)} из ${written(run.windows)}`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Quarantine({ school, quarantined }: { school: Id; quarantined: number }) {
  if (quarantined === 0) return null
  return (
    <p class="note">
      Отложено, потому что не разобрано: {counted(quarantined, elements)}.{' '}
      <a href={addresses.quarantine(school)}>Что это и как разобрать</a>
    </p>
  )
}

/** A wider table isn't read; the page of a class has all of its weeks. */
const mostWeeks = 6

function Places(props: { school: SyncProps['school']; shown: SyncOverview; period: Period }) {
  const { school, shown, period } = props
  const weeks = shown.weeks.slice(-mostWeeks)
  return (
    <section>
      <h2>Когда прочитано</h2>
      <p class="soft">
        В клетке — самое раннее из последних полных чтений уроков, отметок и посещаемости этой недели.
        {weeks.length < shown.weeks.length &&
          ` Показаны последние недели: ${weeks.length} из ${shown.weeks.length}; остальные — на странице класса.`}
      </p>
      <Scroll label="Когда прочитано, по классам и неделям">
        <table class="heat reads">
          <thead>
            <tr>
              <th scope="col">Класс</th>
              <th scope="col">Списки</th>
              {weeks.map(week => (
                <th scope="col" key={week}>
                  {russianDate(week).slice(0, 5)}
                  <small>– {russianDate(addDays(week, 6)).slice(0, 5)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.places.map(place => (
              <tr key={place.classId ?? ''}>
                <th scope="row">
                  <a href={addresses.syncPlace(school.id, place.classId, period)}>
                    <bdi>{place.name}</bdi>
                  </a>
                </th>
                <PlaceCell place={place} week={null} timeZone={school.timeZone} />
                {weeks.map(week => (
                  <PlaceCell key={week} place={place} week={week} timeZone={school.timeZone} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function PlaceCell(props: { place: ReadPlace; week: string | null; timeZone: string }) {
  const { place, week, timeZone } = props
  const windows = place.windows.filter(window => window.week === week)
  if (windows.length === 0) return <td class="absent">—</td>
  const wrong = worstOf(windows)
  const read = windows.flatMap(({ readAt }) => readAt ?? [])
  const oldest = read.length === 0 ? null : Math.min(...read)
  return (
    <td class={wrong === null ? '' : 'shade1'}>
      {oldest === null ? null : russianDateTime(oldest, timeZone).replace(/\.\d{4} /, ' ')}
      {wrong !== null && <small class="line broken">{wrong}</small>}
    </td>
  )
}

function Budget({ budget: { spent, ahead, allowed, standing } }: { budget: RequestBudget }) {
  const total = spent.reduce((sum, { calls }) => sum + calls, 0)
  return (
    <section>
      <h2>Запросы к платформе сегодня</h2>
      <dl>
        <dt>Израсходовано</dt>
        <dd>{counted(total, requests)}</dd>
        {spent.map(({ purpose, calls, failed }) => (
          <>
            <dt>— {purposeWord(purpose)}</dt>
            <dd>
              {written(calls)}
              {failed > 0 && <span class="broken"> (неудачных {written(failed)})</span>}
            </dd>
          </>
        ))}
        <dt>Назначенные чтения возьмут ещё не меньше</dt>
        <dd>{written(ahead)}</dd>
        <dt>Больше стольких в день чтения у сроков не назначаются</dt>
        <dd>{written(allowed)}</dd>
      </dl>
      <p>{paceText(standing)}</p>
    </section>
  )
}

const lookStates: Readonly<Record<PlannedLook['state'], string>> = {
  planned: 'впереди',
  taken: 'взято',
  missed: 'пропущено',
}

function Looks({ looks, school }: { looks: readonly PlannedLook[]; school: SyncProps['school'] }) {
  return (
    <section>
      <h2>Чтения, назначенные на сегодня</h2>
      {looks.length === 0 ? (
        <p>На сегодня ничего не назначено: план составляет работающая программа (start) в начале дня.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Когда</th>
              <th scope="col">Зачем</th>
              <th scope="col">Что с ним стало</th>
              <th scope="col" class="n">
                Запросов от
              </th>
            </tr>
          </thead>
          <tbody>
            {looks.map(look => (
              <tr key={look.id}>
                <td data-label="Когда">{russianDateTime(look.at, school.timeZone).slice(11)}</td>
                <td data-label="Зачем">
                  {lookKindWords[look.kind]}
                  <small class="line">
                    {look.classIds === null ? 'вся школа' : `классов: ${written(look.classIds.length)}`}
                    {look.decides.length > 0 && `; решает п. ${look.decides.join(', ')}`}
                  </small>
                </td>
                <td data-label="Что с ним стало" class={look.state === 'missed' ? 'broken' : ''}>
                  {look.run === null ? (
                    lookStates[look.state]
                  ) : (
                    <a href={addresses.run(school.id, look.run)}>{lookStates[look.state]}</a>
                  )}
                  {look.reason !== null && `: ${missedWords(look.reason)}`}
                </td>
                <td data-label="Запросов от" class="n">
                  {written(look.price)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
