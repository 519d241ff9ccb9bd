import { russianDate } from '../../calendar/index.js'
import type { PlanChange, PlanRow } from '../../regulation/index.js'
import { changeWords, rowWords } from '../../report/index.js'
import { short } from '../short.js'
import { Scroll } from './scroll.js'

/** Topics of a plan, and what was changed in them. */

const mostText = 500
const hoursText = (hours: number) => String(hours).replace('.', ',')

export function PlanTopics({ rows }: { rows: readonly PlanRow[] }) {
  return (
    <Scroll label="Темы">
      <table>
        <thead>
          <tr>
            <th scope="col">№</th>
            <th scope="col">Раздел</th>
            <th scope="col">Тема урока</th>
            <th scope="col" class="n">
              Часы
            </th>
            <th scope="col">Дата</th>
            <th scope="col">Домашнее задание</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, section, topic, hours, date, homework }) => (
            <tr key={number}>
              <td>{number}</td>
              <td>{short(section ?? '', mostText)}</td>
              <th scope="row">{short(topic, mostText)}</th>
              <td class="n">{hoursText(hours)}</td>
              <td>{date === null ? '' : russianDate(date)}</td>
              <td>{short(homework ?? '', mostText)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

interface ChangesProps {
  readonly changes: readonly (PlanChange & { readonly heldOn?: readonly string[] })[]
}

/** A line a change, with the days on which the topic was held where they are known. */
export function PlanChanges({ changes }: ChangesProps) {
  return (
    <ul>
      {changes.map((change, index) => {
        const row = change.after ?? change.before
        const held = change.heldOn ?? []
        return (
          <li key={index}>
            {row && short(rowWords(row), mostText)} — <b>{short(changeWords(change), mostText)}</b>
            {held.length > 0 && `; проведено ${held.map(russianDate).join(', ')}`}
          </li>
        )
      })}
    </ul>
  )
}
