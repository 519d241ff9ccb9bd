import { russianDateTime } from '../../calendar/index.js'
import { type AccessEntry, aboutWords, actWords, entryWords } from '../../people/index.js'
import { addresses } from '../addresses.js'
import type { Problems, TypedPeriod } from '../days.js'
import { DayFields } from './fields.js'

export interface LogNames {
  school(id: string): string
  className(school: string | null, id: string): string
}

interface LogProps {
  readonly typed: TypedPeriod & { readonly account: string; readonly pupil: string }
  readonly problems: Problems | null
  readonly entries: readonly AccessEntry[]
  /** There are more than are shown. */
  readonly cut: boolean
  readonly timeZone: string
  readonly names: LogNames
}

export function AccessLogPage({ typed, problems, entries, cut, timeZone, names }: LogProps) {
  const { from, to, account, pupil } = typed
  return (
    <>
      <h1>Кто что смотрел</h1>
      <p class="soft">
        Страницы с личными данными, выгрузки, входы и изменения доступа. Записи только добавляются; время:{' '}
        {timeZone}.
      </p>
      <form method="get" action={addresses.accessLog()} class="days">
        <DayFields typed={typed} problems={problems} />
        <div class="field">
          <label for="account">Имя для входа</label>
          <input id="account" name="account" value={account} autocomplete="off" spellcheck={false} />
        </div>
        <div class="field">
          <label for="pupil">Обучающийся, №</label>
          <input id="pupil" name="pupil" value={pupil} inputmode="numeric" autocomplete="off" />
        </div>
        <button type="submit">Показать</button>
      </form>
      {problems === null && (
        <p>
          {cut ? `Показаны последние ${entries.length} записей. ` : `Записей: ${entries.length}. `}
          <a
            href={addresses.accessLog({
              from,
              to,
              account: account || undefined,
              pupil: pupil || undefined,
              as: 'csv',
            })}
          >
            Выгрузить все за эти дни (CSV)
          </a>
        </p>
      )}
      {entries.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Когда</th>
              <th scope="col">Кто</th>
              <th scope="col">Что</th>
              <th scope="col">О ком</th>
              <th scope="col">Откуда</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, index) => (
              <tr key={index}>
                <td data-label="Когда">{russianDateTime(entry.at, timeZone)}</td>
                <td data-label="Кто">{entry.name}</td>
                <td data-label="Что">{entryWords(entry)}</td>
                <td data-label="О ком" class={concernedWords(entry, names) === '' ? 'absent' : undefined}>
                  {concernedWords(entry, names)}
                </td>
                <td data-label="Откуда" class={entry.address === '' ? 'absent' : undefined}>
                  {entry.address}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function concernedWords({ school, classId, pupil, document, act }: AccessEntry, names: LogNames): string {
  return [
    ...(school === null ? [] : [names.school(school)]),
    ...(classId === null ? [] : [names.className(school, classId)]),
    ...(pupil === null ? [] : [`обучающийся № ${pupil}`]),
    ...(document === null ? [] : [act === 'change' ? `учётная запись ${document}` : document]),
  ].join(', ')
}

export function logTable(entries: readonly AccessEntry[], timeZone: string, names: LogNames): string[][] {
  const head = [
    `Когда (${timeZone})`,
    ...['Имя для входа', 'Кто', 'Действие', 'Что', 'О ком', 'Школа', 'Класс', 'Обучающийся', 'Документ'],
    ...['Страница', 'Откуда'],
  ]
  return [
    head,
    ...entries.map(entry => [
      ...[russianDateTime(entry.at, timeZone), entry.account ?? '', entry.name, actWords[entry.act]],
      ...[aboutWords(entry.about), concernedWords(entry, names), entry.school ?? '', entry.classId ?? ''],
      ...[entry.pupil ?? '', entry.document ?? '', entry.path, entry.address],
    ]),
  ]
}
