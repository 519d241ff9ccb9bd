import { russianDate } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { rules, type SettingsChange, settingShapes, verdictKinds } from '../../regulation/index.js'
import { counted, settingText, verdictTitles, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { othersFirst } from '../words.js'
import type { LeftOut } from '../line.js'
import type { ChangesTold, RuleSet, SettingsTrial, TrialDays } from '../deps/settings.js'
import { Scroll } from './scroll.js'
import { HiddenValues } from './settings.js'

/** What a rule would say of days that have come if it were set otherwise; then it may be saved. */

/** Null where none of the days has come. */
export type ShownTrial = SettingsTrial | LeftOut | null

interface PreviewProps {
  readonly school: Id
  readonly set: RuleSet
  readonly change: SettingsChange
  readonly over: TrialDays
  readonly trial: ShownTrial
  /** All that the form held. */
  readonly sent: readonly (readonly [string, string])[]
  readonly token: string
  /** The form was sent with a token that is no longer good. */
  readonly stale: boolean
}

export function SettingsPreview(props: PreviewProps) {
  const { school, set, change, over, trial, sent, token, stale } = props
  const { rule, values } = set
  const again = (more: readonly (readonly [string, string])[]) =>
    `${addresses.changeSettings(school, rule.id)}?${new URLSearchParams([...sent, ...more].map(([name, value]) => [name, value]))}`
  return (
    <>
      <h1>
        п. {rule.clause} {rule.title}: сохранить?
      </h1>
      {stale && (
        <p class="note" role="alert">
          Не записано: страница была открыта слишком давно. Проверьте и нажмите «Сохранить» ещё раз.
        </p>
      )}
      <p>
        С {russianDate(change.from)}, {change.order}:
      </p>
      <ul>
        {settingShapes(rule)
          .filter(({ key }) => Object.hasOwn(change.values, key))
          .map(shape => (
            <li key={shape.key}>
              {shape.about}: {settingText(shape, values[shape.key])} →{' '}
              <b>{settingText(shape, change.values[shape.key])}</b>
            </li>
          ))}
      </ul>
      <h2>Что изменится</h2>
      <Shown {...{ school, change, over, trial }} />
      {over === 'term' && typeof trial !== 'string' && (
        <p>
          <a
            href={again([
              ['preview', '1'],
              ['over', 'year'],
            ])}
          >
            Посмотреть за весь учебный год
          </a>{' '}
          <span class="soft">— дольше</span>
        </p>
      )}
      <form method="post" action={addresses.changeSettings(school, rule.id)} class="actions">
        <input type="hidden" name={tokenField} value={token} />
        <HiddenValues values={sent} />
        <button type="submit">Сохранить</button>
        <a href={again([])}>Изменить</a>
      </form>
    </>
  )
}

function Shown(props: Pick<PreviewProps, 'school' | 'change' | 'over' | 'trial'>) {
  const { school, change, over, trial } = props
  if (trial === null) return <p>Показать не на чем: ни один день этого учебного года ещё не наступил.</p>
  if (trial === 'others-first') {
    return (
      <p class="note" role="status">
        {othersFirst} Обновите страницу через минуту. Сохранить можно и без пробы: дни с{' '}
        {russianDate(change.from)} будут тогда проверены снова.
      </p>
    )
  }
  if (trial !== 'takes-too-long') return <Trial {...{ school, change, trial }} />
  return (
    <p class="note" role="status">
      {over === 'year'
        ? 'За весь учебный год проба в этой школе длится дольше, чем ждёт страница.'
        : 'Проба в этой школе длится дольше, чем ждёт страница.'}{' '}
      Её покажет командная строка:{' '}
      <code>
        settings try --rule {change.rule}
        {Object.entries(change.values).map(
          ([key, value]) => ` --set '${key}=${typeof value === 'string' ? value : JSON.stringify(value)}'`,
        )}
        {over === 'year' && ' --year'}
      </code>
      . Сохранить можно и без неё: дни с {russianDate(change.from)} будут тогда проверены снова.
    </p>
  )
}

function Trial({ school, change, trial }: { school: Id; change: SettingsChange; trial: SettingsTrial }) {
  const { from, to, accused, cleared } = trial
  const own = trial.rules.find(({ rule }) => rule === change.rule)
  const titles = new Map(rules.map(({ id, clause, title }) => [id, `п. ${clause} ${title}`]))
  return (
    <>
      <p>
        Если бы так было с {russianDate(from)} по {russianDate(to)}:{' '}
        <b>
          {counted(own?.after.broken ?? 0, ['нарушение', 'нарушения', 'нарушений'])} вместо{' '}
          {written(own?.before.broken ?? 0)}
        </b>
        .
      </p>
      <p>{realText(trial, change)}</p>
      <Scroll label="Вердикты: есть и было бы">
        <table>
          <thead>
            <tr>
              <th scope="col">Вердикт</th>
              <th scope="col">Сейчас</th>
              <th scope="col">Было бы</th>
            </tr>
          </thead>
          {trial.rules.map(({ rule, before, after }) => (
            <tbody key={rule}>
              {trial.rules.length > 1 && (
                <tr>
                  <th scope="rowgroup" colSpan={3}>
                    {titles.get(rule) ?? rule}
                  </th>
                </tr>
              )}
              {verdictKinds
                .filter(kind => before[kind] > 0 || after[kind] > 0)
                .map(kind => (
                  <tr key={kind}>
                    <th scope="row">{verdictTitles[kind]}</th>
                    <td>{written(before[kind])}</td>
                    <td>{written(after[kind])}</td>
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </Scroll>
      <Changes school={school} title="Стало бы нарушением" changes={accused} />
      <Changes school={school} title="Перестало бы быть нарушением" changes={cleared} />
    </>
  )
}

function realText({ real, to }: SettingsTrial, { from }: SettingsChange): string {
  if (from > to)
    return `Это проба: действовать значение начнёт ${russianDate(from)}, и записанное о прошедших днях не изменится.`
  return real === 0
    ? `Записанное о днях с ${russianDate(from)} от сохранения не изменится; о днях до него — тем более.`
    : `Дни с ${russianDate(from)} будут проверены снова: изменится вердиктов — ${written(real)}. Дни до него останутся как есть.`
}

function Changes(props: { school: Id; title: string; changes: ChangesTold }) {
  const { school, title, changes } = props
  const { count, items } = changes
  if (count === 0) return null
  return (
    <>
      <h3>
        {title}: {written(count)}
      </h3>
      <ul>
        {items.map(({ before, after }) => {
          const verdict = after ?? before
          if (verdict === null) return null
          const { date, rule, subject, message } = verdict
          const day = { from: date, to: date, rule, classId: subject.class }
          return (
            <li key={`${date}/${rule}/${JSON.stringify(subject)}`}>
              <a href={addresses.findings(school, day)}>{russianDate(date)}</a> {message}
            </li>
          )
        })}
      </ul>
      {count > items.length && <p class="soft">И ещё {written(count - items.length)}.</p>}
    </>
  )
}
