import { russianDate } from '../../calendar/index.js'
import { percent, written } from '../../report/index.js'

/** Small charts of weeks, drawn on the server: no script, and each number can be read out. */

export interface WeekValue {
  /** The Monday. */
  readonly week: string
  /** Null: no data. */
  readonly value: number | null
}

interface ChartProps {
  readonly title: string
  readonly values: readonly WeekValue[]
  /** `percent`: the scale is always 0 to 100. */
  readonly unit: 'percent' | 'count'
}

const height = 72
const top = 16
const bottom = 16
const width = 360
/** More bars than that have no room for their numbers. */
const mostLabelled = 12

export function WeekChart({ title, values, unit }: ChartProps) {
  if (!values.some(({ value }) => value !== null)) return null
  const text = (value: number | null) =>
    value === null ? 'нет данных' : unit === 'percent' ? percent(value) : written(value)
  const most = unit === 'percent' ? 100 : Math.max(1, ...values.map(({ value }) => value ?? 0))
  const step = width / values.length
  const bar = Math.max(1, Math.min(28, step - 2))
  const spoken = values.map(({ week, value }) => `с ${russianDate(week)} ${text(value)}`).join('; ')
  const isLabelled = values.length <= mostLabelled
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${top + height + bottom}`}
        role="img"
        aria-label={`${title} по неделям: ${spoken}`}
      >
        <line x1="0" x2={width} y1={top + height} y2={top + height} class="axis" />
        {values.map(({ week, value }, index) => {
          const x = index * step + (step - bar) / 2
          const tall = value === null ? 0 : (value / most) * height
          const middle = x + bar / 2
          return (
            <g key={week}>
              <rect
                x={round(x)}
                y={round(top + height - tall)}
                width={round(bar)}
                height={round(tall)}
                class="bar-value"
              >
                <title>
                  Неделя с {russianDate(week)}: {text(value)}
                </title>
              </rect>
              {isLabelled && (
                <text x={round(middle)} y={round(top + height - tall - 3)} class="value">
                  {value === null ? '–' : unit === 'percent' ? String(Math.floor(value)) : written(value)}
                </text>
              )}
              {(isLabelled || index === 0 || index === values.length - 1) && (
                <text
                  x={round(middle)}
                  y={top + height + 12}
                  class={anchor(index, values.length, isLabelled)}
                >
                  {russianDate(week).slice(0, 5)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
    </figure>
  )
}

/** At the ends of a long chart labels would be cut off. */
function anchor(index: number, count: number, isLabelled: boolean): string {
  if (isLabelled && count > 1) return 'week'
  return index === 0 ? 'week first' : 'week last'
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
