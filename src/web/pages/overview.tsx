import { russianDateTime } from '../../calendar/index.js'
import { type OfficeSchool, percent, readEnough, written } from '../../report/index.js'
import { Scroll } from './scroll.js'

/** By name and never by figures: it is an overview and no ranking. Of classes, teachers and pupils it tells nothing. */
export function Overview({ schools, timeZone }: { schools: readonly OfficeSchool[]; timeZone: string }) {
  const collator = new Intl.Collator('ru', { numeric: true })
  const sorted = schools.toSorted((a, b) => collator.compare(a.name, b.name))
  return (
    <>
      <h1>Школы</h1>
      <p class="soft">
        Семь дней до вчерашнего, по последней проверке каждой школы. «Не доказано» в долю соблюдения не
        входит. О том, что не прочитано, выводов нет.
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
              <Row key={school.name} school={school} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function Row({ school, timeZone }: { school: OfficeSchool; timeZone: string }) {
  const { name, coverage, kept, keptBefore, broken, mended, unproven, newestLook } = school
  const little = coverage === null || coverage < readEnough
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-label="Охват" class="n">
        {little ? <b class="broken">{percent(coverage)} — прочитано не всё</b> : percent(coverage)}
      </td>
      <td data-label="Соблюдено" class="n">
        {percent(kept)}
      </td>
      <td data-label="Неделей раньше" class="n">
        {percent(keptBefore)}
      </td>
      <td data-label="Нарушено" class="n">
        {written(broken)}
      </td>
      <td data-label="Исправлено" class="n">
        {written(mended)}
      </td>
      <td data-label="Не доказано" class="n">
        {written(unproven)}
      </td>
      <td data-label="Журнал прочитан">
        {newestLook === null ? 'ещё ни разу' : russianDateTime(newestLook, timeZone)}
      </td>
    </tr>
  )
}
