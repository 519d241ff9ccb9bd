import { russianDate } from '../../calendar/index.js'
import type { FinalsOfDay } from '../../ledger/index.js'
import { type Figure, percent, resultsOf, written } from '../../report/index.js'

/** The figures of monitoring, each with its parts: a per cent whose parts nobody sees can't be checked. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <section>
      <h2>Показатели</h2>
      <table class="cards figures">
        <thead>
          <tr>
            <th scope="col">Показатель</th>
            <th scope="col" class="n">
              Значение
            </th>
            <th scope="col">Из чего</th>
            <th scope="col" class="n">
              Не доказано
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map(figure => (
            <tr key={figure.name}>
              <th scope="row">
                {figure.title}
                <small class="line">{figure.formula}</small>
              </th>
              <td class={figure.value === null ? 'n none' : 'n'} data-label="Значение">
                {valueText(figure)}
              </td>
              <td data-label="Из чего">{partsText(figure)}</td>
              <td class={figure.unproven > 0 ? 'n' : 'n absent'} data-label="Не доказано">
                {figure.unproven === 0 ? '—' : written(figure.unproven)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">
        «Не доказано» не входит ни в числитель, ни в знаменатель. Показатели посчитаны при проверке: у дней,
        которые проверялись прежней версией программы, их нет.
      </p>
    </section>
  )
}

function valueText({ value, unit }: Figure): string {
  if (value === null) return 'нет данных'
  if (unit === 'percent') return percent(value)
  return `${decimal(value)}${unit === 'days' ? ' дн.' : ''}`
}

/** «28 из 29»; marks aren't «of» pupils. */
function partsText({ value, unit, why, part, whole }: Figure): string {
  if (value === null) return why ?? ''
  return part === null || whole === null
    ? ''
    : `${decimal(part)} ${unit === 'percent' ? 'из' : '÷'} ${decimal(whole)}`
}

export function decimal(value: number): string {
  return Number.isInteger(value) ? written(value) : String(value).replace('.', ',')
}

interface ResultsProps {
  readonly finals: readonly FinalsOfDay[]
  /** Of the period that ends on that day or a little later. */
  readonly periodName: (date: string) => string | null
}

/** Results of final marks, a line for each day on which periods ended. */
export function ResultTable({ finals, periodName }: ResultsProps) {
  const lines = finals.map(day => ({ ...day, ...resultsOf(day.counts) })).filter(({ pupils }) => pupils > 0)
  if (lines.length === 0) return null
  return (
    <section>
      <h2>Результаты по итоговым отметкам</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Период</th>
            <th scope="col" class="n">
              Отметок
            </th>
            <th scope="col" class="n">
              Успеваемость
            </th>
            <th scope="col" class="n">
              Качество знаний
            </th>
            <th scope="col" class="n">
              СОУ
            </th>
            <th scope="col" class="n">
              Средняя
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <tr key={line.date}>
              <th scope="row">
                {periodName(line.date) ?? 'период'} <small>по {russianDate(line.date)}</small>
              </th>
              <td class="n" data-label="Отметок">
                {written(line.pupils)}
              </td>
              <td class="n" data-label="Успеваемость">
                {percent(line.attainment)}
              </td>
              <td class="n" data-label="Качество знаний">
                {percent(line.quality)}
              </td>
              <td class="n" data-label="СОУ">
                {line.learning === null ? '—' : decimal(line.learning)}
              </td>
              <td class="n" data-label="Средняя">
                {line.middle === null ? '—' : decimal(line.middle)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">«н/а» считаются, освобождённые и выбывшие — нет.</p>
    </section>
  )
}
