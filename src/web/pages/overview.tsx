import { russianDate, russianDateTime } from '../../calendar/index.js'
import {
  compareRussian,
  dayRange,
  isUndecided,
  type OfficeSchool,
  percent,
  readEnough,
  written,
} from '../../report/index.js'
import { Scroll } from './scroll.js'

/** By name and never by figures: it is an overview and no ranking. Of classes, teachers and pupils it tells nothing. */
export function Overview({ schools }: { schools: readonly OfficeSchool[] }) {
  const sorted = schools.toSorted((a, b) => compareRussian(a.name, b.name))
  const [first] = sorted
  if (first === undefined) return <h1>Школы</h1>
  // «Yesterday» is another day in another zone, and then no range is true of all.
  const isOneRange = sorted.every(({ from }) => from === first.from)
  const isOneZone = sorted.every(({ timeZone }) => timeZone === first.timeZone)
  return (
    <>
      <h1>Школы</h1>
      <p class="soft">
        {isOneRange ? dayRange(first.from, first.to) : 'Семь дней до вчерашнего'}, по последней проверке
        каждой школы. «Не доказано» в долю соблюдения не входит. О том, что не прочитано, выводов нет.
      </p>
      <Scroll label="Школы">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Школа</th>
              <th scope="col" class="n">
                Охват
              </th>
              <th scope="col" class="n">
                Соблюдено
              </th>
              <th scope="col" class="n">
                Неделей раньше
              </th>
              <th scope="col" class="n">
                Нарушено
              </th>
              <th scope="col" class="n">
                Исправлено
              </th>
              <th scope="col" class="n">
                Не доказано
              </th>
              <th scope="col">Журнал прочитан</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(school => (
              <Row key={school.name} school={school} withZone={!isOneZone} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Weeks schools={sorted} />
    </>
  )
}

function Row({ school, withZone }: { school: OfficeSchool; withZone: boolean }) {
  const { name, timeZone, coverage, kept, keptBefore, broken, mended, unproven, newestLook } = school
  const count = (number: number) => (isUndecided(school) && number === 0 ? '—' : written(number))
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label="Охват" class="n">
        {!coverage ? (
          <b class="broken">не прочитано</b>
        ) : coverage < readEnough ? (
          <b class="broken">{percent(coverage)} — прочитано не всё</b>
        ) : (
          percent(coverage)
        )}
      </td>
      <td data-label="Соблюдено" class="n">
        {percent(kept)}
      </td>
      <td data-label="Неделей раньше" class="n">
        {percent(keptBefore)}
      </td>
      <td data-label="Нарушено" class="n">
        {count(broken)}
      </td>
      <td data-label="Исправлено" class="n">
        {count(mended)}
      </td>
      <td data-label="Не доказано" class="n">
        {count(unproven)}
      </td>
      <td data-label="Журнал прочитан">
        {newestLook === null ? 'ещё ни разу' : russianDateTime(newestLook, timeZone)}
        {newestLook !== null && withZone && ` (${timeZone})`}
      </td>
    </tr>
  )
}

/** How it goes on in each school, beside nothing but itself. */
function Weeks({ schools }: { schools: readonly OfficeSchool[] }) {
  // In the night of a Monday schools in the east have ended a week that others are still in.
  const weeks = [...new Set(schools.flatMap(({ weeks: own }) => own.map(({ week }) => week)))].sort()
  const areSame = schools.every(({ weeks: own }) => own.length === weeks.length)
  return (
    <section>
      <h2>Соблюдено по неделям</h2>
      <Scroll label="Соблюдено по неделям">
        <table>
          <thead>
            <tr>
              <th scope="col">Школа</th>
              {weeks.map(week => (
                <th scope="col" class="n" key={week}>
                  с {russianDate(week).slice(0, 5)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {schools.map(({ name, weeks: own }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {weeks.map(week => {
                  const of = own.find(one => one.week === week)
                  return (
                    <td class="n" key={week}>
                      {of && percent(of.kept)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="soft">
        Недели целиком, с понедельника. «—» — в эту неделю ничего не решено: не прочитано или нечего
        проверять.
        {!areSame && ' Пусто — по времени школы эта неделя ещё не кончилась или больше не показывается.'}
      </p>
    </section>
  )
}
