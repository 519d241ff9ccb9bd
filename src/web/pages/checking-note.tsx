import { reachOf, type Viewer } from '../../people/index.js'
import { dayRange } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'

/** What became of the days of something that was entered; nothing once they are judged. */
export function CheckingNote({ run, viewer }: { run: Run; viewer: Viewer }) {
  const { id, school, from, to, state } = run
  if (state === 'done' || state === 'done-with-gaps') return null
  if (state === 'queued' || state === 'running') {
    return (
      <p class="note" role="status">
        Записано. Дни, которых это касается, ещё проверяются: до конца проверки на страницах стоит прежнее.
        Обновите страницу через несколько минут.
      </p>
    )
  }
  return (
    <p class="note" role="alert">
      Записано, но дни, которых это касается ({dayRange(from, to)}), заново не проверены:{' '}
      {state === 'cancelled' ? 'проверку отменили' : 'проверка не удалась'}. На страницах о них стоит прежнее.
      Попросите администратора программы выполнить{' '}
      <code>
        dnevnik-bridge check --school {school} --from {from} --to {to}
      </code>
      .{' '}
      {reachOf(viewer, 'see-sync', school) !== null && (
        <a href={addresses.run(school, id)}>Что с ней случилось</a>
      )}
    </p>
  )
}
