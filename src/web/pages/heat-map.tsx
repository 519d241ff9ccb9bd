import { russianDate } from '../../calendar/index.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { wholeSchool } from '../../regulation/index.js'
import { weekdayWords, written } from '../../report/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import { addDays, type Period, weekdayOf } from '../days.js'
import type { SchoolNames } from '../deps/findings.js'
import type { HeatCount } from '../findings-view.js'
import { Scroll } from './scroll.js'

/** What is wrong now, class by day; every number leads to its list. */

/** A page with more cells than that is too heavy for a telephone. */
const mostCells = 300
const fewest = 7

/** Days of the range without empty weekends; weeks, or months, when there would be too many cells. */
export function columnsOf({ from, to }: Period, busy: ReadonlySet<IsoDate>, rows: number): Period[] {
  const days: IsoDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  const most = Math.max(fewest, Math.floor(mostCells / Math.max(1, rows)))
  const shown = days.filter(day => weekdayOf(day) < 6 || busy.has(day))
  if (shown.length <= most) return shown.map(day => ({ from: day, to: day }))
  const weeks = parts(days, day => weekdayOf(day) === 1)
  return weeks.length <= most ? weeks : parts(days, day => day.endsWith('-01'))
}

function parts(days: readonly IsoDate[], begins: (day: IsoDate) => boolean): Period[] {
  const starts = days.filter((day, index) => index === 0 || begins(day))
  const last = days.at(-1) ?? ''
  return starts.map((from, index) => {
    const next = starts[index + 1]
    return { from, to: next === undefined ? last : addDays(next, -1) }
  })
}

const kinds = ['broken', 'unproven', 'mended'] as const
type Kind = (typeof kinds)[number]
type Cell = Record<Kind, number>

interface HeatMapProps {
  readonly school: Id
  readonly query: FindingQuery
  readonly names: SchoolNames
  readonly counts: readonly HeatCount[]
}

export function HeatMap({ school, query, names, counts }: HeatMapProps) {
  const relevant = counts.filter(({ kind }) => kinds.some(name => name === kind))
  const marked = new Set(relevant.map(({ classId }) => classId))
  const rows = [...names.classes, { id: wholeSchool, name: names.className(wholeSchool) }].filter(({ id }) =>
    marked.has(id),
  )
  const columns = columnsOf(query, new Set(relevant.map(({ date }) => date)), rows.length)
  const cells = cellsOf(relevant, columns)
  if (rows.length === 0) return null
  return (
    <section>
      <h2>Классы по дням</h2>
      <Scroll label="Таблица классов по дням">
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
                  <HeatCell
                    key={column.from}
                    counts={cells.get(`${row.id}/${column.from}`)}
                    address={kind =>
                      addresses.findings(school, { ...query, ...column, kind, classId: row.id })
                    }
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="soft">
        Число — доказанные нарушения, и поздние тоже; ?число — не доказано (это не нарушения); ✓ — исправлено
        после срока.
      </p>
    </section>
  )
}

function cellsOf(counts: readonly HeatCount[], columns: readonly Period[]): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const { classId, date, kind, count } of counts) {
    const column = columns.find(({ from, to }) => from <= date && date <= to)
    const name = kinds.find(one => one === kind)
    if (!column || !name) continue
    const key = `${classId}/${column.from}`
    const cell = cells.get(key) ?? { broken: 0, unproven: 0, mended: 0 }
    cell[name] += count
    cells.set(key, cell)
  }
  return cells
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

const marks: Readonly<Record<Kind, string>> = { broken: '', unproven: '?', mended: '✓' }

function HeatCell({ counts, address }: { counts: Cell | undefined; address: (kind: Kind) => string }) {
  if (counts === undefined) return <td />
  return (
    <td class={shadeOf(counts.broken)}>
      {kinds.map(
        kind =>
          counts[kind] > 0 && (
            <a key={kind} class={kind} href={address(kind)}>
              {marks[kind]}
              {written(counts[kind])}
            </a>
          ),
      )}
    </td>
  )
}

function shadeOf(broken: number): string {
  if (broken === 0) return ''
  return broken === 1 ? 'shade1' : broken < 4 ? 'shade2' : broken < 8 ? 'shade3' : 'shade4'
}
