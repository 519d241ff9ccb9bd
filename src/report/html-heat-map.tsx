import { createCalendar } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'
import { groupBy } from './grouping.js'
import type { ComplianceReport } from './model.js'
import { dayRange, weekdayWords, written } from './russian.js'

type Cell = ComplianceReport['byClassDay'][number]

/** One column of the map: a day or, over long ranges, a week. */
interface Span {
  readonly from: IsoDate
  readonly to: IsoDate
}

const mostDays = 31

/** Days of the range, without weekends on which nothing was found; weeks when there are too many days. */
function spans(report: ComplianceReport): Span[] {
  const calendar = createCalendar(report.provenance.calendar)
  const busy = new Set(report.byClassDay.map(cell => cell.date))
  const all = [...new Set([...calendar.days(report.from, report.to), ...busy])].sort()
  const days = all.filter(date => calendar.weekday(date) <= report.provenance.calendar.week || busy.has(date))
  if (days.length <= mostDays) return days.map(date => ({ from: date, to: date }))
  return [...groupBy(all, date => calendar.weekStart(date)).values()].map(week => ({
    from: week[0] ?? report.from,
    to: week.at(-1) ?? report.to,
  }))
}

function shade(count: number): string {
  if (count === 0) return ''
  return count === 1 ? 'h1' : count < 4 ? 'h2' : count < 8 ? 'h3' : 'h4'
}

function sum(cells: readonly Cell[], count: 'broken' | 'mended' | 'unproven'): number {
  return cells.reduce((total, cell) => total + cell[count], 0)
}

export function HeatMap({ report }: { report: ComplianceReport }) {
  if (report.byClassDay.length === 0) return null
  const columns = spans(report)
  const calendar = createCalendar(report.provenance.calendar)
  const byClass = groupBy(report.byClassDay, cell => cell.classId)
  const inside = (classId: string, span: Span) =>
    (byClass.get(classId) ?? []).filter(cell => cell.date >= span.from && cell.date <= span.to)
  return (
    <section class="heat">
      <h2>Классы по дням</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Класс</th>
              {columns.map(span => (
                <th scope="col" key={span.from}>
                  {dayRange(span.from, span.to).replace(/\.\d{4}$/, '')}
                  <br />
                  <small>
                    {span.from === span.to ? weekdayWords[calendar.weekday(span.from)] : 'неделя'}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.classes.map(item => (
              <tr key={item.id}>
                <th scope="row">{item.name}</th>
                {columns.map(span => (
                  <HeatCell key={span.from} cells={inside(item.id, span)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="soft">
        <span class="key h2">3</span> — нарушений, вместе с исправленными позже; <span class="key">?2</span> —
        не доказано (это не нарушения); пусто — замечаний нет.
      </p>
    </section>
  )
}

function HeatCell({ cells }: { cells: readonly Cell[] }) {
  const broken = sum(cells, 'broken')
  const mended = sum(cells, 'mended')
  const unproven = sum(cells, 'unproven')
  if (broken + mended + unproven === 0) return <td />
  const title = `нарушено ${broken}, исправлено позже ${mended}, не доказано ${unproven}`
  return (
    <td class={shade(broken + mended)} title={title}>
      {broken + mended > 0 && <b>{written(broken + mended)}</b>}
      {unproven > 0 && <i> ?{written(unproven)}</i>}
    </td>
  )
}
