import { russianDate } from '../../calendar/index.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { type ComplianceReport, weekdayWords, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { addDays, type Period, weekdayOf } from '../days.js'

/** What is wrong now, class by day; every number leads to its list. */

type Counts = ComplianceReport['byClassDay'][number]

const mostDays = 31

/** Days of the range without empty weekends; weeks when there are too many days. */
function columnsOf({ from, to, byClassDay }: ComplianceReport): Period[] {
  const busy = new Set(byClassDay.map(cell => cell.date))
  const days: IsoDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  const shown = days.filter(day => weekdayOf(day) < 6 || busy.has(day))
  if (shown.length <= mostDays) return shown.map(day => ({ from: day, to: day }))
  return days
    .filter(day => day === from || weekdayOf(day) === 1)
    .map(day => {
      const sunday = addDays(day, 7 - weekdayOf(day))
      return { from: day, to: sunday < to ? sunday : to }
    })
}

export function HeatMap({ school, report }: { school: Id; report: ComplianceReport }) {
  const columns = columnsOf(report)
  const marked = new Set(report.byClassDay.map(cell => cell.classId))
  const rows = report.classes.filter(({ id }) => marked.has(id))
  const clear = report.classes.filter(({ id }) => !marked.has(id))
  return (
    <section>
      <h2>Классы по дням</h2>
      {rows.length > 0 && (
        <section class="scroll" aria-label="Таблица классов по дням">
          <table class="heat">
            <thead>
              <tr>
                <th scope="col">Класс</th>
                {columns.map(column => (
                  <ColumnHead key={column.from} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id}>
                  <th scope="row">{row.name}</th>
                  {columns.map(column => (
                    <HeatCell key={column.from} school={school} column={column} row={row} report={report} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {rows.length > 0 && (
        <p class="soft">
          Число — доказанные нарушения, и поздние тоже; ?число — не доказано (это не нарушения); ✓ —
          исправлено после срока.
        </p>
      )}
      {clear.length > 0 && <p>Ничего не найдено: {clear.map(({ name }) => name).join(', ')}.</p>}
    </section>
  )
}

function ColumnHead({ column }: { column: Period }) {
  const isDay = column.from === column.to
  return (
    <th scope="col">
      {russianDate(column.from).slice(0, 5)}
      <small>
        {isDay ? weekdayWords[weekdayOf(column.from)] : `– ${russianDate(column.to).slice(0, 5)}`}
      </small>
    </th>
  )
}

interface CellProps {
  readonly school: Id
  readonly column: Period
  readonly row: { readonly id: Id; readonly name: string }
  readonly report: ComplianceReport
}

function HeatCell({ school, column, row, report }: CellProps) {
  const counts = report.byClassDay.filter(
    ({ classId, date }) => classId === row.id && date >= column.from && date <= column.to,
  )
  const sum = (kind: 'broken' | 'unproven' | 'mended') =>
    counts.reduce((total: number, cell: Counts) => total + cell[kind], 0)
  const [broken, unproven, mended] = [sum('broken'), sum('unproven'), sum('mended')]
  const link = (kind: 'broken' | 'unproven' | 'mended', text: string, title: string) => (
    <a
      class={kind}
      href={addresses.findings(school, { ...column, kind, classId: row.id })}
      title={`${row.name}, ${russianDate(column.from)}: ${title}`}
    >
      {text}
    </a>
  )
  return (
    <td class={shadeOf(broken)}>
      {broken > 0 && link('broken', written(broken), `нарушено ${broken}`)}
      {unproven > 0 && link('unproven', `?${written(unproven)}`, `не доказано ${unproven}`)}
      {mended > 0 && link('mended', `✓${written(mended)}`, `исправлено после срока ${mended}`)}
    </td>
  )
}

function shadeOf(broken: number): string {
  if (broken === 0) return ''
  return broken === 1 ? 'shade1' : broken < 4 ? 'shade2' : broken < 8 ? 'shade3' : 'shade4'
}
